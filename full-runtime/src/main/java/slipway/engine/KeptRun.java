package slipway.engine;

import java.util.List;
import java.util.Optional;
import slipway.cgroups.GroupPlan;
import slipway.runtime.state.ProcessIdentity;

/**
 * The last run of a container; the file {@code state.json}.
 *
 * @param boot of which start of the machine the numbers of processes are
 * @param process its first process; empty before it was started
 * @param keeper the parent of that
 * @param startedMillis when
 * @param groups its control groups
 * @param stopped whether somebody wants it not to run: it is not started again by itself
 * @param restarts how often it was started again by itself, in a row
 * @param pauseMillis how long its keeper waits before the next time
 * @param trouble why it could not be started the last time; empty if it could
 */
public record KeptRun(
        String boot,
        Optional<ProcessIdentity> process,
        Optional<ProcessIdentity> keeper,
        long startedMillis,
        List<GroupPlan.Place> groups,
        boolean stopped,
        int restarts,
        long pauseMillis,
        String trouble) {
    static final long FIRST_PAUSE_MILLIS = 100;

    /** Before the first start. */
    public static final KeptRun NONE =
            new KeptRun(
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    List.of(),
                    false,
                    0,
                    FIRST_PAUSE_MILLIS,
                    "");

    public KeptRun {
        groups = List.copyOf(groups);
    }

    KeptRun startedAs(
            String onBoot, ProcessIdentity theProcess, ProcessIdentity itsKeeper, long millis) {
        return new KeptRun(
                onBoot,
                Optional.of(theProcess),
                Optional.of(itsKeeper),
                millis,
                groups,
                false,
                restarts,
                pauseMillis,
                "");
    }

    KeptRun starting(List<GroupPlan.Place> inGroups, int nowRestarts, long nextPause) {
        return new KeptRun(
                "",
                Optional.empty(),
                Optional.empty(),
                0,
                inGroups,
                false,
                nowRestarts,
                nextPause,
                "");
    }

    KeptRun stoppedNow() {
        return new KeptRun(
                boot, process, keeper, startedMillis, groups, true, restarts, pauseMillis, trouble);
    }

    KeptRun withoutGroups() {
        return new KeptRun(
                boot,
                process,
                keeper,
                startedMillis,
                List.of(),
                stopped,
                restarts,
                pauseMillis,
                trouble);
    }

    KeptRun failed(String why) {
        return new KeptRun(
                boot, process, keeper, startedMillis, groups, stopped, restarts, pauseMillis, why);
    }
}

package slipway.plan.probe;

import java.util.Optional;
import java.util.function.Function;
import slipway.linux.Errno;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * The usual experiment: one launch; it works when every call of it did.
 *
 * @param meaning what a container has from it, or lacks without it
 * @param fix what to do after a failure; empty errno when the process was killed
 */
record Trial(
        String name,
        Launch launch,
        String meaning,
        boolean filtered,
        Function<Optional<Errno>, String> fix)
        implements Experiment {
    @Override
    public ProbeResult run(Launcher launcher) {
        Attempt attempt = Attempt.of(launcher, launch);
        if (attempt.worked()) {
            String seen = attempt.code() == 0 ? "" : "the call returned " + attempt.code() + "; ";
            return new ProbeResult(
                    name,
                    Outcome.WORKS,
                    attempt.tried(),
                    seen + "every call succeeded",
                    meaning,
                    "");
        }
        return new ProbeResult(
                name,
                outcome(attempt.errno(), filtered),
                attempt.tried(),
                attempt.observed(),
                meaning,
                fix.apply(attempt.errno()));
    }

    /** A filter may answer ENOSYS for what the kernel has. */
    static Outcome outcome(Optional<Errno> errno, boolean filtered) {
        if (errno.isEmpty()) return Outcome.REFUSED;
        switch (errno.get()) {
            case ENOSYS:
                return filtered ? Outcome.REFUSED : Outcome.ABSENT;
            case EINVAL:
            case ENODEV:
            case ENXIO:
            case ENOENT:
            case EOPNOTSUPP:
                return Outcome.ABSENT;
            default:
                return Outcome.REFUSED;
        }
    }
}

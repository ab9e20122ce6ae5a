package slipway.plan.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.launch.Child;
import slipway.plan.launch.EndedEarly;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * What came of one launch.
 *
 * @param tried all calls, or the one that failed
 * @param observed in words
 * @param errno of the call that failed; empty when all went well, and when the process was killed
 * @param code the exit code of the process, which carries a value; -1 after a failure
 */
record Attempt(String tried, String observed, Optional<Errno> errno, int code) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    boolean worked() {
        return code >= 0;
    }

    /** The end of a plan that becomes no program: with the exit code 0. */
    static Step end() {
        return Step.call("end well", Call.of(Syscall.EXIT_GROUP, Arg.num(0)));
    }

    /** The same with a named result of an earlier call as the exit code, of which 8 bits count. */
    static Step endWith(String result) {
        return Step.call("tell", Call.of(Syscall.EXIT_GROUP, Arg.result(result)));
    }

    /** Launches it and waits for its end. */
    static Attempt of(Launcher launcher, Launch launch) {
        try (Child child = launcher.start(launch)) {
            Optional<ExitStatus> status = child.await(PATIENCE);
            String tried = shown(launch);
            if (status.isEmpty()) return failed(tried, "it does not end", Optional.empty());
            if (status.get().signal() != 0) {
                return failed(tried, status.get().toString(), Optional.empty());
            }
            return new Attempt(tried, "done", Optional.empty(), status.get().code());
        } catch (StepFailed e) {
            return failed(e.call().toString(), inWords(e.errno()), Optional.of(e.errno()));
        } catch (SyscallException e) {
            return failed(e.call().toString(), inWords(e.errno()), Optional.of(e.errno()));
        } catch (EndedEarly e) {
            return failed(shown(launch), "the process was killed", Optional.empty());
        }
    }

    private static Attempt failed(String tried, String observed, Optional<Errno> errno) {
        return new Attempt(tried, observed, errno, -1);
    }

    static String inWords(Errno errno) {
        return errno + " (" + errno.text() + ")";
    }

    private static String shown(Launch launch) {
        List<String> calls = new ArrayList<>();
        if (launch.namespaces() != 0) add(calls, launch.cloning());
        add(calls, launch.whileCloned());
        add(calls, launch.identity());
        add(calls, launch.inside());
        return String.join("; ", calls);
    }

    private static void add(List<String> calls, Plan plan) {
        for (Step step : plan.steps()) {
            if (!step.manual().startsWith("exit_group")) calls.addAll(step.shown());
        }
    }
}

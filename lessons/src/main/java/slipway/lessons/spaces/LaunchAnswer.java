package slipway.lessons.spaces;

import static slipway.linux.Constants.CLONE_NEWIPC;
import static slipway.linux.Constants.CLONE_NEWNET;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUTS;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.lessons.NotYet;
import slipway.lessons.world.Answer;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.plan.Exec;
import slipway.plan.Step;
import slipway.plan.launch.Launch;

/**
 * A learner's launch, taken apart: what may be done with it is done in a {@code World}.
 *
 * @param namespaces that are made together with the process
 * @param steps before the program
 * @param fds that the process gets
 */
record LaunchAnswer(long namespaces, Answer steps, Map<Integer, Fd> fds) {
    private static final long MOST =
            CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWPID;

    /**
     * @throws NotYet if it is none that can be done here
     */
    static LaunchAnswer of(@Nullable Launch launch, Exec program) {
        if (launch == null) throw new NotYet("launch returned null.");
        List<Step> inside = launch.inside().steps();
        int last = inside.size() - 1;
        if (last < 0 || !inside.get(last).equals(program)) {
            throw new NotYet(
                    "The last step of your launch is "
                            + (last < 0 ? "missing" : inside.get(last).shown().get(0))
                            + ". It is to be the program.");
        }
        boolean onHost = !launch.whileCloned().isEmpty() || !launch.whileReady().isEmpty();
        if (onHost || !launch.identity().isEmpty()) {
            throw new NotYet(
                    "Your launch has host steps or another identity. That is for later exercises;"
                            + " here only its namespaces, its steps inside and its descriptors"
                            + " count.");
        }
        if ((launch.namespaces() & ~MOST) != 0) {
            throw new NotYet(
                    "Together with the process your launch makes namespaces that are none, or a"
                            + " user namespace, which the kit adds where it is needed.");
        }
        Answer steps = Answer.of("launch", inside.subList(0, last));
        // Without a PID namespace they would reach the machine.
        if (steps.calls(Syscall.KILL, Syscall.TGKILL, Syscall.PIDFD_SEND_SIGNAL, Syscall.PTRACE)) {
            throw new NotYet("Among your steps is one that signals a process. Nobody needs it.");
        }
        return new LaunchAnswer(launch.namespaces(), steps, launch.fds());
    }

    boolean makes(long flag) {
        return (namespaces & flag) != 0;
    }
}

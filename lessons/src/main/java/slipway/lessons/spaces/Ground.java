package slipway.lessons.spaces;

import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.PR_SET_DUMPABLE;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slipway.lessons.CannotJudge;
import slipway.lessons.world.Apart;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.ProcStatus;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Launch;

/** Launches from which nothing gets out to the machine, whoever we are. */
final class Ground {
    private static final byte[] NO_CAPABILITIES = new byte[24];
    private static final byte[] CAPSET_HEADER = {0x22, 0x05, 0x08, 0x20, 0, 0, 0, 0};

    private Ground() {}

    static ProcStatus we() {
        try {
            return ProcStatus.ofPid(ProcessHandle.current().pid());
        } catch (IOException e) {
            throw new CannotJudge("/proc is not there: " + e.getMessage());
        }
    }

    static boolean areRoot() {
        return Apart.isPrivileged();
    }

    /**
     * In a mount namespace of its own and in these others; for an ordinary user also in a user
     * namespace, without which there is none of them.
     */
    static Launch apart(long namespaces, List<? extends Step> steps) {
        return with(namespaces, Apart.of(steps));
    }

    /** The same in a user namespace, whoever we are: root there, ourselves outside. */
    static Launch inUserNamespace(long namespaces, List<? extends Step> steps) {
        return with(namespaces, Apart.asUser(steps));
    }

    private static Launch with(long namespaces, Launch launch) {
        return launch.withNamespaces(launch.namespaces() | namespaces);
    }

    /** The kit makes its processes invisible; this lets their owner look. */
    static Step visible() {
        Arg zero = Arg.num(0);
        return Step.call(
                "let the kit look",
                Call.of(
                        Syscall.PRCTL,
                        Arg.flag(PR_SET_DUMPABLE, Family.PRCTL),
                        Arg.num(1),
                        zero,
                        zero,
                        zero));
    }

    private static final int USER = 20;
    private static final int MOUNTS = 21;

    /** Namespaces of a process of ours, open for others that go into them. */
    record Open(Map<Integer, Fd> fds) implements AutoCloseable {
        static Open of(int pid) {
            Map<Integer, Fd> fds = new HashMap<>();
            fds.put(MOUNTS, Fd.open("/proc/" + pid + "/ns/mnt", O_RDONLY, 0));
            if (!areRoot()) fds.put(USER, Fd.open("/proc/" + pid + "/ns/user", O_RDONLY, 0));
            return new Open(fds);
        }

        @Override
        public void close() {
            fds.values().forEach(Fd::close);
        }
    }

    /** Steps into the mounts of a process that was launched {@link #apart}. */
    static List<Step> goIn() {
        List<Step> steps = new ArrayList<>();
        if (!areRoot()) steps.add(Steps.setns(USER, CLONE_NEWUSER));
        steps.add(Steps.setns(MOUNTS, CLONE_NEWNS));
        return steps;
    }

    /** Leaves no capability, and the ids as they are. */
    static Step weaken() {
        return Step.call(
                "give up all capabilities",
                Call.of(
                        Syscall.CAPSET,
                        new Arg.Bytes(CAPSET_HEADER, "{_LINUX_CAPABILITY_VERSION_3, 0}"),
                        new Arg.Bytes(NO_CAPABILITIES, "none")));
    }
}

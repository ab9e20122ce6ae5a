package slipway.plan.launch;

import java.util.LinkedHashMap;
import java.util.Map;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.program.Fork;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/** Processes in each other's company: joined, or kept. */
final class Companies {
    /** The files of /proc/PID/ns, in the order in which they are joined. */
    static final Map<String, Long> NAMESPACES = new LinkedHashMap<>();

    static {
        NAMESPACES.put("user", Constants.CLONE_NEWUSER);
        NAMESPACES.put("mnt", Constants.CLONE_NEWNS);
        NAMESPACES.put("uts", Constants.CLONE_NEWUTS);
        NAMESPACES.put("ipc", Constants.CLONE_NEWIPC);
        NAMESPACES.put("net", Constants.CLONE_NEWNET);
        NAMESPACES.put("cgroup", Constants.CLONE_NEWCGROUP);
        NAMESPACES.put("time", Constants.CLONE_NEWTIME);
        NAMESPACES.put("pid", Constants.CLONE_NEWPID);
    }

    private static final int FIRST = 3;

    private Companies() {}

    /** A process in new namespaces of all kinds, that stays. */
    static Child world(Launcher launcher) {
        long late = Constants.CLONE_NEWCGROUP | Constants.CLONE_NEWTIME;
        Plan inside =
                Plan.of(Launches.call(Syscall.UNSHARE, Arg.flag(late, Family.CLONE)))
                        // The kernel puts a process into its new time namespace at an exec.
                        .then(Launches.exec("sleep", "1000"));
        Launch launch =
                Launches.inUserNamespace(Launch.of(inside).withNamespaces(Launches.ALL_NAMESPACES));
        return launcher.start(launch.withFds(Map.of()));
    }

    /** Our descriptors of the namespaces of a process, under the numbers that {@link #join} has. */
    static Map<Integer, Fd> namespacesOf(long pid) {
        Map<Integer, Fd> fds = new LinkedHashMap<>();
        int number = FIRST;
        for (String name : NAMESPACES.keySet()) {
            fds.put(number++, Fd.open("/proc/" + pid + "/ns/" + name, Constants.O_RDONLY, 0));
        }
        return fds;
    }

    /** Joins all of them, and becomes root there. */
    static Plan join() {
        Plan plan = Plan.NOTHING;
        int number = FIRST;
        for (Map.Entry<String, Long> each : NAMESPACES.entrySet()) {
            Call setns =
                    Call.of(
                            Syscall.SETNS,
                            Arg.num(number),
                            Arg.flag(each.getValue(), Family.CLONE));
            Call close = Call.of(Syscall.CLOSE, Arg.num(number++));
            plan =
                    plan.then(
                            Plan.of(
                                    Step.call("join the " + each.getKey() + " namespace", setns),
                                    Step.call("close its " + each.getKey(), close)));
        }
        Arg zero = Arg.num(0);
        return plan.then(
                Plan.of(
                        Launches.call(Syscall.SETRESGID, zero, zero, zero),
                        Launches.call(Syscall.SETRESUID, zero, zero, zero)));
    }

    /** Writes what waitid says of the kept process to descriptor {@code to}, and ends. */
    static KeeperBody tellingItsEnd(int to) {
        return (out, kept) -> {
            Word info = out.room(128).word(0);
            Call wait =
                    Call.of(
                            Syscall.WAITID,
                            Arg.num(Constants.P_PIDFD),
                            Arg.NULL,
                            Arg.NULL,
                            Arg.num(Constants.WEXITED),
                            Arg.NULL);
            Rec.Label again = new Rec.Label();
            Rec.Label refused = new Rec.Label();
            Rec waiting = out.prepared(Step.call("wait for its end", wait), wait, null, refused);
            out.copy(out.argumentOf(waiting, 1), kept.pidFd(), 8);
            out.point(waiting, 2, info);
            Rec.Label ended = new Rec.Label();
            out.bind(again);
            out.add(waiting);
            out.jump(ended);
            out.bind(refused);
            out.jumpIfEqual(Word.ERRNO, Errno.EINTR.number(), again);
            out.jump(out.onFailure());
            out.bind(ended);
            Call write = Call.of(Syscall.WRITE, Arg.num(to), Arg.NULL, Arg.num(32));
            Rec telling =
                    out.prepared(Step.call("tell its status", write), write, null, out.onFailure());
            out.point(telling, 1, info);
            out.add(telling);
            Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(0));
            out.call(Step.call("end", exit), exit);
        };
    }

    /** One that does nothing, and for good. */
    static void sleeping(slipway.plan.program.ProgramBuilder out, Fork.Made kept) {
        Call pause = Call.of(Syscall.PPOLL, Arg.NULL, Arg.num(0), Arg.NULL, Arg.NULL, Arg.num(8));
        out.call(Step.call("keep " + kept, pause), pause);
    }

    /** A host that does nothing. */
    static final Keeping.Host IDLE =
            new Keeping.Host() {
                @Override
                public void beforeItsWorld(
                        slipway.linux.PidFd keeper, slipway.linux.PidFd container) {}

                @Override
                public void complete(slipway.linux.PidFd keeper, slipway.linux.PidFd container) {}
            };
}

package slipway.plan.probe;

import static slipway.linux.Constants.AT_EMPTY_PATH;
import static slipway.linux.Constants.MFD_CLOEXEC;
import static slipway.linux.Constants.MFD_EXEC;
import static slipway.linux.Constants.PR_SET_DUMPABLE;
import static slipway.linux.Constants.PR_SET_NO_NEW_PRIVS;
import static slipway.linux.Constants.SECCOMP_RET_ALLOW;
import static slipway.linux.Constants.SECCOMP_SET_MODE_FILTER;
import static slipway.linux.Constants.SIGCHLD;
import static slipway.linux.Constants.__WALL;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.FirstOf;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.plan.program.ElfImage;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.ProgramBuilder;

/** Making processes, holding them, and taking rights away from them. */
final class ProcessExperiments {
    private static final String TAKE_OVER = "take-over";
    private static final int HELD = 3;
    private static final int CLONE_ARGS_SIZE = 64;
    private static final int EXIT_SIGNAL_AT = 32;

    private final Self self;
    private final Fixes fixes;

    ProcessExperiments(Self self) {
        this.self = self;
        this.fixes = new Fixes(self);
    }

    List<Probe> all() {
        return List.of(
                clone3(), pidfd(), new Probe(TAKE_OVER, this::takeOver), memfdExec(), seccomp());
    }

    /** Both processes go on with the plan; the one without a child has ECHILD for its answer. */
    private Probe clone3() {
        ByteBuffer args = ByteBuffer.allocate(CLONE_ARGS_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        args.putLong(EXIT_SIGNAL_AT, SIGCHLD);
        Call clone =
                Call.of(
                        Syscall.CLONE3,
                        new Arg.Bytes(args.array(), "{exit_signal=SIGCHLD}"),
                        Arg.num(CLONE_ARGS_SIZE));
        Call wait =
                Call.of(
                        Syscall.WAIT4,
                        Arg.num(-1),
                        Arg.NULL,
                        Arg.flag(__WALL, Family.WAIT),
                        Arg.NULL);
        return probe(
                "clone3",
                "without it Slipway falls back to clone, which does all but the cgroup at once",
                errno -> fixes.other(Syscall.CLONE3, errno),
                Step.call("make a process", clone),
                Step.call("wait for it", wait).tolerating(Errno.ECHILD));
    }

    private Probe pidfd() {
        Call signal =
                Call.of(
                        Syscall.PIDFD_SEND_SIGNAL,
                        Arg.result("fd"),
                        Arg.num(0),
                        Arg.NULL,
                        Arg.num(0));
        Call open = Call.of(Syscall.PIDFD_OPEN, Arg.result("me"), Arg.num(0));
        return probe(
                "pidfd",
                "a signal reaches the container, never a process that got its number later",
                errno -> fixes.other(Syscall.PIDFD_OPEN, errno),
                Step.call("who am I", Call.of(Syscall.GETPID)).as("me"),
                Step.call("hold the process", open).as("fd"),
                Step.call("ask whether it is there", signal));
    }

    /** One process takes a descriptor from another of the same user that is not its child. */
    private ProbeResult takeOver(Launcher launcher) {
        try (Child holder = launcher.startHolder(Launch.of(Plan.of(dumpable())))) {
            Call take = Call.of(Syscall.PIDFD_GETFD, Arg.num(HELD), Arg.num(0), Arg.num(0));
            Plan inside = Plan.of(Step.call("take its descriptor", take), Attempt.end());
            return new Trial(
                            TAKE_OVER,
                            Self.plain(inside).withFds(Map.of(HELD, holder.pidFd().fd())),
                            "an engine that was restarted can take over the output of its"
                                    + " containers",
                            self.filtered(),
                            this::takeOverFix)
                    .run(launcher);
        }
    }

    private String takeOverFix(Optional<Errno> errno) {
        Optional<String> scope = Sysctl.PTRACE_SCOPE.read();
        if (scope.isPresent() && !scope.get().equals("0")) {
            return Sysctl.PTRACE_SCOPE.set("0") + " (it is " + scope.get() + ": Yama)";
        }
        return fixes.other(Syscall.PIDFD_GETFD, errno);
    }

    static Step dumpable() {
        Arg zero = Arg.num(0);
        Call call =
                Call.of(
                        Syscall.PRCTL,
                        Arg.flag(PR_SET_DUMPABLE, Family.PRCTL),
                        Arg.num(1),
                        zero,
                        zero,
                        zero);
        return Step.call("let others of the same user look at the process", call);
    }

    private Probe memfdExec() {
        ProgramBuilder program = new ProgramBuilder(Arch.current());
        new PlanCompiler(program).compile(Attempt.end());
        program.bind(program.onFailure());
        byte[] elf = new ElfImage(Arch.current()).of(program.build());
        Arg none = new Arg.Words(List.of(Arg.NULL), "[]");
        Call write =
                Call.of(
                        Syscall.WRITE,
                        Arg.result("memory"),
                        new Arg.Bytes(elf, "an ELF program"),
                        Arg.num(elf.length));
        Call exec =
                Call.of(
                        Syscall.EXECVEAT,
                        Arg.result("memory"),
                        Arg.text(""),
                        none,
                        none,
                        Arg.flag(AT_EMPTY_PATH, Family.AT));
        return probe(
                "memfd-exec",
                "programs start from sealed memory; without it from an unlinked file on a disk",
                errno ->
                        Sysctl.MEMFD_NOEXEC.is("2")
                                ? Sysctl.MEMFD_NOEXEC.set("1")
                                : fixes.other(Syscall.EXECVEAT, errno),
                new FirstOf(
                        List.of(memory(MFD_CLOEXEC | MFD_EXEC), memory(MFD_CLOEXEC)),
                        "make a file in memory"),
                Step.call("write a program to it", write),
                Step.call("run it", exec));
    }

    private static Do memory(long flags) {
        Arg mask = Arg.flag(flags, Family.MEMFD);
        Call create = Call.of(Syscall.MEMFD_CREATE, Arg.text("slipway-probe"), mask);
        return Step.call("make a file in memory", create).as("memory");
    }

    /** {@code struct sock_fprog}: a length, and one instruction, "return ALLOW". */
    private Probe seccomp() {
        ByteBuffer allow = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        allow.putInt(0x06).putInt((int) SECCOMP_RET_ALLOW);
        Arg instruction = new Arg.Bytes(allow.array(), "BPF_RET|BPF_K, SECCOMP_RET_ALLOW");
        Arg program = new Arg.Words(List.of(Arg.num(1), instruction), "{len=1, SECCOMP_RET_ALLOW}");
        Arg zero = Arg.num(0);
        Arg noNewPrivileges = Arg.flag(PR_SET_NO_NEW_PRIVS, Family.PRCTL);
        Call noMore = Call.of(Syscall.PRCTL, noNewPrivileges, Arg.num(1), zero, zero, zero);
        Arg filter = Arg.flag(SECCOMP_SET_MODE_FILTER, Family.SECCOMP_OP);
        return probe(
                "seccomp",
                "system calls that no container needs can be taken away from it",
                errno -> fixes.other(Syscall.SECCOMP, errno),
                Step.call("gain no privileges any more", noMore),
                Step.call("filter", Call.of(Syscall.SECCOMP, filter, zero, program)),
                Step.call("call something through it", Call.of(Syscall.GETPID)));
    }

    private Probe probe(
            String name, String meaning, Function<Optional<Errno>, String> fix, Step... steps) {
        Plan inside = Plan.of(steps).then(Plan.of(Attempt.end()));
        return new Probe(name, new Trial(name, Self.plain(inside), meaning, self.filtered(), fix));
    }
}

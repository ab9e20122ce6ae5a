package slipway.plan.program;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Shown;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Step;
import slipway.plan.program.Rec.Label;

/**
 * A program becomes two processes, each with its own copy of the memory, that go on at different
 * records of it. It is {@code clone3}, or {@code clone} where a seccomp filter answers ENOSYS.
 *
 * @param flags {@code CLONE_NEW*}, {@code CLONE_PARENT}, {@code CLONE_PIDFD}; never {@code
 *     CLONE_VM}, for there is one stack
 * @param exitSignal SIGCHLD; 0 with {@code CLONE_PARENT}, where clone3 wants nothing else
 */
public record Fork(long flags, int exitSignal, String why) {
    /** {@code struct clone_args}, CLONE_ARGS_SIZE_VER0. */
    private static final int ARGS_SIZE = 64;

    private static final int PIDFD = 8;
    private static final int EXIT_SIGNAL = 32;

    /**
     * What the process that goes on knows of the other.
     *
     * @param pid its number in the PID namespace of the process that forked
     * @param pidFd a descriptor for it, with {@code CLONE_PIDFD}; the new process has it not
     */
    public record Made(Word pid, Word pidFd) {}

    public Fork {
        if ((flags & Constants.CLONE_VM) != 0) throw new IllegalArgumentException("one stack");
    }

    /**
     * Writes it. The process that forks goes on behind this; failures go to {@link
     * ProgramBuilder#onFailure}.
     *
     * @param child where the new process goes on
     */
    public Made write(ProgramBuilder out, Label child) {
        Made made = new Made(out.word(0), out.word(0));
        Label refused = new Label();
        Label forked = new Label();
        Datum args = out.room(ARGS_SIZE);
        out.copy(args.word(0), out.word(flags), 8);
        if (hasPidFd()) out.point(args, PIDFD, datum(made.pidFd()));
        out.copy(args.word(EXIT_SIGNAL), out.word(exitSignal), 8);
        Do clone3 = Step.call(why, newerCall());
        Rec first = out.prepared(clone3, clone3.call(), made.pid(), refused);
        out.point(first, 0, args.word(0));
        out.add(first);
        out.jump(forked);
        out.bind(refused);
        out.jumpUnlessEqual(Word.ERRNO, Errno.ENOSYS.number(), out.onFailure());
        Do clone = Step.call(why, olderCall());
        Rec second = out.prepared(clone, clone.call(), made.pid(), out.onFailure());
        if (hasPidFd()) out.point(second, 2, made.pidFd());
        out.add(second);
        out.bind(forked);
        out.jumpIfEqual(made.pid(), 0, child);
        return made;
    }

    private boolean hasPidFd() {
        return (flags & Constants.CLONE_PIDFD) != 0;
    }

    private static Datum datum(Word word) {
        @Nullable Datum datum = word.datum();
        return Objects.requireNonNull(datum);
    }

    private Call newerCall() {
        Shown shown =
                Shown.of(
                        "{flags=",
                        Arg.flag(flags, Family.CLONE),
                        exitSignal == 0 ? "}" : ", exit_signal=SIGCHLD}");
        return Call.of(Syscall.CLONE3, new Arg.Bytes(new byte[0], shown), Arg.num(ARGS_SIZE));
    }

    private Call olderCall() {
        return Call.of(
                Syscall.CLONE,
                Arg.flag(flags | exitSignal, Family.CLONE),
                Arg.NULL,
                Arg.NULL,
                Arg.NULL,
                Arg.num(0));
    }
}

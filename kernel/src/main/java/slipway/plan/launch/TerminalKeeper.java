package slipway.plan.launch;

import java.util.Map;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.Pipe;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.linux.Termios;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.program.Datum;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/**
 * A process of a few KiB that makes a terminal again what it was, when we close this or end,
 * however we end. Its only link to us is a pipe, whose end is our end.
 *
 * <p>It has left our session: a process in the background of a session would be stopped by SIGTTOU
 * for what it does.
 */
public final class TerminalKeeper implements AutoCloseable {
    private static final int LIFELINE = 0;
    private static final int TERMINAL = 1;

    private final Child process;
    private final Fd lifeline;

    private TerminalKeeper(Child process, Fd lifeline) {
        this.process = process;
        this.lifeline = lifeline;
    }

    /**
     * From now on {@code terminal} will be made {@code saved} when we are gone.
     *
     * @param raw what it will be meanwhile
     */
    public static TerminalKeeper start(Launcher launcher, Fd terminal, Termios saved, Termios raw) {
        Pipe pipe = Pipe.open();
        try {
            Launch launch =
                    Launch.of(Plan.NOTHING)
                            .withFds(Map.of(LIFELINE, pipe.readEnd(), TERMINAL, terminal))
                            .outlivingUs();
            Child process = launcher.startProgram(launch, out -> write(out, saved, raw));
            pipe.readEnd().close();
            return new TerminalKeeper(process, pipe.writeEnd());
        } catch (RuntimeException | Error e) {
            pipe.close();
            throw e;
        }
    }

    private static void write(ProgramBuilder out, Termios saved, Termios raw) {
        PlanCompiler compiler = new PlanCompiler(out);
        compiler.compile(Apart.plan());
        Word count = out.word(0);
        Call read =
                Call.of(
                        Syscall.READ,
                        Arg.num(LIFELINE),
                        new Arg.Bytes(new byte[8], "\"\""),
                        Arg.num(1));
        Rec.Label restore = new Rec.Label();
        Rec.Label done = new Rec.Label();
        out.call(Step.call("wait for the end", read), read, count, restore);
        out.jumpIfEqual(count, 1, restore);
        unlessStill(raw, out, done);
        out.bind(restore);
        compiler.compile(
                Step.call("make the terminal what it was", saved.setCall(Arg.num(TERMINAL))));
        out.bind(done);
        compiler.compile(Step.call("end", Call.of(Syscall.EXIT_GROUP, Arg.num(0))));
    }

    /**
     * Goes to {@code otherwise} when a shell that saw us die was faster: what it has set for its
     * own next line must stay.
     */
    private static void unlessStill(Termios raw, ProgramBuilder out, Rec.Label otherwise) {
        Datum now = out.room(Termios.SIZE);
        Call get =
                Call.of(
                        Syscall.IOCTL,
                        Arg.num(TERMINAL),
                        Arg.flag(Constants.TCGETS, Family.TTY_IOCTL),
                        Arg.NULL);
        Step step = Step.call("see whether it is still as we made it", get);
        Rec record = out.prepared(step, get, null, out.onFailure());
        out.point(record, 2, now.word(0));
        out.add(record);
        out.jumpUnlessEqual(now.word(0), raw.flags(0), otherwise);
        out.jumpUnlessEqual(now.word(8), raw.flags(8), otherwise);
    }

    /**
     * Has the terminal made what it was, and waits until it is.
     *
     * @return false when that failed: the keeper was killed, or the terminal is gone
     */
    public boolean giveBack() {
        try {
            GoByte.sendTo(lifeline);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EPIPE) throw e;
        }
        lifeline.close();
        return process.await().shellCode() == 0;
    }

    /** Ends the keeper. */
    @Override
    public void close() {
        lifeline.close();
        process.await();
        process.close();
    }
}

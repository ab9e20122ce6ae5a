package slipway.plan.launch;

import java.util.Map;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Fd;
import slipway.linux.Pipe;
import slipway.linux.Syscall;
import slipway.linux.Termios;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;

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

    /** From now on {@code terminal} will be made {@code saved} when we are gone. */
    public static TerminalKeeper start(Launcher launcher, Fd terminal, Termios saved) {
        Pipe pipe = Pipe.open();
        try {
            Launch launch =
                    Launch.of(Plan.NOTHING)
                            .withFds(Map.of(LIFELINE, pipe.readEnd(), TERMINAL, terminal))
                            .outlivingUs();
            Child process = launcher.startProgram(launch, out -> write(out, saved));
            pipe.readEnd().close();
            return new TerminalKeeper(process, pipe.writeEnd());
        } catch (RuntimeException | Error e) {
            pipe.close();
            throw e;
        }
    }

    private static void write(ProgramBuilder out, Termios saved) {
        PlanCompiler compiler = new PlanCompiler(out);
        compiler.compile(Apart.plan());
        Call read =
                Call.of(
                        Syscall.READ,
                        Arg.num(LIFELINE),
                        new Arg.Bytes(new byte[8], "\"\""),
                        Arg.num(1));
        Rec.Label ended = new Rec.Label();
        out.call(Step.call("wait for the end", read), read, null, ended);
        out.bind(ended);
        compiler.compile(
                Step.call("make the terminal what it was", saved.setCall(Arg.num(TERMINAL))));
        compiler.compile(Step.call("end", Call.of(Syscall.EXIT_GROUP, Arg.num(0))));
    }

    /**
     * Has the terminal made what it was, and waits until it is.
     *
     * @return false when that failed: the keeper was killed, or the terminal is gone
     */
    public boolean giveBack() {
        lifeline.close();
        return process.await().shellCode() == 0;
    }

    /** Like {@link #giveBack}. */
    @Override
    public void close() {
        giveBack();
        process.close();
    }
}

package slipway.plan.launch;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.PidFd;
import slipway.linux.Pipe;
import slipway.linux.SyscallException;
import slipway.plan.StepFailed;
import slipway.plan.program.Program;

/** The talk with a child that has not become its program yet. */
final class Starting {
    private final Program entry;
    private final Program main;
    private final Pipe go;
    private final Pipe report;
    private @Nullable PidFd process;

    Starting(Program entry, Program main, Pipe go, Pipe report) {
        this.entry = entry;
        this.main = main;
        this.go = go;
        this.report = report;
    }

    PidFd begin(CloneMemory memory) {
        PidFd child = memory.cloneChild();
        process = child;
        go.readEnd().close();
        report.writeEnd().close();
        return child;
    }

    void go() {
        try {
            GoByte.sendTo(go.writeEnd());
        } catch (SyscallException e) {
            // It has failed already, and the reason is in the other pipe.
            if (e.errno() != Errno.EPIPE) throw e;
        }
    }

    /** Until it runs in its own memory, and waits. */
    void awaitReady() {
        Optional<Report> message = Report.read(report.readEnd());
        if (message.isEmpty()) throw new EndedEarly("while it was being prepared");
        if (message.get().isFailure()) throw message.get().toException(entry, main);
    }

    /** Until it is the user's program. */
    void awaitExec() {
        Optional<Report> message = Report.read(report.readEnd());
        if (message.isPresent()) throw message.get().toException(entry, main);
    }

    /**
     * Ends the child and waits until it is gone, so that the memory it runs in may be freed.
     *
     * @return what to throw: the child's own word when it has said one, else the cause
     */
    RuntimeException endAfter(Throwable cause) {
        PidFd child = process;
        if (child == null) throw new IllegalStateException("there is no child yet", cause);
        try (child) {
            child.signal(Constants.SIGKILL);
            child.reap();
        }
        Optional<Report> message = Report.read(report.readEnd());
        if (message.isPresent() && message.get().isFailure()) {
            StepFailed told = message.get().toException(entry, main);
            told.addSuppressed(cause);
            return told;
        }
        if (cause instanceof RuntimeException exception) return exception;
        throw new IllegalStateException("the launch was broken off", cause);
    }
}

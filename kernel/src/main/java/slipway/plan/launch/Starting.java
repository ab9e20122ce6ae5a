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

    /**
     * Until it has made another process. The pipe alone does not end with it: one that it has made,
     * and was killed before it could tell, waits for us with the pipe open.
     */
    PidFd awaitFork(PidFd process) {
        boolean told = process.awaitEndOr(report.readEnd());
        Optional<Report> message = told ? Report.read(report.readEnd()) : Optional.empty();
        if (message.isEmpty()) throw new EndedEarly("before it could make another");
        if (!message.get().isFork()) throw message.get().toException(entry, main);
        try {
            return PidFd.open((int) message.get().failed());
        } catch (SyscallException e) {
            if (e.errno() != Errno.ESRCH) throw e;
            throw new EndedEarly("before we had a hold on it"); // its keeper could not go on
        }
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
        return toldOr(cause);
    }

    /** What to throw when all who might still say something have ended. */
    RuntimeException toldOr(Throwable cause) {
        // One that nobody has heard of may wait for it, and have the other end of what we read.
        go.writeEnd().close();
        while (true) {
            Optional<Report> message = Report.read(report.readEnd());
            if (message.isEmpty()) break;
            if (!message.get().isFailure()) continue;
            StepFailed told = message.get().toException(entry, main);
            told.addSuppressed(cause);
            return told;
        }
        if (cause instanceof RuntimeException exception) return exception;
        throw new IllegalStateException("the launch was broken off", cause);
    }
}

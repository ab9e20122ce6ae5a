package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.engine.EngineProblem;
import slipway.engine.KeptContainer;
import slipway.engine.KeptEnd;
import slipway.engine.KeptStatus;

/** Whether more output of a container may come, and what to do when nobody reads it. */
final class KeptOutput {
    /** What a shell says of a program that SIGPIPE ended. */
    private static final int UNREAD = 141;

    private KeptOutput() {}

    /** As long as it runs, and while it is about to be started again. */
    static boolean mayGrow(KeptContainer container) {
        KeptStatus status = status(container);
        return status == KeptStatus.RUNNING || status == KeptStatus.RESTARTING;
    }

    private static KeptStatus status(KeptContainer container) {
        try {
            return container.status(container.config(), container.run());
        } catch (EngineProblem e) {
            if (!e.isMissing()) throw e;
            return KeptStatus.EXITED; // it was to be removed at its end
        }
    }

    /**
     * The end of one run. What is written down about it may be removed soon after; so it is kept
     * here when it is seen.
     */
    static final class Run {
        private final KeptContainer container;
        private @Nullable KeptEnd end;

        Run(KeptContainer container) {
            this.container = container;
        }

        /** Whether all that it wrote is in its log. */
        boolean isOver() {
            look();
            if (end != null) return true;
            if (KeptOutput.status(container) == KeptStatus.RUNNING) return false;
            // It may have been written down between the two looks.
            look();
            return true;
        }

        private void look() {
            Optional<KeptEnd> now = container.end();
            if (now.isPresent()) end = now.get();
        }

        /** As a shell has it. */
        int status() {
            KeptEnd known = end;
            return known == null ? KeptEnd.UNKNOWN : known.status().shellCode();
        }
    }

    /** Nothing to complain about, if the reader has gone. */
    static int unread(IOException failure) {
        String why = String.valueOf(failure.getMessage());
        if (why.contains("Broken pipe")) return UNREAD;
        throw new UncheckedIOException("showing a log: " + why, failure);
    }
}

package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.engine.EngineProblem;
import slipway.engine.KeptContainer;
import slipway.engine.KeptEnd;
import slipway.engine.KeptStatus;
import slipway.linux.Fd;

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
     * The end of one run. The container may be removed as soon as it has ended; where its status is
     * written down is opened before, and can be read all the same.
     */
    static final class Run implements AutoCloseable {
        private final KeptContainer container;
        private Optional<Fd> written = Optional.empty();
        private @Nullable KeptEnd end;

        Run(KeptContainer container) {
            this.container = container;
        }

        /** When it runs; whoever starts it has the lock, so that it cannot be removed meanwhile. */
        void begin() {
            close();
            written = container.openEnd();
        }

        /** Whether all that it wrote is in its log. */
        boolean isOver() {
            look();
            if (end != null) return true;
            if (KeptOutput.status(container) == KeptStatus.RUNNING) return false;
            // It may have been written down between the two looks.
            look();
            if (end == null && written.isPresent()) end = KeptEnd.read(written.get()).orElse(null);
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

        @Override
        public void close() {
            if (written.isPresent()) written.get().close();
            written = Optional.empty();
        }
    }

    /** Says what is missing in a log. */
    static void tellLost(KeptContainer container, String name) {
        Optional<String> lost = container.lost().print(name);
        if (lost.isPresent()) System.err.println("slipway: " + lost.get());
    }

    /** Nothing to complain about, if the reader has gone. */
    static int unread(IOException failure) {
        String why = String.valueOf(failure.getMessage());
        if (why.contains("Broken pipe")) return UNREAD;
        throw new UncheckedIOException("showing a log: " + why, failure);
    }
}

package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.engine.EngineProblem;
import slipway.engine.KeptConfig;
import slipway.engine.KeptContainer;
import slipway.engine.KeptRun;

/**
 * A look at many containers, by two threads: half a millisecond for each of 500 is long to wait
 * for, and a JVM that has just started is slow at reading.
 */
final class PsLook implements Runnable {
    private static final int WORTH_A_THREAD = 32;

    private final List<KeptContainer> containers;
    private final List<PsCommand.Row> rows = new ArrayList<>();
    private @Nullable RuntimeException problem;

    private PsLook(List<KeptContainer> containers) {
        this.containers = containers;
    }

    /** What is found, in the order of the containers; less those that are being removed. */
    static List<PsCommand.Row> at(List<KeptContainer> containers) {
        int half = containers.size() < WORTH_A_THREAD ? 0 : containers.size() / 2;
        PsLook first = new PsLook(containers.subList(0, half));
        PsLook second = new PsLook(containers.subList(half, containers.size()));
        Thread other = new Thread(first, "ps");
        if (half > 0) other.start();
        second.run();
        try {
            if (half > 0) other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        first.complain();
        second.complain();
        first.rows.addAll(second.rows);
        return first.rows;
    }

    private void complain() {
        if (problem != null) throw problem;
    }

    @Override
    public void run() {
        try {
            for (KeptContainer each : containers) look(each);
        } catch (RuntimeException e) {
            problem = e;
        }
    }

    private void look(KeptContainer container) {
        try {
            KeptConfig config = container.config();
            KeptRun run = container.run();
            rows.add(new PsCommand.Row(container, config, run, container.status(config, run)));
        } catch (EngineProblem e) {
            if (!e.isMissing()) throw e; // it has just been removed
        }
    }
}

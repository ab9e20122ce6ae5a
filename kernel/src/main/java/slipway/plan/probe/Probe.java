package slipway.plan.probe;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import slipway.plan.launch.Launcher;

/** A question to this machine, answered by trying. */
public final class Probe {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Experiment experiment;

    Probe(String name, Experiment experiment) {
        this.name = name;
        this.experiment = experiment;
    }

    public String name() {
        return name;
    }

    /**
     * Makes the calls, in processes that are gone when this returns.
     *
     * @throws IllegalStateException if the thread is interrupted meanwhile
     */
    public ProbeResult run() {
        try (Launcher launcher = new Launcher()) {
            FutureTask<ProbeResult> task = new FutureTask<>(() -> experiment.run(launcher));
            Thread thread = new Thread(task, "probe " + name);
            thread.setDaemon(true);
            thread.start();
            return await(task);
        }
    }

    /** A child that hangs is killed by the launcher's end, and its thread then comes back too. */
    private ProbeResult await(FutureTask<ProbeResult> task) {
        try {
            return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new ProbeResult(
                    name,
                    Outcome.REFUSED,
                    "wait " + PATIENCE.toSeconds() + " seconds",
                    "no answer",
                    "a system call of this probe hangs, so a container would hang there as well",
                    "dmesg, which says why if the kernel knows");
        } catch (ExecutionException e) {
            throw new IllegalStateException("probe " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("probe " + name + " was interrupted", e);
        }
    }
}

package slipway.lessons.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import slipway.linux.SyscallException;
import slipway.plan.StepFailed;

/** A claim, and the experiment that shows whether it is true. An effect. */
public final class Probe {
    private final String id;
    private final String claim;
    private final Experiment experiment;

    Probe(String id, String claim, Experiment experiment) {
        this.id = id;
        this.claim = claim;
        this.experiment = experiment;
    }

    /** G and a number for the ground, F for the kernel, J for the JVM. */
    public String id() {
        return id;
    }

    public String claim() {
        return claim;
    }

    /** Does the experiment, in processes and folders that are gone when this returns. */
    public Observation run() {
        try (Lab lab = Lab.open()) {
            Seen seen = experiment.run(lab);
            Result result = seen.holds() ? Result.HOLDS : Result.DOES_NOT_HOLD;
            return new Observation(id, claim, result, lab.shortened(seen.lines()));
        } catch (CannotTell | StepFailed | SyscallException e) {
            // The two of the kernel come from a launch that was refused: what an experiment wants
            // to see refused is no step that must succeed.
            return cannot(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return cannot("it was interrupted");
        } catch (IOException | UncheckedIOException e) {
            return cannot("a file of the experiment could not be used: " + e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("probe " + id, e);
        }
    }

    private Observation cannot(String why) {
        return new Observation(id, claim, Result.CANNOT_JUDGE, List.of(why));
    }
}

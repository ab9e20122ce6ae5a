package slipway.lessons;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Has all versions of exercises judged, two at a time. An effect. */
final class Trials implements AutoCloseable {
    private static final int AT_ONCE = 2;
    private static final int TIMES = 2;

    private final Course course;
    private final Judge judge;
    private final ExecutorService judges;

    Trials(Course course, Judge judge) {
        this.course = course;
        this.judge = judge;
        this.judges =
                Executors.newFixedThreadPool(
                        AT_ONCE,
                        work -> {
                            Thread thread = new Thread(work, "judge");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** What will be found in the versions of one exercise. */
    record Trial(
            Future<Verdict> stub,
            List<Future<Verdict>> solutions,
            Map<SourceCut.Mutant, Future<Verdict>> mutants) {}

    Trial begin(Exercise exercise) {
        SourceCut code = exercise.code();
        Future<Verdict> stub = judge(exercise, code.stub());
        List<Future<Verdict>> solutions = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) solutions.add(judge(exercise, code.solution()));
        return new Trial(stub, solutions, mistakes(exercise, ""));
    }

    /**
     * The solutions with a mistake.
     *
     * @param check that has to find it; empty for any
     */
    Map<SourceCut.Mutant, Future<Verdict>> mistakes(Exercise exercise, String check) {
        Map<SourceCut.Mutant, Future<Verdict>> mutants = new LinkedHashMap<>();
        for (SourceCut.Mutant mutant : exercise.code().mutants()) {
            if (!check.isEmpty() && !check.equals(mutant.check())) continue;
            mutants.put(mutant, judge(exercise, exercise.code().mutant(mutant)));
        }
        return mutants;
    }

    private Future<Verdict> judge(Exercise exercise, String source) {
        return judges.submit(() -> judge.judge(exercise, source, course.solutionsBefore(exercise)));
    }

    static Verdict result(Future<Verdict> verdict) throws IOException {
        try {
            return verdict.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() {
        judges.shutdownNow();
    }
}

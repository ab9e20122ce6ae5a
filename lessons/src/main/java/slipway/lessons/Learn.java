package slipway.lessons;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import slipway.lessons.probe.ProbeCommand;

/** {@code slipway learn …}. The command line finds it by name and depends on nothing else here. */
public final class Learn {
    private static final String USAGE =
            """
            Usage: ./slipway learn [COMMAND]

              (none)          begin or go on: checks your file whenever you save it
              list            the exercises, and which you have passed
              check [ID]      check your file once
              run [ID]        what your class is asked and what it answers, once
              hint [ID]       the next of three hints
              predict [ID [N] [ANSWER]]  answer before you look, then see what happens here;
                              without ANSWER, the question; N if there are several
              reset [ID]      begin an exercise again; what you wrote is kept beside it
              diff [ID]       what you have changed
              attack          what gets out of your jails of 1.2 and 1.6, tried just now
              solution [ID]   one right answer, once you have your own
              progress        what you have done, and which beliefs were shaken
              export [--csv|--json] [FOLDER…]   facts for a teacher, of one or many
              probe [--all|ID…] [--json]  what the course claims, and what is seen here of it
              author verify   judge the exercises themselves

            Your work is in slipway-lessons in your home folder, or in $SLIPWAY_LESSONS.
            """;

    private final Course course = Course.INSTANCE;
    private final Screen screen = new Screen(course);
    private final Workshop workshop;
    private final PrintStream out;

    Learn(Workshop workshop, PrintStream out) {
        this.workshop = workshop;
        this.out = out;
    }

    /**
     * Does what the words after {@code learn} say.
     *
     * @return the exit status: 1 when something is not yet right
     * @throws LearnError for what cannot be done
     */
    public static int run(String[] words) {
        List<String> rest = Arrays.asList(words);
        try {
            if (rest.contains("--help") || rest.contains("help")) {
                System.out.print(USAGE);
                return 0;
            }
            if (!rest.isEmpty() && rest.get(0).equals("export")) {
                return Export.run(rest.subList(1, rest.size()), System.out);
            }
            if (!rest.isEmpty() && rest.get(0).equals("probe")) {
                return ProbeCommand.run(rest.subList(1, rest.size()), System.out);
            }
            if (rest.equals(List.of("author", "verify"))) return Gate.run(System.out);
            return new Learn(Workshop.open(), System.out).command(rest);
        } catch (IOException e) {
            throw new UncheckedIOException("your folder of lessons: " + e.getMessage(), e);
        }
    }

    int command(List<String> words) throws IOException {
        if (words.isEmpty()) return new Watch(this, workshop, out).run(System.in);
        String name = words.get(0);
        Exercise exercise = words.size() > 1 ? course.exercise(words.get(1)) : current();
        switch (name) {
            case "list" -> list();
            case "check" -> {
                workshop.begin(exercise);
                return check(exercise) == Outcome.NOT_YET ? 1 : 0;
            }
            case "run" -> {
                workshop.begin(exercise);
                run(exercise);
            }
            case "hint" -> hint(exercise);
            case "predict" -> {
                String answer = String.join(" ", words.stream().skip(2).toList());
                predict(exercise, answer, false);
            }
            case "reset" -> reset(exercise);
            case "diff" -> workshop.diff(exercise).forEach(out::println);
            case "attack" -> attack();
            case "solution" -> solution(exercise);
            case "progress" -> {
                Export.table(List.of(workshop.folder()), out);
                out.print(Calibration.of(workshop.progress(), course).byPart());
            }
            default ->
                    throw new LearnError("learn has no '" + name + "'", "./slipway learn --help");
        }
        return 0;
    }

    /** The first that is not done; when all have been, the last. */
    Exercise current() throws IOException {
        Progress progress = workshop.progress();
        for (Exercise exercise : course.exercises()) {
            if (!progress.isDone(exercise)) return exercise;
        }
        return course.exercises().get(course.exercises().size() - 1);
    }

    Screen screen() {
        return screen;
    }

    void list() throws IOException {
        for (Exercise exercise : course.exercises()) {
            boolean passed = workshop.progress().hasPassed(exercise);
            boolean begun = Files.exists(workshop.file(exercise));
            boolean unknown = workshop.progress().isDone(exercise);
            String state = passed ? "passed" : unknown ? "unknown" : begun ? "begun" : "";
            out.println(
                    String.format(
                            "  %-8s%s  %s (%s, %d minutes)",
                            state,
                            exercise.id(),
                            exercise.title(),
                            exercise.level(),
                            exercise.minutes()));
        }
    }

    Outcome check(Exercise exercise) throws IOException {
        Map<Exercise, String> earlier = workshop.written(course.needed(exercise));
        Verdict verdict = new Judge(workshop.room()).judge(exercise, source(exercise), earlier);
        String belief =
                verdict.firstNotYet()
                        .filter(finding -> !finding.observed().startsWith(Bench.NOT_WRITTEN))
                        .map(finding -> finding.meaning(exercise.check(finding.check())).belief())
                        .orElse("");
        workshop.progress().add(exercise, "checked", verdict.outcome().toString(), belief);
        out.print(screen.verdict(exercise, verdict));
        if (!verdict.printed().isBlank()) {
            out.println("Your code printed:\n" + verdict.printed().strip());
        }
        return verdict.outcome();
    }

    /** What the learner's class is asked, what it answers, and what it prints. */
    void run(Exercise exercise) throws IOException {
        Map<Exercise, String> earlier = workshop.written(course.needed(exercise));
        Verdict verdict = new Judge(workshop.room()).tell(exercise, source(exercise), earlier);
        if (!verdict.errors().isEmpty()) out.print(screen.verdict(exercise, verdict));
        else if (verdict.printed().isBlank()) out.println(screen.silence(verdict));
        else out.println(verdict.printed().stripTrailing());
    }

    private String source(Exercise exercise) throws IOException {
        return workshop.source(exercise)
                .orElseThrow(
                        () ->
                                new LearnError(
                                        workshop.file(exercise) + " is not there",
                                        "./slipway learn reset " + exercise.id()));
    }

    void hint(Exercise exercise) throws IOException {
        Progress progress = workshop.progress();
        int given = progress.count(exercise, "hint");
        int level = Math.min(given, exercise.hints().size() - 1);
        progress.add(exercise, "hint", Integer.toString(level + 1), "");
        out.println("Hint " + (level + 1) + " of " + exercise.hints().size() + ":");
        out.println(exercise.hints().get(level));
        if (given > level) {
            out.println(
                    "\nThat was the last hint. Read what the failing check names after \"read\",");
            out.println(
                    "and the section of the book in which exercise " + exercise.id() + " stands.");
        }
    }

    /**
     * @param words which prediction, by its number, and the answer; each may be missing
     */
    void predict(Exercise exercise, String words, boolean inLoop) throws IOException {
        new Predictions(course, screen, workshop.progress(), out).predict(exercise, words, inLoop);
    }

    void attack() throws IOException {
        new RaidCommand(course, workshop, out).run();
    }

    void reset(Exercise exercise) throws IOException {
        Path kept = workshop.reset(exercise);
        workshop.progress().add(exercise, "reset", "", "");
        out.println("Begun again. What you wrote is in " + kept);
    }

    private void solution(Exercise exercise) throws IOException {
        if (!workshop.progress().hasPassed(exercise)) {
            throw new LearnError(
                    "the solution of " + exercise.id() + " is shown once you have passed",
                    "./slipway learn hint " + exercise.id());
        }
        workshop.progress().add(exercise, "solution", "", "");
        out.print(exercise.code().solution());
        out.println(exercise.text("after"));
    }
}

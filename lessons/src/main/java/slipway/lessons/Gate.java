package slipway.lessons;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges the exercises: what they say of themselves, and what their checks find in their stub,
 * their solution and each of their mistakes. An effect.
 */
final class Gate {
    private static final int LEAST_MUTANTS = 4;
    private static final int LEAST_WRONG_ANSWERS = 2;
    private static final int HINTS = 3;

    /** Of the 24 of a terminal the loop needs a few for itself. */
    private static final int ROWS = 20;

    private static final int COLUMNS = 80;

    /** Shorter lines are in every program. */
    private static final int SECRET_LENGTH = 12;

    private final Course course;
    private final Judge judge;
    private final List<String> complaints = new ArrayList<>();
    private final Map<String, List<String>> coverage = new TreeMap<>();

    Gate(Course course, Judge judge) {
        this.course = course;
        this.judge = judge;
    }

    static int run(PrintStream out) throws IOException {
        Path room = Files.createTempDirectory("slipway-gate");
        try {
            Gate gate = new Gate(Course.INSTANCE, new Judge(room));
            List<String> complaints = gate.verify();
            out.print(gate.matrix());
            complaints.forEach(out::println);
            out.println(complaints.isEmpty() ? "the gate is green" : "the gate is red");
            return complaints.isEmpty() ? 0 : 1;
        } finally {
            Rooms.remove(room);
        }
    }

    /** What is wrong with the course; empty when nothing is. */
    List<String> verify() throws IOException {
        words();
        for (Exercise exercise : course.exercises()) runs(exercise);
        return List.copyOf(complaints);
    }

    /** Belief, exercise, and the mistakes in which it was found, a line each. */
    String matrix() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, List<String>> row : coverage.entrySet()) {
            text.append(row.getKey()).append("  ").append(String.join("  ", row.getValue()));
            text.append("   ").append(course.belief(row.getKey())).append('\n');
        }
        return text.toString();
    }

    /** All that can be seen without running anything. */
    List<String> words() {
        Set<String> before = new HashSet<>();
        Set<String> taught = new HashSet<>();
        for (Exercise exercise : course.exercises()) {
            for (String need : exercise.needs()) {
                // Needed exercises come earlier, so there is no cycle.
                expect(before.contains(need), exercise, "needs " + need + ", which is not before");
            }
            for (String idea : exercise.uses()) {
                expect(taught.contains(idea), exercise, "uses '" + idea + "' before it is taught");
            }
            before.add(exercise.id());
            taught.addAll(exercise.teaches());
            texts(exercise);
            hints(exercise);
        }
        return List.copyOf(complaints);
    }

    private void texts(Exercise exercise) {
        for (String section : List.of("goal", "objectives", "out of scope", "after")) {
            expect(!exercise.text(section).isBlank(), exercise, "has no section " + section);
        }
        expect(exercise.minutes() > 0, exercise, "takes no time");
        int mutants = exercise.code().mutants().size();
        expect(mutants >= LEAST_MUTANTS, exercise, "has only " + mutants + " mutants");
        for (Exercise.CheckSpec check : exercise.checks()) {
            boolean whole =
                    !check.says().isBlank() && !check.means().isBlank() && !check.read().isBlank();
            expect(whole, exercise, "check " + check.name() + ": says, means or read is missing");
            expect(
                    !course.belief(check.belief()).isEmpty(),
                    exercise,
                    "check " + check.name() + ": no belief " + check.belief());
        }
        expect(!exercise.predictions().isEmpty(), exercise, "asks for no prediction");
        for (Exercise.Prediction prediction : exercise.predictions()) {
            int wrong = 0;
            for (Exercise.Answer answer : prediction.answers()) {
                if (answer.isRight()) continue;
                wrong++;
                boolean known = !course.belief(answer.belief()).isEmpty();
                expect(known, exercise, "answer " + answer.key() + " has no belief");
            }
            expect(wrong >= LEAST_WRONG_ANSWERS, exercise, "has only " + wrong + " wrong answers");
            expect(prediction.answers().size() == wrong + 1, exercise, "needs one right answer");
        }
    }

    private void hints(Exercise exercise) {
        expect(exercise.hints().size() == HINTS, exercise, "does not have three hints");
        for (String hint : exercise.hints()) {
            expect(!hint.isBlank(), exercise, "has an empty hint");
            for (String secret : exercise.code().secrets()) {
                boolean told = secret.length() >= SECRET_LENGTH && hint.contains(secret);
                expect(!told, exercise, "a hint gives away: " + secret);
            }
        }
    }

    void runs(Exercise exercise) throws IOException {
        Verdict stub = judge(exercise, exercise.code().stub());
        boolean forTheRightReason =
                stub.firstNotYet()
                        .map(finding -> finding.observed().startsWith(Bench.NOT_WRITTEN))
                        .orElse(false);
        expect(forTheRightReason, exercise, "the stub does not fail for want of writing: " + stub);
        for (int time = 1; time <= 2; time++) {
            Verdict solution = judge(exercise, exercise.code().solution());
            boolean passed = solution.outcome() == Outcome.PASSED;
            expect(passed, exercise, "the solution does not pass, time " + time + ": " + solution);
            Set<String> made = new HashSet<>();
            for (Finding finding : solution.findings()) made.add(finding.check());
            for (Exercise.CheckSpec check : exercise.checks()) {
                expect(made.contains(check.name()), exercise, "nobody made " + check.name());
            }
        }
        Set<String> kills = new HashSet<>();
        for (SourceCut.Mutant mutant : exercise.code().mutants()) {
            if (kill(exercise, mutant)) kills.add(mutant.check());
        }
        for (Exercise.CheckSpec check : exercise.checks()) {
            expect(kills.contains(check.name()), exercise, check.name() + " kills no mutant");
        }
    }

    private Verdict judge(Exercise exercise, String source) throws IOException {
        return judge.judge(exercise, source, course.solutionsBefore(exercise));
    }

    /** A mutant that this machine cannot judge is no complaint; the lane that can, says so. */
    private boolean kill(Exercise exercise, SourceCut.Mutant mutant) throws IOException {
        Verdict verdict = judge(exercise, exercise.code().mutant(mutant));
        for (Finding finding : verdict.findings()) {
            boolean unknown = finding.outcome() == Outcome.CANNOT_JUDGE;
            if (unknown && finding.check().equals(mutant.check())) return true;
        }
        Optional<Finding> first = verdict.firstNotYet();
        boolean killed = first.isPresent() && first.get().check().equals(mutant.check());
        expect(killed, exercise, "mutant " + mutant.name() + " was not killed: " + verdict);
        if (!killed) return false;
        String belief = exercise.check(mutant.check()).belief();
        expect(
                belief.equals(mutant.belief()),
                exercise,
                "mutant " + mutant.name() + " shows " + belief + ", not " + mutant.belief());
        screen(exercise, mutant, verdict, first.get());
        coverage.computeIfAbsent(belief, key -> new ArrayList<>())
                .add(exercise.id() + ":" + mutant.name());
        return true;
    }

    /** A failing check is one screen: what was seen, the belief, where to read, and no trace. */
    private void screen(
            Exercise exercise, SourceCut.Mutant mutant, Verdict verdict, Finding finding) {
        String text = new Screen(course).verdict(exercise, verdict);
        String who = "mutant " + mutant.name() + ": its screen ";
        List<String> lines = text.lines().toList();
        expect(lines.size() <= ROWS, exercise, who + "has " + lines.size() + " lines");
        for (String line : lines) {
            expect(line.length() <= COLUMNS, exercise, who + "is too wide: " + line);
            expect(!line.strip().startsWith("at "), exercise, who + "shows a trace");
        }
        String words = String.join(" ", text.split("\\s+"));
        Exercise.CheckSpec check = exercise.check(finding.check());
        for (String part :
                List.of(
                        finding.observed(),
                        check.means(),
                        check.belief(),
                        course.belief(check.belief()),
                        check.read())) {
            String plain = String.join(" ", part.split("\\s+"));
            expect(words.contains(plain), exercise, who + "does not say: " + plain);
        }
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private void expect(boolean holds, Exercise exercise, String otherwise) {
        if (!holds) complaints.add(exercise.id() + " " + otherwise);
    }
}

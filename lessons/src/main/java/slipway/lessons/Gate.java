package slipway.lessons;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import slipway.lessons.probe.Observation;
import slipway.lessons.probe.Probe;
import slipway.lessons.probe.Probes;
import slipway.lessons.probe.Result;

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
    private final Set<String> unjudged = new TreeSet<>();
    private final Set<String> reasons = new TreeSet<>();
    private final List<String> complaints = new ArrayList<>();
    private final Map<String, Observation> observed = new HashMap<>();
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
            gate.unjudged().forEach(out::println);
            complaints.forEach(out::println);
            out.println(gate.unjudged.size() + " checks cannot be judged here");
            out.println(complaints.isEmpty() ? "the gate is green" : "the gate is red");
            return complaints.isEmpty() ? 0 : 1;
        } finally {
            Rooms.remove(room);
        }
    }

    /** What is wrong with the course; empty when nothing is. */
    List<String> verify() throws IOException {
        words();
        for (Exercise exercise : course.exercises()) observations(exercise);
        runs(course.exercises());
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

    /** What is marked as right is what the kernel does here. */
    void observations(Exercise exercise) {
        for (Exercise.Prediction prediction : exercise.predictions()) {
            if (prediction.observe().isEmpty()) continue;
            Optional<Probe> probe = Probes.find(prediction.observe());
            expect(probe.isPresent(), exercise, "observes " + prediction.observe() + ", no probe");
            if (probe.isEmpty()) continue;
            Observation seen =
                    observed.computeIfAbsent(prediction.observe(), id -> probe.get().run());
            boolean otherwise = seen.result() == Result.DOES_NOT_HOLD;
            expect(!otherwise, exercise, "predicts what is not so here: " + seen.print());
            if (seen.result() == Result.CANNOT_JUDGE) {
                unjudged.add(exercise.id() + " " + seen.id() + ": " + seen.lines());
            }
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

    void runs(Exercise... exercises) throws IOException {
        runs(List.of(exercises));
    }

    private void runs(List<Exercise> exercises) throws IOException {
        try (Trials trials = new Trials(course, judge)) {
            Map<Exercise, Trials.Trial> begun = new LinkedHashMap<>();
            for (Exercise exercise : exercises) begun.put(exercise, trials.begin(exercise));
            for (Map.Entry<Exercise, Trials.Trial> each : begun.entrySet()) {
                runs(each.getKey(), each.getValue());
            }
        }
    }

    private void runs(Exercise exercise, Trials.Trial trial) throws IOException {
        stub(exercise, Trials.result(trial.stub()));
        Set<String> unknown = new TreeSet<>();
        for (Future<Verdict> solution : trial.solutions()) {
            unknown.addAll(solution(exercise, Trials.result(solution)));
        }
        for (String check : unknown) unjudged.add(exercise.id() + " " + check);
        Set<String> kills = new HashSet<>();
        for (Map.Entry<SourceCut.Mutant, Future<Verdict>> each : trial.mutants().entrySet()) {
            SourceCut.Mutant mutant = each.getKey();
            Verdict verdict = Trials.result(each.getValue());
            if (unknown.contains(mutant.check()) || kill(exercise, mutant, verdict)) {
                kills.add(mutant.check());
            }
        }
        for (Exercise.CheckSpec check : exercise.checks()) {
            expect(kills.contains(check.name()), exercise, check.name() + " kills no mutant");
        }
    }

    /** Only the mistakes that one check has to find. */
    void kills(Exercise exercise, String check) throws IOException {
        try (Trials trials = new Trials(course, judge)) {
            for (Map.Entry<SourceCut.Mutant, Future<Verdict>> each :
                    trials.mistakes(exercise, check).entrySet()) {
                kill(exercise, each.getKey(), Trials.result(each.getValue()));
            }
        }
    }

    private void stub(Exercise exercise, Verdict stub) {
        boolean forTheRightReason =
                stub.firstNotYet()
                        .map(finding -> finding.observed().startsWith(Bench.NOT_WRITTEN))
                        .orElse(stub.outcome() == Outcome.CANNOT_JUDGE);
        expect(forTheRightReason, exercise, "the stub does not fail for want of writing: " + stub);
    }

    /**
     * A solution passes, as far as this machine can say.
     *
     * @return the checks that it cannot judge
     */
    private Set<String> solution(Exercise exercise, Verdict solution) {
        expect(
                solution.outcome() != Outcome.NOT_YET,
                exercise,
                "the solution does not pass: " + solution);
        Set<String> made = new HashSet<>();
        Set<String> unknown = new TreeSet<>();
        for (Finding finding : solution.findings()) {
            made.add(finding.check());
            if (finding.outcome() == Outcome.PASSED) continue;
            // One that waits for another is as unknown as that one.
            unknown.add(finding.check());
            unknownBecause(exercise, finding);
        }
        for (Exercise.CheckSpec check : exercise.checks()) {
            expect(made.contains(check.name()), exercise, "nobody made " + check.name());
        }
        return unknown;
    }

    private void unknownBecause(Exercise exercise, Finding finding) {
        if (finding.outcome() == Outcome.CANNOT_JUDGE) {
            reasons.add(exercise.id() + " " + finding.check() + ": " + finding.observed());
        }
    }

    private boolean kill(Exercise exercise, SourceCut.Mutant mutant, Verdict verdict) {
        Optional<Finding> first = verdict.firstNotYet();
        boolean killed = first.isPresent() && first.get().check().equals(mutant.check());
        expect(killed, exercise, "mutant " + mutant.name() + " was not killed: " + verdict);
        if (!killed) return false;
        String belief = first.get().meaning(exercise.check(mutant.check())).belief();
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
        Meaning meaning = finding.meaning(check);
        for (String part :
                List.of(
                        finding.observed(),
                        meaning.means(),
                        meaning.belief(),
                        course.belief(meaning.belief()),
                        check.read())) {
            String plain = String.join(" ", part.split("\\s+"));
            expect(words.contains(plain), exercise, who + "does not say: " + plain);
        }
    }

    /** Checks on which this machine has nothing to say, and why. */
    List<String> unjudged() {
        List<String> all = new ArrayList<>();
        for (String check : unjudged) all.add("cannot judge here: " + check);
        for (String reason : reasons) all.add("  because " + reason);
        return all;
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private void expect(boolean holds, Exercise exercise, String otherwise) {
        if (!holds) complaints.add(exercise.id() + " " + otherwise);
    }
}

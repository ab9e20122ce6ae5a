package slipway.lessons;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What learners read, at most 80 columns wide; a failing check fits on a screen of 24 lines. */
final class Screen {
    private static final int WIDTH = 78;
    private static final int ERRORS_SHOWN = 5;

    private final Course course;

    Screen(Course course) {
        this.course = course;
    }

    /** The result of a check: how each check went, and the first that fails in full. */
    String verdict(Exercise exercise, Verdict verdict) {
        StringBuilder text = new StringBuilder();
        text.append(exercise.id()).append(' ').append(exercise.title()).append(": ");
        text.append(verdict.outcome()).append('\n');
        if (!verdict.errors().isEmpty()) return text.append(errors(verdict)).toString();
        boolean isBrief = verdict.firstNotYet().isPresent();
        text.append(isBrief ? names(verdict) : sentences(exercise, verdict));
        text.append('\n');
        Optional<Finding> first = verdict.firstNotYet();
        if (first.isPresent()) text.append(detail(exercise, first.get()));
        else if (!verdict.trouble().isEmpty()) text.append(field("seen", verdict.trouble()));
        if (verdict.outcome() == Outcome.NOT_YET) {
            text.append(field("go on", "./slipway learn hint " + exercise.id()));
        } else if (verdict.outcome() == Outcome.PASSED) {
            text.append(exercise.text("after")).append('\n');
        } else {
            text.append("Nothing here can be judged on this machine; it does not count.\n");
        }
        return text.toString();
    }

    /** A line for each outcome: the room is for the check that fails. */
    private static String names(Verdict verdict) {
        Map<Outcome, List<String>> names = new EnumMap<>(Outcome.class);
        for (Finding finding : verdict.findings()) {
            names.computeIfAbsent(finding.outcome(), key -> new ArrayList<>()).add(finding.check());
        }
        StringBuilder text = new StringBuilder();
        names.forEach((outcome, all) -> text.append(field("" + outcome, String.join(", ", all))));
        return text.toString();
    }

    /** A line for each check. */
    private static String sentences(Exercise exercise, Verdict verdict) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : verdict.findings()) {
            String says = exercise.check(finding.check()).says();
            if (finding.outcome() == Outcome.CANNOT_JUDGE) says = finding.observed();
            if (finding.outcome() == Outcome.BLOCKED) says = "waits for: " + finding.observed();
            text.append(field("" + finding.outcome(), finding.check() + ": " + says));
        }
        return text.toString();
    }

    private String detail(Exercise exercise, Finding finding) {
        Exercise.CheckSpec check = exercise.check(finding.check());
        // Who has not written anything yet has shown no belief.
        if (finding.observed().startsWith(Bench.NOT_WRITTEN)) {
            return field("to do", finding.observed());
        }
        String text =
                field("check", check.name() + ": " + check.says())
                        + field("seen", finding.observed());
        Meaning meaning = finding.meaning(check);
        if (meaning.equals(Meaning.NONE)) return text;
        text += field("means", meaning.means());
        String belief = meaning.belief();
        if (!belief.isEmpty()) {
            text += field("belief", belief + " \"" + course.belief(belief) + "\"");
        }
        return text + field("read", check.read());
    }

    private static String errors(Verdict verdict) {
        StringBuilder text = new StringBuilder("It does not compile yet:\n");
        List<String> errors = verdict.errors();
        for (int i = 0; i < Math.min(ERRORS_SHOWN, errors.size()); i++) {
            text.append(wrap(errors.get(i), 2)).append('\n');
        }
        if (errors.size() > ERRORS_SHOWN) {
            text.append("  and ").append(errors.size() - ERRORS_SHOWN).append(" more\n");
        }
        return text.toString();
    }

    /** What to do in an exercise. */
    String task(Exercise exercise, String file) {
        return exercise.id()
                + " "
                + exercise.title()
                + " ("
                + exercise.minutes()
                + " minutes)\n\n"
                + exercise.text("goal")
                + "\n\nYou will be able to\n"
                + exercise.text("objectives")
                + "\n\nNot here: "
                + exercise.text("out of scope")
                + "\n\nYour file: "
                + file
                + "\n";
    }

    /** For a class of which nothing was heard. */
    String silence(Verdict verdict) {
        return verdict.outcome() == Outcome.PASSED
                ? "Your class is called in a place where nobody can listen; c shows what was found."
                : "Your class has answered nothing yet.";
    }

    String question(Exercise.Prediction prediction) {
        StringBuilder text = new StringBuilder(prediction.question()).append('\n');
        for (Exercise.Answer answer : prediction.answers()) {
            text.append("  ").append(answer.key()).append(") ").append(answer.text()).append('\n');
        }
        return text.toString();
    }

    private static String field(String label, String value) {
        return String.format("  %-13s%s%n", label, wrap(value, 15).strip());
    }

    /** Breaks at blanks; every line but the first is indented as is the first. */
    static String wrap(String text, int indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(" ".repeat(indent));
        for (String word : text.strip().split("\\s+")) {
            if (line.length() + word.length() + 1 > WIDTH && !line.toString().isBlank()) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(indent));
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
        return String.join("\n", lines);
    }
}

package slipway.book;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.lessons.Exercise;

/**
 * {@code exercise::1.2[]}: what to do, from the one source that the checks are from. What happens
 * after a prediction is folded away on a page, and stands at the end of what is printed.
 */
final class Exercises implements BlockWord {
    private static final String PRINTED = "ifdef::backend-pdf[]";
    private static final String ON_A_PAGE = "ifndef::backend-pdf[]";
    private static final String END = "endif::[]";

    /** A line of an exercise that holds a command, and nothing else. */
    private static final Pattern TRY_IT = Pattern.compile("^Try it: (.*)$", Pattern.MULTILINE);

    private final Map<String, Exercise> exercises;
    private final Problems problems;
    private final List<String> answers = new ArrayList<>();
    private boolean areAnswersShown;

    Exercises(Map<String, Exercise> exercises, Problems problems) {
        this.exercises = Map.copyOf(exercises);
        this.problems = problems;
    }

    @Override
    public List<String> expand(Place place, String target, Options options) {
        Exercise exercise = exercises.get(target);
        if (exercise == null) {
            problems.add(
                    place,
                    "there is no exercise " + target,
                    "./slipway learn list lists those that there are");
            return List.of();
        }
        return block(exercise);
    }

    private List<String> block(Exercise exercise) {
        List<String> block = new ArrayList<>();
        block.add("");
        block.add("[#exercise-" + AsciiDoc.slug(exercise.id()) + ".exercise]");
        block.add(
                ".Exercise "
                        + exercise.id()
                        + ": "
                        + AsciiDoc.verbatim(exercise.title())
                        + " ("
                        + exercise.minutes()
                        + " minutes)");
        block.add("****");
        block.addAll(paragraphs(exercise.texts().getOrDefault("goal", "")));
        block.add("Afterwards you can:");
        block.add("");
        for (String each : items(exercise.texts().getOrDefault("objectives", ""))) {
            block.add("* " + AsciiDoc.verbatim(each));
        }
        block.add("");
        String outside = exercise.texts().getOrDefault("out of scope", "");
        if (!outside.isBlank()) {
            block.add("Not asked for: " + AsciiDoc.verbatim(joined(outside)));
            block.add("");
        }
        int number = 0;
        for (Exercise.Prediction each : exercise.predictions()) {
            block.addAll(prediction(exercise, ++number, each));
        }
        block.add("[.todo]");
        block.add(
                "Write it: `./slipway learn`, class "
                        + AsciiDoc.code(exercise.className())
                        + ". Check it: "
                        + AsciiDoc.code("./slipway learn check " + exercise.id())
                        + ".");
        block.add("****");
        block.add("");
        return block;
    }

    private List<String> prediction(Exercise exercise, int number, Exercise.Prediction prediction) {
        List<String> block = new ArrayList<>();
        block.add("[.predict%unbreakable]");
        block.add(".Say first what you expect");
        block.add("====");
        block.addAll(paragraphs(prediction.question()));
        block.addAll(List.of(PRINTED, "[horizontal]", END));
        String right = "";
        for (Exercise.Answer answer : prediction.answers()) {
            block.add(answer.key() + ":: " + AsciiDoc.verbatim(answer.text()));
            if (answer.belief().isEmpty())
                right = answer.key() + ":* " + AsciiDoc.verbatim(answer.text());
        }
        List<String> happens = new ArrayList<>(List.of("", "*Right is " + right, ""));
        happens.addAll(paragraphs(prediction.afterwards()));
        String anchor = "answer-" + AsciiDoc.slug(exercise.id()) + "-" + number;
        block.addAll(
                List.of("", PRINTED, "What happens stands in <<what-happens>>.", END, ON_A_PAGE));
        block.addAll(List.of("[%collapsible.answer]", ".What happens", "====="));
        block.addAll(happens);
        block.addAll(List.of("=====", END, "====", ""));
        answers.add("");
        answers.add("[[" + anchor + "]]*Exercise " + exercise.id() + ", question " + number + ".*");
        answers.addAll(happens);
        return block;
    }

    /** Where {@code answers::[]} stands: what happens, for readers on paper. */
    List<String> answers() {
        areAnswersShown = true;
        List<String> block =
                new ArrayList<>(List.of("", PRINTED, "[#what-happens]", "== What happens", ""));
        block.addAll(answers);
        block.addAll(List.of("", END, ""));
        return block;
    }

    /** Whether what happens after a prediction is to be found on paper too. */
    boolean areAnswersMissing() {
        return !answers.isEmpty() && !areAnswersShown;
    }

    /** Paragraphs of plain text; a line with a command, and what is indented, stay as they are. */
    private static List<String> paragraphs(String text) {
        List<String> block = new ArrayList<>();
        Matcher tryIt = TRY_IT.matcher(text);
        for (String paragraph : tryIt.replaceAll("$0\n").split("\n\\s*\n")) {
            if (paragraph.isBlank()) continue;
            Matcher command = TRY_IT.matcher(paragraph.strip());
            if (command.matches()) {
                block.addAll(List.of("Try it: " + AsciiDoc.code(command.group(1)), ""));
                continue;
            }
            if (paragraph.startsWith("  ")) {
                block.add("....");
                block.addAll(paragraph.stripIndent().lines().toList());
                block.add("....");
            } else {
                block.add(AsciiDoc.verbatim(joined(paragraph)));
            }
            block.add("");
        }
        return block;
    }

    /** Items begin with a hyphen and may go on in the next line. */
    private static List<String> items(String text) {
        List<String> items = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("- ") || items.isEmpty()) {
                items.add(line.replaceFirst("^- ", "").strip());
            } else {
                items.set(items.size() - 1, items.get(items.size() - 1) + " " + line.strip());
            }
        }
        return items;
    }

    private static String joined(String text) {
        return String.join(" ", text.lines().map(String::strip).toList());
    }
}

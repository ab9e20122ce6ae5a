package slipway.lessons;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an exercise from its source: first lines {@code key: value}, then sections that begin with
 * {@code == NAME}. A section {@code predict} has the question, an answer a line ({@code = a TEXT}
 * for the right one, {@code - b M01 TEXT} for a wrong one), perhaps {@code observe: F1}, the probe
 * that shows which is right ({@code in brief} if it shows a way that the exercise asks for), and
 * what to say afterwards; a section {@code check NAME M01} has lines {@code says:}, {@code means:},
 * {@code read:} and {@code after:}; the section {@code code} is last and is Java for {@link
 * SourceCut}.
 */
final class ExerciseReader {
    private static final String OBSERVE = "observe:";
    private static final String IN_BRIEF = " in brief";

    private final Map<String, String> head = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final List<Exercise.Prediction> predictions = new ArrayList<>();
    private final List<Exercise.CheckSpec> checks = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();
    private List<String> code = List.of();

    private ExerciseReader() {}

    /**
     * @throws IllegalArgumentException with what is missing or wrong
     */
    static Exercise read(List<String> lines) {
        ExerciseReader reader = new ExerciseReader();
        int at = 0;
        while (at < lines.size()) {
            int end = at + 1;
            boolean isCode = lines.get(at).equals("== code");
            while (end < lines.size() && (isCode || !lines.get(end).startsWith("== "))) end++;
            reader.section(lines.subList(at, end));
            at = end;
        }
        return reader.build();
    }

    private void section(List<String> lines) {
        String title = lines.get(0);
        if (!title.startsWith("== ")) {
            head.putAll(fields(lines));
            return;
        }
        List<String> body = lines.subList(1, lines.size());
        String[] words = title.substring(3).strip().split(" +");
        switch (words[0]) {
            case "check" -> checks.add(check(words, fields(body)));
            case "predict" -> predictions.add(prediction(body));
            case "hint" -> hints.add(joined(body));
            case "code" -> code = body;
            default -> texts.put(title.substring(3).strip(), joined(body));
        }
    }

    private static Exercise.CheckSpec check(String[] words, Map<String, String> fields) {
        if (words.length != 3) throw new IllegalArgumentException("== check NAME BELIEF");
        return new Exercise.CheckSpec(
                words[1],
                words[2],
                fields.getOrDefault("says", ""),
                fields.getOrDefault("means", ""),
                fields.getOrDefault("read", ""),
                fields.getOrDefault("after", ""));
    }

    private static Exercise.Prediction prediction(List<String> lines) {
        List<Exercise.Answer> answers = new ArrayList<>();
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        String observe = "";
        boolean isBrief = false;
        for (String line : lines) {
            String[] words = line.split(" ", 4);
            if (words[0].equals("=") && words.length >= 3) {
                answers.add(new Exercise.Answer(words[1], line.substring(4), ""));
            } else if (words[0].equals("-") && words.length == 4) {
                answers.add(new Exercise.Answer(words[1], words[3], words[2]));
            } else if (line.startsWith(OBSERVE)) {
                observe = line.substring(OBSERVE.length()).strip();
                isBrief = observe.endsWith(IN_BRIEF);
                if (isBrief) observe = observe.substring(0, observe.length() - IN_BRIEF.length());
            } else {
                (answers.isEmpty() ? before : after).add(line);
            }
        }
        return new Exercise.Prediction(joined(before), answers, observe, isBrief, joined(after));
    }

    /** Lines {@code key: value}; an indented line goes on with the one before. */
    private static Map<String, String> fields(List<String> lines) {
        Map<String, String> fields = new HashMap<>();
        String key = "";
        for (String line : lines) {
            if (line.isBlank()) continue;
            if (line.startsWith(" ")) {
                fields.merge(key, " " + line.strip(), String::concat);
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 0) throw new IllegalArgumentException(line + ": expected key: value");
            key = line.substring(0, colon);
            fields.put(key, line.substring(colon + 1).strip());
        }
        return fields;
    }

    private static String joined(List<String> lines) {
        return String.join("\n", lines).strip();
    }

    private Exercise build() {
        return new Exercise(
                value("exercise"),
                value("title"),
                value("level"),
                Integer.parseInt(value("minutes")),
                words("needs"),
                words("teaches"),
                words("uses"),
                value("class"),
                value("judge"),
                texts,
                predictions,
                checks,
                hints,
                new SourceCut(code));
    }

    private String value(String key) {
        String value = head.get(key);
        if (value == null) throw new IllegalArgumentException("an exercise without " + key);
        return value;
    }

    private List<String> words(String key) {
        String value = head.getOrDefault(key, "");
        return value.isBlank() ? List.of() : List.of(value.split(", *"));
    }
}

package slipway.lessons;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Facts for a teacher, of one learner's folder or of many: a row for each learner and exercise. */
final class Export {
    private static final String[] COLUMNS = {
        "learner",
        "exercise",
        "passed",
        "checks",
        "hints",
        "resets",
        "beliefs",
        "last",
        "predicted",
        "right"
    };

    private Export() {}

    static int run(List<String> words, PrintStream out) throws IOException {
        boolean json = words.contains("--json");
        List<Path> folders = new ArrayList<>();
        for (String word : words) {
            if (word.equals("--json") || word.equals("--csv")) continue;
            if (word.startsWith("-")) {
                throw new LearnError("export has no " + word, "./slipway learn --help");
            }
            if (!Files.isDirectory(Path.of(word))) {
                throw new LearnError(word + " is no folder", "./slipway learn export FOLDER…");
            }
            folders.add(Path.of(word));
        }
        if (folders.isEmpty()) folders.add(Workshop.open().folder());
        if (json) out.print(json(folders));
        else csv(folders, out);
        return 0;
    }

    static void csv(List<Path> folders, PrintStream out) throws IOException {
        out.println(String.join(",", COLUMNS));
        for (String[] row : rows(folders)) {
            List<String> quoted = new ArrayList<>();
            for (String cell : row) quoted.add("\"" + cell.replace("\"", "\"\"") + "\"");
            out.println(String.join(",", quoted));
        }
    }

    /** For people. */
    static void table(List<Path> folders, PrintStream out) throws IOException {
        for (String[] row : rows(folders)) {
            out.println(
                    String.format(
                            "  %s  passed: %-4s checks: %-4s hints: %-3s beliefs met: %s",
                            row[1], row[2], row[3], row[4], row[6].isEmpty() ? "-" : row[6]));
        }
    }

    static String json(List<Path> folders) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.beginArray();
            for (String[] row : rows(folders)) {
                json.beginObject();
                for (int i = 0; i < row.length; i++) json.name(COLUMNS[i]).value(row[i]);
                json.endObject();
            }
            json.endArray();
        }
        return text + "\n";
    }

    private static List<String[]> rows(List<Path> folders) throws IOException {
        List<String[]> rows = new ArrayList<>();
        for (Path folder : folders) {
            Progress progress = new Progress(folder.resolve("progress.jsonl"));
            Calibration predicted = Calibration.of(progress, Course.INSTANCE);
            for (Exercise exercise : Course.INSTANCE.exercises()) {
                TreeSet<String> beliefs = new TreeSet<>();
                String last = "";
                for (Progress.Event event : progress.events()) {
                    if (!event.exercise().equals(exercise.id())) continue;
                    last = event.at();
                    if (!event.belief().isEmpty()) beliefs.add(event.belief());
                }
                rows.add(
                        new String[] {
                            String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                            exercise.id(),
                            progress.hasPassed(exercise) ? "yes" : "no",
                            Integer.toString(progress.count(exercise, "checked")),
                            Integer.toString(progress.count(exercise, "hint")),
                            Integer.toString(progress.count(exercise, "reset")),
                            String.join(" ", beliefs),
                            last,
                            Integer.toString(predicted.asked(exercise.id())),
                            Integer.toString(predicted.right(exercise.id()))
                        });
            }
        }
        return rows;
    }
}

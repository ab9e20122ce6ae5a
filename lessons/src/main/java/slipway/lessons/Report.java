package slipway.lessons;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The findings on their way from the process that checks to the one that asked: a line each, and a
 * last line that says that all checks were made.
 */
final class Report {
    private static final String END = "end";

    private Report() {}

    static void append(Path file, Finding finding) throws IOException {
        String observed = finding.observed().replace('\n', ' ').replace('\t', ' ');
        line(file, finding.check() + "\t" + finding.outcome().name() + "\t" + observed);
    }

    static void end(Path file) throws IOException {
        line(file, END);
    }

    static boolean isWhole(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return !lines.isEmpty() && lines.get(lines.size() - 1).equals(END);
    }

    static List<Finding> read(Path file) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split("\t", -1);
            if (fields.length != 3) continue;
            findings.add(new Finding(fields[0], Outcome.valueOf(fields[1]), fields[2]));
        }
        return findings;
    }

    private static void line(Path file, String text) throws IOException {
        Files.writeString(file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

package slipway.lessons.shell;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** A script, cut into the pieces that JShell takes one at a time. */
final class Snippets {
    private Snippets() {}

    /**
     * @param line of the file in which it begins, from 1
     */
    record Piece(int line, String source) {}

    /**
     * @throws LessonStopped if the last piece is not complete, or one is a command of the tool
     */
    static List<Piece> of(String script, SourceCodeAnalysis analysis) {
        List<Piece> pieces = new ArrayList<>();
        String rest = script;
        int line = 1;
        while (!rest.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            String source = info.source() == null ? rest : info.source();
            String remaining = info.source() == null ? "" : info.remaining();
            String taken = rest.substring(0, rest.length() - remaining.length());
            int at = line + leadingLines(taken);
            if (!info.completeness().isComplete()
                    && info.completeness() != SourceCodeAnalysis.Completeness.EMPTY) {
                throw new LessonStopped(at, source.strip(), "this does not end");
            }
            if (!isComment(source)) pieces.add(new Piece(at, code(source)));
            line += (int) taken.chars().filter(c -> c == '\n').count();
            rest = remaining;
        }
        return pieces;
    }

    /** Lines of comment and blank ones before the code. */
    private static int leadingLines(String text) {
        int count = 0;
        for (String line : text.split("\n", -1)) {
            if (!line.isBlank() && !line.strip().startsWith("//")) return count;
            count++;
        }
        return 0;
    }

    /** Without the comment before it, which the kernel of JShell takes along. */
    private static String code(String source) {
        List<String> lines = source.lines().toList();
        return String.join("\n", lines.subList(leadingLines(source), lines.size())).strip();
    }

    private static boolean isComment(String source) {
        return source.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("//"));
    }
}

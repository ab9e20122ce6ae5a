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
     * Cuts line by line, as the tool {@code jshell} does: what is complete at the end of a line is
     * a piece, even if the next line would go on with it.
     *
     * @throws LessonStopped if the last piece is not complete
     */
    static List<Piece> of(String script, SourceCodeAnalysis analysis) {
        List<Piece> pieces = new ArrayList<>();
        String taken = "";
        int line = 0;
        int begin = 1;
        for (String each : script.lines().toList()) {
            line++;
            if (taken.isEmpty()) begin = line;
            taken += each + "\n";
            if (isComment(taken)) taken = "";
            if (taken.isEmpty() || isInTextBlock(taken)) continue;
            CompletionInfo info = analysis.analyzeCompletion(taken);
            if (!info.completeness().isComplete()) continue;
            pieces.add(new Piece(begin, info.source().strip()));
            taken = info.remaining().isBlank() ? "" : info.remaining();
            begin = line;
        }
        if (!taken.isBlank()) throw new LessonStopped(begin, taken.strip(), "this does not end");
        return pieces;
    }

    /** Only to ask less: a text is never complete before its end. */
    private static boolean isInTextBlock(String text) {
        return text.split("\"\"\"", -1).length % 2 == 0;
    }

    private static boolean isComment(String source) {
        return source.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("//"));
    }
}

package slipway.lessons;

import java.util.ArrayList;
import java.util.List;

/**
 * Java code of which several versions are one source. Between {@code //# solution} and {@code //#
 * end} stand, one after another, the right lines, the learner's first lines after {@code //# stub},
 * and wrong ones after each {@code //# mutant NAME CHECK BELIEF}.
 *
 * @param lines everything, with the markers
 */
public record SourceCut(List<String> lines) {
    private static final String MARK = "//# ";

    public SourceCut {
        lines = List.copyOf(lines);
    }

    /**
     * A solution with one mistake.
     *
     * @param check the one that must notice it
     * @param belief who makes it believes this
     */
    public record Mutant(String name, String check, String belief) {}

    String stub() {
        return cut("stub");
    }

    String solution() {
        return cut("solution");
    }

    String mutant(Mutant mutant) {
        return cut("mutant " + mutant.name() + " ");
    }

    List<Mutant> mutants() {
        List<Mutant> found = new ArrayList<>();
        for (String line : lines) {
            if (!mark(line).startsWith("mutant ")) continue;
            String[] words = mark(line).split(" +");
            if (words.length != 4) {
                throw new IllegalArgumentException(line + ": //# mutant NAME CHECK BELIEF");
            }
            found.add(new Mutant(words[1], words[2], words[3]));
        }
        return found;
    }

    /** The lines that only the solution has: what no hint may give away. */
    public List<String> secrets() {
        List<String> found = new ArrayList<>();
        String inside = "";
        for (String line : lines) {
            if (!mark(line).isEmpty()) inside = mark(line);
            else if (inside.equals("solution")) found.add(line.strip());
        }
        return found;
    }

    /** Takes the part of each block that begins so; its solution if it has none. */
    private String cut(String wanted) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < lines.size()) {
            if (!mark(lines.get(at)).equals("solution")) {
                text.append(lines.get(at++)).append('\n');
                continue;
            }
            int end = at;
            while (!mark(lines.get(end)).equals("end")) end++;
            text.append(choose(lines.subList(at, end), wanted));
            at = end + 1;
        }
        return text.toString();
    }

    private static String choose(List<String> block, String wanted) {
        boolean has = false;
        for (String line : block) has |= (mark(line) + " ").startsWith(wanted);
        String part = has ? wanted : "solution";
        StringBuilder text = new StringBuilder();
        boolean taken = false;
        for (String line : block) {
            if (!mark(line).isEmpty()) taken = (mark(line) + " ").startsWith(part);
            else if (taken) text.append(line).append('\n');
        }
        return text.toString();
    }

    private static String mark(String line) {
        String bare = line.strip();
        return bare.startsWith(MARK) ? bare.substring(MARK.length()).strip() : "";
    }
}

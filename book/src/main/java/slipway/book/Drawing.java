package slipway.book;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A drawing made of the characters for boxes, as SVG. A character takes a cell; from the middle of
 * a cell, lines go to its sides.
 */
final class Drawing {
    private static final int WIDTH = 9;
    private static final int HEIGHT = 18;
    private static final int UP = 1;
    private static final int RIGHT = 2;
    private static final int DOWN = 4;
    private static final int LEFT = 8;
    private static final Map<Character, Integer> SIDES = sides();
    private static final String DASHED = "┄┆";
    private static final char DOT = '●';
    private static final String HEADS = "▲▶▼◀";

    private final List<String> rows;
    private final StringBuilder svg = new StringBuilder();

    private Drawing(List<String> rows) {
        this.rows = List.copyOf(rows);
    }

    private static Map<Character, Integer> sides() {
        Map<Character, Integer> sides = new HashMap<>();
        String characters = "─│┌┐└┘├┤┬┴┼┄┆▲▶▼◀";
        int[] all = {
            RIGHT | LEFT,
            UP | DOWN,
            RIGHT | DOWN,
            LEFT | DOWN,
            UP | RIGHT,
            UP | LEFT,
            UP | RIGHT | DOWN,
            UP | DOWN | LEFT,
            RIGHT | DOWN | LEFT,
            UP | RIGHT | LEFT,
            UP | RIGHT | DOWN | LEFT,
            RIGHT | LEFT,
            UP | DOWN,
            DOWN,
            LEFT,
            UP,
            RIGHT
        };
        for (int i = 0; i < all.length; i++) sides.put(characters.charAt(i), all[i]);
        return Map.copyOf(sides);
    }

    /** Notes lines that lead nowhere. */
    static String svg(Place place, List<String> rows, String title, Problems problems) {
        Drawing drawing = new Drawing(rows);
        drawing.check(place, problems);
        return drawing.draw(title);
    }

    private char at(int row, int column) {
        if (row < 0 || row >= rows.size()) return ' ';
        String line = rows.get(row);
        return column < 0 || column >= line.length() ? ' ' : line.charAt(column);
    }

    private int sidesAt(int row, int column) {
        return SIDES.getOrDefault(at(row, column), 0);
    }

    /** A line must meet a line, a head, or a word. */
    private void check(Place place, Problems problems) {
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).length(); column++) {
                char here = at(row, column);
                int sides = sidesAt(row, column);
                if (sides == 0 || HEADS.indexOf(here) >= 0) continue;
                boolean met =
                        meets(sides, UP, row - 1, column, DOWN)
                                && meets(sides, DOWN, row + 1, column, UP)
                                && meets(sides, LEFT, row, column - 1, RIGHT)
                                && meets(sides, RIGHT, row, column + 1, LEFT);
                if (met) continue;
                problems.add(
                        new Place(place.file(), row + 1),
                        "a line of the drawing leads nowhere: "
                                + here
                                + " in column "
                                + (column + 1),
                        "let it meet a line, a head, or a word; or move what it should meet");
            }
        }
    }

    private boolean meets(int sides, int side, int row, int column, int opposite) {
        if ((sides & side) == 0) return true;
        char there = at(row, column);
        if (HEADS.indexOf(there) >= 0) return true;
        if (SIDES.containsKey(there)) return (sidesAt(row, column) & opposite) != 0;
        if (there != ' ') return true;
        // A blank may stand between a line and the words on it.
        int beyond = 2 * column - columnOf(side, column);
        return row >= 0 && (side & (LEFT | RIGHT)) != 0 && isWord(at(row, beyond));
    }

    private static int columnOf(int side, int column) {
        return side == RIGHT ? column - 1 : column + 1;
    }

    private static boolean isWord(char there) {
        return there != ' ' && !SIDES.containsKey(there);
    }

    private String draw(String title) {
        int columns = rows.stream().mapToInt(String::length).max().orElse(1);
        int width = (columns + 1) * WIDTH;
        int height = (rows.size() + 1) * HEIGHT;
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing\" role=\"img\""
                                + " width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                                + " font-family=\"ui-monospace, 'M+ 1mn', monospace\""
                                + " font-size=\"14\">%n<title>%s</title>%n",
                        width,
                        height,
                        width,
                        height,
                        escape(title)));
        for (int row = 0; row < rows.size(); row++) drawRow(row);
        return svg.append("</svg>\n").toString();
    }

    private void drawRow(int row) {
        String line = rows.get(row);
        int column = 0;
        while (column < line.length()) {
            char here = line.charAt(column);
            if (SIDES.containsKey(here)) {
                drawCell(row, column++, here);
            } else if (here == DOT) {
                svg.append("<circle cx=\"" + x(column++) + "\" cy=\"" + y(row))
                        .append("\" r=\"3.5\" fill=\"currentColor\"/>\n");
            } else if (here == ' ') {
                column++;
            } else {
                int end = column;
                while (end < line.length() && isText(line, end)) end++;
                drawWords(row, column, line.substring(column, end));
                column = end;
            }
        }
    }

    /** Words go on over one blank. */
    private static boolean isText(String line, int at) {
        char here = line.charAt(at);
        if (SIDES.containsKey(here) || here == DOT) return false;
        if (here != ' ') return true;
        if (at + 1 >= line.length()) return false;
        char next = line.charAt(at + 1);
        return next != ' ' && !SIDES.containsKey(next);
    }

    private static int x(int column) {
        return column * WIDTH + WIDTH;
    }

    private static int y(int row) {
        return row * HEIGHT + HEIGHT;
    }

    private void drawCell(int row, int column, char here) {
        int x = x(column);
        int y = y(row);
        int sides = SIDES.getOrDefault(here, 0);
        String dash = DASHED.indexOf(here) >= 0 ? " stroke-dasharray=\"3 3\"" : "";
        List<String> paths = new ArrayList<>();
        if ((sides & UP) != 0) paths.add("M" + x + " " + y + "V" + (y - HEIGHT / 2));
        if ((sides & DOWN) != 0) paths.add("M" + x + " " + y + "V" + (y + HEIGHT / 2));
        if ((sides & LEFT) != 0) paths.add("M" + x + " " + y + "H" + (x - WIDTH / 2 - 1));
        if ((sides & RIGHT) != 0) paths.add("M" + x + " " + y + "H" + (x + WIDTH / 2 + 1));
        svg.append("<path d=\"")
                .append(String.join("", paths))
                .append("\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.2\"")
                .append(dash)
                .append("/>\n");
        int head = HEADS.indexOf(here);
        if (head >= 0) {
            svg.append("<path d=\"M0 -6L5 5L-5 5Z\" fill=\"currentColor\" transform=\"translate(")
                    .append(x + " " + y + ") rotate(" + head * 90 + ")\"/>\n");
        }
    }

    private void drawWords(int row, int column, String words) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"currentColor\">%s</text>%n",
                        x(column) - WIDTH / 2,
                        y(row) + 5,
                        words.length() * WIDTH,
                        escape(words)));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

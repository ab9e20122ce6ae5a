package slipway.book;

import java.util.ArrayList;
import java.util.List;

/** The lines that two texts do not share, with one line of what is around them. */
final class Difference {
    private static final int LONGEST = 40;

    private Difference() {}

    static String between(List<String> old, List<String> now) {
        int[][] common = common(old, now);
        List<String> all = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                all.add("  " + old.get(i++));
                j++;
            } else if (i < old.size()
                    && (j == now.size() || common[i + 1][j] >= common[i][j + 1])) {
                all.add("- " + old.get(i++));
            } else {
                all.add("+ " + now.get(j++));
            }
        }
        List<String> near = near(all);
        if (near.size() <= LONGEST) return String.join("\n", near);
        return String.join("\n", near.subList(0, LONGEST))
                + "\n… and "
                + (near.size() - LONGEST)
                + " lines more";
    }

    /** How many lines the rest of both have in common, from each pair of places on. */
    private static int[][] common(List<String> old, List<String> now) {
        int[][] common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] =
                        old.get(i).equals(now.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static List<String> near(List<String> all) {
        List<String> near = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            boolean isNear = false;
            for (int j = Math.max(0, i - 1); j <= Math.min(all.size() - 1, i + 1); j++) {
                isNear |= !all.get(j).startsWith("  ");
            }
            if (isNear) near.add(all.get(i));
        }
        return near;
    }
}

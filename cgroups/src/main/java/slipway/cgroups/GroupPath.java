package slipway.cgroups;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a group lies: {@code a/b} below Slipway's own group, {@code /a/b} below the highest group
 * that this user may use, as an OCI {@code cgroupsPath} means it.
 */
public record GroupPath(String text) {
    private static final int NAME_MAX = 255;

    /** Slipway's own group, in every hierarchy. */
    static final String OWN = "slipway";

    public GroupPath {
        if (names(text).isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names no group");
        }
        for (String name : names(text)) {
            if (name.equals(".") || name.equals("..") || name.length() > NAME_MAX) {
                throw new IllegalArgumentException("'" + text + "' is no path of a group");
            }
            for (int i = 0; i < name.length(); i++) {
                if (name.charAt(i) < ' ') {
                    throw new IllegalArgumentException("'" + text + "' has a control character");
                }
            }
        }
    }

    boolean isOwn() {
        return !text.startsWith("/");
    }

    /** The groups on the way, the last of them this one, below a directory that is there. */
    List<String> below(String directory) {
        List<String> levels = new ArrayList<>();
        String level = directory;
        if (isOwn()) {
            level = level + "/" + OWN;
            levels.add(level);
        }
        for (String name : names(text)) {
            level = level + "/" + name;
            levels.add(level);
        }
        return levels;
    }

    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != '/') continue;
            if (i > start) names.add(text.substring(start, i));
            start = i + 1;
        }
        return names;
    }
}

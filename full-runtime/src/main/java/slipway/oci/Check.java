package slipway.oci;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What several records demand of their parts. */
final class Check {
    private static final int HOST_NAME_MAX = 64;
    private static final long ID_MAX = 0xfffffffeL;

    private Check() {}

    /** Not empty, and without a NUL byte, which ends a string for the kernel. */
    static void text(String key, String value) {
        if (value.isEmpty()) throw new InvalidSpec(key, "empty", "a text");
        noNul(key, value);
    }

    static void noNul(String key, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new InvalidSpec(key, "a text with a NUL byte", "one without");
        }
    }

    static void absolute(String key, String path) {
        text(key, path);
        if (!path.startsWith("/")) throw new InvalidSpec(key, "'" + path + "'", "an absolute path");
    }

    static void absolute(String key, List<String> paths) {
        for (int i = 0; i < paths.size(); i++) absolute(key + "[" + i + "]", paths.get(i));
    }

    static void hostname(String key, String name) {
        noNul(key, name);
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > HOST_NAME_MAX) {
            throw new InvalidSpec(key, bytes + " bytes long", HOST_NAME_MAX + " at most");
        }
    }

    static void id(String key, long id) {
        if (id < 0 || id > ID_MAX) throw new InvalidSpec(key, "" + id, "0 to " + ID_MAX);
    }

    static void variables(String key, List<String> variables) {
        for (int i = 0; i < variables.size(); i++) {
            String each = key + "[" + i + "]";
            noNul(each, variables.get(i));
            if (variables.get(i).indexOf('=') < 1) {
                throw new InvalidSpec(each, "'" + variables.get(i) + "'", "NAME=value");
            }
        }
    }
}

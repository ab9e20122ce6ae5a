package slipway.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of a test in the guest; one line each in the file that both machines see.
 *
 * @param kind what happened
 * @param where the class, or empty
 * @param name the test in its class; empty if it is about the whole class
 * @param text why it failed or was skipped, or empty
 */
record GuestEvent(Kind kind, String where, String name, String text) {
    /** STARTED alone means that the guest's JVM died in this test; ENDED is the last line. */
    enum Kind {
        STARTED,
        PASSED,
        FAILED,
        SKIPPED,
        ENDED
    }

    String line() {
        return String.join("\t", kind.name(), escaped(where), escaped(name), escaped(text));
    }

    static GuestEvent parse(String line) {
        List<String> fields = new ArrayList<>();
        for (String field : line.split("\t", -1)) {
            fields.add(field.translateEscapes());
        }
        return new GuestEvent(
                Kind.valueOf(fields.get(0)), fields.get(1), fields.get(2), fields.get(3));
    }

    boolean isAboutTheSameAs(GuestEvent other) {
        return where.equals(other.where) && name.equals(other.name);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }
}

package slipway.linux;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What to try when a system call has failed: the probable cause first, then the way out. The table
 * is {@code advice.txt}; {@code docs/errors.md} shows it to people.
 */
public final class Advice {
    private static final String ANY = "any";

    private Advice() {}

    /** For this call and errno, else for the errno alone, else the manual page. */
    public static String of(Syscall syscall, Errno errno) {
        String own = find(syscall.cName(), errno);
        if (!own.isEmpty()) return own;
        String general = find(ANY, errno);
        if (!general.isEmpty()) return general;
        return "See man 2 " + pageOf(syscall) + ", section ERRORS.";
    }

    /** Only what is said about this very call, in the order of the table. */
    static Map<Errno, String> about(Syscall syscall) {
        return about(syscall.cName());
    }

    /** What is said about an errno when nothing is said about the call. */
    static Map<Errno, String> general() {
        return about(ANY);
    }

    private static Map<Errno, String> about(String name) {
        Map<Errno, String> all = new LinkedHashMap<>();
        for (TextTable.Entry entry : Table.ALL.entries()) {
            if (!Lines.words(entry.head()).contains(name)) continue;
            for (Map.Entry<String, String> field : entry.fields().entrySet()) {
                all.putIfAbsent(Errno.valueOf(field.getKey()), field.getValue());
            }
        }
        return all;
    }

    private static String find(String name, Errno errno) {
        for (TextTable.Entry entry : Table.ALL.entries()) {
            String text = entry.field(errno.name());
            if (!text.isEmpty() && Lines.words(entry.head()).contains(name)) return text;
        }
        return "";
    }

    /** Two dozen calls share a page with a better known one. */
    private static String pageOf(Syscall syscall) {
        String manual = syscall.manual();
        return manual.substring(0, manual.indexOf('('));
    }

    /** Read at the first failure. */
    private static final class Table {
        private static final TextTable ALL = TextTable.read("advice.txt");
    }
}

package slipway.linux;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What the manual says about a system call, from {@code syscalls.txt}: a line with the C prototype,
 * then indented lines {@code needs:}, {@code errors:}, {@code since:} and {@code manual:}, each
 * only where there is something to say.
 */
record SyscallManual(String form, String needs, String errors, String since, String manual) {
    /** Read once, when the first page is asked for. */
    private static final class Pages {
        private static final Map<Syscall, SyscallManual> ALL = read();

        private static Map<Syscall, SyscallManual> read() {
            Map<String, Syscall> byName = new HashMap<>();
            for (Syscall syscall : Syscall.values()) byName.put(syscall.cName(), syscall);
            Map<Syscall, SyscallManual> pages = new EnumMap<>(Syscall.class);
            TextTable table = TextTable.read("syscalls.txt");
            for (TextTable.Entry entry : table.entries()) {
                String form = entry.head();
                int end = form.indexOf('(');
                int start = Math.max(form.lastIndexOf(' ', end), form.lastIndexOf('*', end)) + 1;
                String name = form.substring(start, end);
                Syscall syscall = byName.get(name);
                if (syscall == null) throw new IllegalStateException("syscalls.txt: " + form);
                pages.put(syscall, page(syscall, entry));
            }
            return pages;
        }

        private static SyscallManual page(Syscall syscall, TextTable.Entry entry) {
            String manual = entry.field("manual");
            return new SyscallManual(
                    entry.head(),
                    entry.field("needs"),
                    entry.field("errors"),
                    entry.field("since"),
                    manual.isEmpty() ? syscall.cName() + "(2)" : manual);
        }
    }

    static SyscallManual of(Syscall syscall) {
        SyscallManual page = Pages.ALL.get(syscall);
        if (page == null) throw new IllegalStateException("syscalls.txt lacks " + syscall);
        return page;
    }
}

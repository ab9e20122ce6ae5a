package slipway.jail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The users and groups of a root file system: its {@code /etc/passwd} and {@code /etc/group}, found
 * in it as a program inside would find them. An effect: it reads the two files. A file that is not
 * there has no entries, and a line that makes no sense is passed over.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/passwd.5.html">passwd(5)</a>
 */
public final class Accounts {
    private static final String PASSWD = "/etc/passwd";
    private static final String GROUP = "/etc/group";

    /** What docker allows: numbers above it are negative ones in older programs. */
    private static final long LARGEST_ID = Integer.MAX_VALUE;

    private static final long NO_NUMBER = -1;

    private final Path root;
    private final List<String[]> users;
    private final List<String[]> groups;

    private Accounts(Path root, List<String[]> users, List<String[]> groups) {
        this.root = root;
        this.users = users;
        this.groups = groups;
    }

    /**
     * Reads the files of the root file system in {@code root}, a directory of the host.
     *
     * @throws java.io.UncheckedIOException if there is something that cannot be read as such a file
     * @throws slipway.linux.SyscallException if {@code root} is no directory
     */
    public static Accounts of(Path root) {
        return of(root, FileInRoot.read(root, PASSWD), FileInRoot.read(root, GROUP));
    }

    /**
     * Of a root file system whose files somebody else has found.
     *
     * @param root for messages
     */
    public static Accounts of(Path root, String passwd, String group) {
        List<String[]> users = new ArrayList<>();
        for (String line : lines(passwd)) {
            String[] fields = split(line, ':');
            boolean sound = fields.length >= 4 && !fields[0].isEmpty();
            // A user without a number is no user: to take it for 0 would make root of it.
            if (sound && number(fields[2]) >= 0 && number(fields[3]) >= 0) users.add(fields);
        }
        List<String[]> groups = new ArrayList<>();
        for (String line : lines(group)) {
            String[] fields = split(line, ':');
            boolean sound = fields.length >= 3 && !fields[0].isEmpty();
            if (sound && number(fields[2]) >= 0) groups.add(fields);
        }
        return new Accounts(root, users, groups);
    }

    /**
     * Who {@code USER} or {@code USER:GROUP} is, each a name or a number, by docker's rules: a
     * number is always an id, whether there is an entry or not; an empty user is the one with id 0;
     * without a group it is the user's own, or 0, and the user's supplementary groups count; with a
     * group it is that one alone.
     *
     * @throws UnknownAccount if a name has no entry, or a number is too large
     */
    public Identity resolve(String spec) {
        int colon = spec.indexOf(':');
        String user = colon < 0 ? spec : spec.substring(0, colon);
        String group = colon < 0 ? "" : spec.substring(colon + 1);
        if (user.isEmpty()) user = "0";

        String[] entry = entry(users, user);
        if (entry.length == 0) {
            long uid = id(user, "user", PASSWD);
            return new Identity(uid, group.isEmpty() ? 0 : gid(group), List.of(), "/", "");
        }
        String home = entry.length > 5 && !entry[5].isEmpty() ? entry[5] : "/";
        long uid = number(entry[2]);
        if (!group.isEmpty()) return new Identity(uid, gid(group), List.of(), home, entry[0]);
        return new Identity(uid, number(entry[3]), groupsOf(entry[0]), home, entry[0]);
    }

    private long gid(String group) {
        String[] entry = entry(groups, group);
        return entry.length > 0 ? number(entry[2]) : id(group, "group", GROUP);
    }

    /** The number of somebody who has no entry. */
    private long id(String text, String kind, String file) {
        if (!isNumber(text)) {
            throw new UnknownAccount(
                    kind
                            + " '"
                            + text
                            + "' is not in "
                            + file
                            + " of the root file system "
                            + root
                            + ". Try: a name that is there, or a number");
        }
        long id = number(text);
        if (id == NO_NUMBER) {
            throw new UnknownAccount(
                    kind + " " + text + " is out of range. Try: a number from 0 to " + LARGEST_ID);
        }
        return id;
    }

    private List<Long> groupsOf(String user) {
        List<Long> ids = new ArrayList<>();
        for (String[] group : groups) {
            if (group.length < 4) continue;
            for (String member : split(group[3], ',')) {
                if (member.equals(user) && !ids.contains(number(group[2]))) {
                    ids.add(number(group[2]));
                }
            }
        }
        return ids;
    }

    /** The first entry with this number, or with this name if it is none; empty without one. */
    private static String[] entry(List<String[]> entries, String wanted) {
        boolean byNumber = isNumber(wanted);
        long id = number(wanted);
        for (String[] entry : entries) {
            boolean same = byNumber ? number(entry[2]) == id : entry[0].equals(wanted);
            if (same) return entry;
        }
        return new String[0];
    }

    private static boolean isNumber(String text) {
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
        }
        return text.length() > start;
    }

    /** An id, or {@link #NO_NUMBER} for what cannot be one. */
    private static long number(String text) {
        if (!isNumber(text) || text.charAt(0) == '-') return NO_NUMBER;
        long value = 0;
        for (int i = text.charAt(0) == '+' ? 1 : 0; i < text.length(); i++) {
            value = 10 * value + text.charAt(i) - '0';
            if (value > LARGEST_ID) return NO_NUMBER;
        }
        return value;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : split(text, '\n')) {
            String stripped = line.strip();
            if (!stripped.isEmpty() && stripped.charAt(0) != '#') lines.add(stripped);
        }
        return lines;
    }

    private static String[] split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            parts.add(text.substring(start, end));
            start = end + 1;
        }
        parts.add(text.substring(start));
        return parts.toArray(new String[0]);
    }
}

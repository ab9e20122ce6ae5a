package slipway.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The mounts of a mount namespace, as {@code /proc/PID/mountinfo} lists them: those that the
 * process can reach from its root, in the order in which they were mounted or moved.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">mountinfo(5)</a>
 */
public record MountInfo(List<Mount> mounts) {
    private static final int FIXED_FIELDS = 6;

    public MountInfo {
        mounts = List.copyOf(mounts);
    }

    /**
     * One mount.
     *
     * @param device major:minor, as in {@code 0:21}
     * @param root the directory of the file system that is shown here; not {@code /} for bind
     *     mounts
     * @param mountPoint seen from the root of the process
     * @param options of this mount, such as {@code ro} and {@code nosuid}
     * @param propagation {@code shared:N}, {@code master:N}, {@code propagate_from:N}, {@code
     *     unbindable}; empty for a private mount
     * @param superOptions of the file system, the same wherever it is mounted
     */
    public record Mount(
            int id,
            int parent,
            String device,
            String root,
            String mountPoint,
            List<String> options,
            List<String> propagation,
            String fsType,
            String source,
            List<String> superOptions) {
        public Mount {
            options = List.copyOf(options);
            propagation = List.copyOf(propagation);
            superOptions = List.copyOf(superOptions);
        }

        /** Whether mounts below it appear in its peers too; {@code pivot_root} refuses such. */
        public boolean isShared() {
            return peers("shared:");
        }

        /** Whether mounts below its master appear here too. */
        public boolean isSlave() {
            return peers("master:");
        }

        private boolean peers(String kind) {
            for (String field : propagation) {
                if (field.startsWith(kind)) return true;
            }
            return false;
        }
    }

    /** The mount that a path shows: the last of those that are stacked on it. */
    public Optional<Mount> at(String mountPoint) {
        for (int i = mounts.size() - 1; i >= 0; i--) {
            if (mounts.get(i).mountPoint().equals(mountPoint)) return Optional.of(mounts.get(i));
        }
        return Optional.empty();
    }

    /**
     * Reads the mounts of a process now.
     *
     * @throws IOException if the process is gone, or may not be looked at
     */
    public static MountInfo ofPid(long pid) throws IOException {
        return parse(Lines.read(Path.of("/proc/" + pid + "/mountinfo")));
    }

    /**
     * @throws IllegalArgumentException with the line that is no mount
     */
    public static MountInfo parse(String text) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : Lines.of(text)) mounts.add(parseLine(line));
        return new MountInfo(mounts);
    }

    private static Mount parseLine(String line) {
        List<String> fields = Lines.split(line, ' '); // a source may be empty
        // optional fields end with a single hyphen; an escaped path can be one too, but not there
        int hyphen = FIXED_FIELDS;
        while (hyphen < fields.size() && !fields.get(hyphen).equals("-")) hyphen++;
        if (fields.size() < hyphen + 4)
            throw Lines.malformed(line, "expected ... - type source options");
        return new Mount(
                (int) Lines.number(fields.get(0), line),
                (int) Lines.number(fields.get(1), line),
                fields.get(2),
                unescape(fields.get(3)),
                unescape(fields.get(4)),
                Lines.split(fields.get(5), ','),
                fields.subList(FIXED_FIELDS, hyphen),
                unescape(fields.get(hyphen + 1)),
                unescape(fields.get(hyphen + 2)),
                Lines.split(fields.get(hyphen + 3), ','));
    }

    /**
     * The kernel writes blank, tab, newline, backslash (and #) as {@code \040}: three octal digits.
     */
    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) return field;
        StringBuilder plain = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && isOctal(field, i + 1)) {
                plain.append((char) Integer.parseInt(field, i + 1, i + 4, 8));
                i += 3;
            } else {
                plain.append(field.charAt(i));
            }
        }
        return plain.toString();
    }

    private static boolean isOctal(String field, int start) {
        if (start + 3 > field.length()) return false;
        for (int i = start; i < start + 3; i++) {
            if (field.charAt(i) < '0' || field.charAt(i) > '7') return false;
        }
        return true;
    }
}

package slipway.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A namespace as the links in {@code /proc/PID/ns} name it, {@code mnt:[4026531841]}. Two processes
 * are in the same namespace if and only if their links are equal.
 *
 * @param kind mnt, pid, user, net, ipc, uts, cgroup or time
 * @see <a href="https://man7.org/linux/man-pages/man7/namespaces.7.html">namespaces(7)</a>
 */
public record NamespaceLink(String kind, long inode) {
    /**
     * Reads a link of a process now.
     *
     * @param file its name in {@code /proc/PID/ns}: a kind, {@code pid_for_children} or {@code
     *     time_for_children}
     * @throws IOException if the process is gone, is another user's, or the kernel lacks the kind
     */
    public static NamespaceLink ofPid(long pid, String file) throws IOException {
        return parse(Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + file)).toString());
    }

    /**
     * @throws IllegalArgumentException if it is no such name
     */
    public static NamespaceLink parse(String text) {
        int bracket = text.indexOf(":[");
        if (bracket <= 0 || !text.endsWith("]")) {
            throw Lines.malformed(text, "expected a namespace as mnt:[4026531841]");
        }
        String inode = text.substring(bracket + 2, text.length() - 1);
        return new NamespaceLink(text.substring(0, bracket), Lines.number(inode, text));
    }

    @Override
    public String toString() {
        return kind + ":[" + inode + "]";
    }
}

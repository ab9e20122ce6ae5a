package slipway.unionfs;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_SYMLINK_NOFOLLOW;
import static slipway.linux.Constants.S_IFCHR;
import static slipway.linux.Constants.S_IFDIR;
import static slipway.linux.Constants.S_IFLNK;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;

/**
 * Finds in layers that are not mounted what a container would find: the topmost counts, a whiteout
 * hides what is below it, directories are merged, links are followed inside. An effect: it looks at
 * files. This is what overlayfs does, in slow motion.
 */
public final class UnionTree {
    private static final int MOST_LINKS = 40;
    private static final int LONGEST_LINK = 4096;
    private static final int TYPE = 0170000;
    private static final int ABSENT = 0;

    private final List<String> layers;
    private final Marks marks;

    /**
     * @param layers the topmost first
     */
    public UnionTree(List<String> layers, Marks marks) {
        this.layers = List.copyOf(layers);
        this.marks = marks;
    }

    /**
     * The path on the host of what a container sees under this one, which is no symbolic link;
     * empty if there is nothing. For a directory it is the topmost of those that are merged.
     */
    public Optional<String> find(String path) {
        Deque<String> parts = new ArrayDeque<>();
        push(parts, path);
        Deque<List<String>> way = new ArrayDeque<>();
        way.push(layers);
        int links = 0;
        while (!parts.isEmpty()) {
            String part = parts.pop();
            if (part.equals("..")) {
                if (way.size() > 1) way.pop();
                continue;
            }
            List<String> found = in(way.element(), part);
            if (found.isEmpty()) return Optional.empty();
            int type = type(found.get(0));
            if (type == S_IFDIR) {
                way.push(found);
            } else if (type == S_IFLNK) {
                if (++links > MOST_LINKS) return Optional.empty();
                String target = target(found.get(0));
                if (target.startsWith("/")) while (way.size() > 1) way.pop();
                push(parts, target);
            } else {
                return parts.isEmpty() ? Optional.of(found.get(0)) : Optional.empty();
            }
        }
        return Optional.of(way.element().get(0));
    }

    /** What a name stands for: one thing that is no directory, or the directories to be merged. */
    private List<String> in(List<String> directories, String name) {
        List<String> found = new ArrayList<>();
        for (String directory : directories) {
            String path = directory + "/" + name;
            int type = type(path);
            if (type == ABSENT) continue;
            if (type == S_IFCHR && isWhiteout(path)) return found;
            if (type != S_IFDIR) return found.isEmpty() ? List.of(path) : found;
            found.add(path);
            if (isOpaque(path)) return found;
        }
        return found;
    }

    private static void push(Deque<String> parts, String path) {
        int end = path.length();
        while (end > 0) {
            int slash = path.lastIndexOf('/', end - 1);
            String part = path.substring(slash + 1, end);
            if (!part.isEmpty() && !part.equals(".")) parts.push(part);
            end = slash;
        }
    }

    private static int type(String path) {
        try {
            return stat(path).getShort(28) & TYPE;
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) return ABSENT;
            throw e;
        }
    }

    private static boolean isWhiteout(String path) {
        return stat(path).getLong(128) == 0;
    }

    private static ByteBuffer stat(String path) {
        byte[] stat = new byte[256];
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.STATX,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(path),
                        Arg.flag(AT_SYMLINK_NOFOLLOW, Family.AT),
                        Arg.num(3),
                        new Arg.Bytes(stat, "stat")));
        return ByteBuffer.wrap(stat).order(ByteOrder.LITTLE_ENDIAN);
    }

    private boolean isOpaque(String path) {
        byte[] value = new byte[1];
        try {
            LinuxKernel.INSTANCE.call(
                    Call.of(
                            Syscall.GETXATTR,
                            Arg.text(path),
                            Arg.text(marks.opaque()),
                            new Arg.Bytes(value, "value"),
                            Arg.num(1)));
            return value[0] == 'y';
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENODATA || e.errno() == Errno.EOPNOTSUPP) return false;
            throw e;
        }
    }

    private static String target(String link) {
        byte[] target = new byte[LONGEST_LINK];
        int length =
                (int)
                        LinuxKernel.INSTANCE.call(
                                Call.of(
                                        Syscall.READLINKAT,
                                        Arg.flag(AT_FDCWD, Family.DIRFD),
                                        Arg.text(link),
                                        new Arg.Bytes(target, "target"),
                                        Arg.num(LONGEST_LINK)));
        return new String(target, 0, length, StandardCharsets.UTF_8);
    }
}

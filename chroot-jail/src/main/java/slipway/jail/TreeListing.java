package slipway.jail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.Kernel;
import slipway.linux.SyscallException;

/**
 * What is in a directory tree, with its owners. No symbolic link is followed and no mount entered.
 * An effect, though it changes nothing.
 */
public final class TreeListing {
    private static final int UID = 20; // of struct statx, linux/stat.h
    private static final int GID = 24;
    private static final int MODE = 28;
    private static final int BLOCKS = 48;
    private static final int BLOCK_BYTES = 512;

    /**
     * A file of any kind.
     *
     * @param path from the tree on, without a slash in front; the tree itself is empty
     * @param uid in the ids of who looked: an id that is not mapped there is 65534
     * @param mode type and permissions, as in {@code st_mode}
     * @param bytes that it takes on the disk
     */
    public record Entry(String path, int mode, long uid, long gid, long bytes) {}

    private final List<Entry> entries = new ArrayList<>();

    private TreeListing() {}

    /**
     * The tree itself and everything in it; what stands in a directory comes after it.
     *
     * @param kernel for files of subordinate ids: of a {@link slipway.plan.launch.KernelProcess}
     * @param tree absolute
     * @throws SyscallException ENOENT if it is not there; EACCES for a directory of another user
     */
    public static List<Entry> of(Kernel kernel, Path tree) {
        Path name = tree.getFileName();
        Path parent = tree.getParent();
        if (!tree.isAbsolute() || name == null || parent == null) {
            throw new IllegalArgumentException(tree + " is not below /");
        }
        TreeListing listing = new TreeListing();
        try (Directory above = Directory.above(kernel, parent.toString())) {
            byte[] bytes = name.toString().getBytes(StandardCharsets.UTF_8);
            listing.add(above, new Directory.Entry(bytes, true), "");
        }
        return listing.entries;
    }

    /** The same entries' bytes on the disk. */
    public static long bytes(List<Entry> entries) {
        long bytes = 0;
        for (Entry entry : entries) bytes += entry.bytes();
        return bytes;
    }

    private void add(Directory directory, Directory.Entry entry, String path) {
        ByteBuffer stat = directory.stat(entry);
        int mode = stat.getShort(MODE) & 0xffff;
        long bytes = stat.getLong(BLOCKS) * BLOCK_BYTES;
        entries.add(new Entry(path, mode, id(stat, UID), id(stat, GID), bytes));
        if ((mode & 0170000) != 0040000) return; // S_IFMT, S_IFDIR
        try (Directory child = directory.visit(entry)) {
            for (Directory.Entry each : child.entries()) {
                String name = new String(each.name(), StandardCharsets.UTF_8);
                add(child, each, path.isEmpty() ? name : path + "/" + name);
            }
        } catch (SyscallException e) {
            if (e.errno() != slipway.linux.Errno.EXDEV) throw e; // something is mounted on it
        }
    }

    private static long id(ByteBuffer stat, int at) {
        return stat.getInt(at) & 0xffffffffL;
    }
}

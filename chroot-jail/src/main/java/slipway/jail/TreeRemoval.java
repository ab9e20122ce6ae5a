package slipway.jail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.Errno;
import slipway.linux.Kernel;
import slipway.linux.LinuxKernel;
import slipway.linux.SyscallException;

/**
 * Removes a directory tree that a container may have filled: no symbolic link is followed, nothing
 * that is mounted in it is touched, directories without any permission are no obstacle for their
 * owner, and no depth is too deep. An effect.
 */
public final class TreeRemoval {
    /** Deeper directories are moved to the top first: each level holds a descriptor open. */
    private static final int DEEPEST = 64;

    private final List<String> left = new ArrayList<>();
    private int names;
    private boolean moved;

    private TreeRemoval() {}

    /**
     * Removes the tree, or the link or file that stands in its place. It may be gone already.
     *
     * @throws NotRemoved with what is left and why; the rest has been removed all the same
     * @throws SyscallException if the directory that it is in cannot be opened
     */
    public static void remove(Path tree) throws NotRemoved {
        remove(LinuxKernel.INSTANCE, tree);
    }

    /**
     * The same by calls of another process, whose ids and namespaces decide what it may.
     *
     * @param kernel for files of subordinate ids: of a {@link slipway.plan.launch.KernelProcess}
     */
    public static void remove(Kernel kernel, Path tree) throws NotRemoved {
        Path absolute = tree.toAbsolutePath();
        Path name = absolute.getFileName();
        Path parent = absolute.getParent();
        if (name == null || parent == null || name.toString().equals("..")) {
            throw new IllegalArgumentException(tree + " has no name to remove it by");
        }
        TreeRemoval removal = new TreeRemoval();
        try (Directory above = Directory.above(kernel, parent.toString())) {
            byte[] bytes = name.toString().getBytes(StandardCharsets.UTF_8);
            removal.removeTree(above, new Directory.Entry(bytes, true));
        }
        if (!removal.left.isEmpty()) throw new NotRemoved(tree, removal.left);
    }

    private void removeTree(Directory above, Directory.Entry tree) {
        try {
            do {
                // What could not be removed is met again when there is another round.
                left.clear();
                moved = false;
                try (Directory top = above.enter(tree)) {
                    empty(top, top, 1);
                }
            } while (moved);
        } catch (SyscallException e) {
            notEntered(above, tree, e);
            return;
        }
        if (left.isEmpty()) unlink(above, tree, true);
    }

    private void empty(Directory directory, Directory top, int depth) {
        for (Directory.Entry entry : directory.entries()) {
            if (!entry.maybeDirectory()) {
                unlink(directory, entry, false);
            } else if (depth < DEEPEST) {
                removeDirectory(directory, entry, top, depth);
            } else {
                moveUp(directory, entry, top);
            }
        }
    }

    private void removeDirectory(
            Directory directory, Directory.Entry entry, Directory top, int depth) {
        int before = left.size();
        try (Directory child = directory.enter(entry)) {
            empty(child, top, depth + 1);
        } catch (SyscallException e) {
            notEntered(directory, entry, e);
            return;
        }
        if (left.size() == before) unlink(directory, entry, true);
    }

    private void moveUp(Directory directory, Directory.Entry entry, Directory top) {
        while (true) {
            try {
                directory.move(entry, top, "too-deep-" + names++);
                moved = true;
                return;
            } catch (SyscallException e) {
                if (e.errno() == Errno.EEXIST) continue;
                failed(directory, entry, e);
                return;
            }
        }
    }

    private void notEntered(Directory directory, Directory.Entry entry, SyscallException e) {
        if (e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP) {
            unlink(directory, entry, false);
        } else {
            failed(directory, entry, e);
        }
    }

    private void unlink(Directory directory, Directory.Entry entry, boolean isDirectory) {
        try {
            directory.remove(entry, isDirectory);
        } catch (SyscallException e) {
            failed(directory, entry, e);
        }
    }

    private void failed(Directory directory, Directory.Entry entry, SyscallException e) {
        if (e.errno() == Errno.ENOENT) return; // somebody else has removed it
        boolean mount = e.errno() == Errno.EXDEV || e.errno() == Errno.EBUSY;
        String reason = mount ? "something is mounted there" : e.errno().text();
        left.add(directory.pathOf(entry) + " (" + e.errno() + ": " + reason + ")");
    }
}

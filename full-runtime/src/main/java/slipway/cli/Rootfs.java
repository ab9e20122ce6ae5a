package slipway.cli;

import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import slipway.jail.Accounts;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.SyscallException;
import slipway.runtime.RootSource;
import slipway.unionfs.Overlay;
import slipway.unionfs.UnionTree;

/** Roots of containers: the value of {@code --rootfs}, and who has an account in one. */
final class Rootfs {
    private static final int MOST_BYTES = 16 << 20;

    private Rootfs() {}

    /** The users and groups of a root file system. */
    static Accounts accounts(RootSource root) {
        if (root.layers().isEmpty()) return Accounts.of(Path.of(root.directory()));
        Overlay layers = root.layers().get();
        UnionTree tree = new UnionTree(layers.layers(), layers.marks());
        Path shown = Path.of(layers.place());
        return Accounts.of(shown, text(tree, "/etc/passwd"), text(tree, "/etc/group"));
    }

    /** Of a file in layers, where it is and is one; the layers have been made by us. */
    private static String text(UnionTree tree, String name) {
        Optional<String> found = tree.find(name);
        if (found.isEmpty() || !new File(found.get()).isFile()) return "";
        try (InputStream in = Files.newInputStream(Path.of(found.get()))) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name + " of the image", e);
        }
    }

    /**
     * The absolute path of a directory.
     *
     * @throws UsageError when it is none, or when the caller may not enter it
     */
    static String existing(String given) {
        String directory = new File(given).getAbsolutePath();
        // With the dot, the directory itself has to let us in too. And not by java.io.File, which
        // does not tell "is not there" from "may not be seen", and wants the locale to be UTF-8.
        try (Fd opened = Fd.open(directory + "/.", O_PATH | O_DIRECTORY, 0)) {
            return opened.number() < 0 ? "" : directory;
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) {
                throw new UsageError("--rootfs " + given + " does not exist", "namei " + directory);
            }
            if (e.errno() == Errno.ENOTDIR) {
                throw new UsageError(
                        "--rootfs " + given + " is not a directory",
                        "to unpack it first, if it is an archive");
            }
            if (e.errno() == Errno.EACCES) {
                throw new UsageError(
                        "--rootfs " + given + ", or a folder above it, may not be entered by you",
                        "namei -l " + directory + " shows which");
            }
            throw e;
        }
    }
}

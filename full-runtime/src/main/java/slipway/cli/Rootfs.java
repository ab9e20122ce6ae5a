package slipway.cli;

import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;

import java.io.File;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.SyscallException;

/** The value of {@code --rootfs}. */
final class Rootfs {
    private Rootfs() {}

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

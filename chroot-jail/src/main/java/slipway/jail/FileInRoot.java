package slipway.jail;

import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.SyscallException;

/** A text file of a root file system that may be hostile. An effect: it reads the file. */
final class FileInRoot {
    private static final int MOST_BYTES = 16 << 20;

    private FileInRoot() {}

    /**
     * The file's text, or an empty one if it is not there. No link in it leads out of {@code root},
     * and nothing but a regular file is opened: a pipe would wait, a device might do something.
     *
     * @throws java.io.UncheckedIOException for any other kind of file, or one that is too large
     */
    static String read(Path root, String name) {
        try (Fd directory = Fd.open(root.toString(), O_PATH | O_DIRECTORY, 0)) {
            return read(directory, name);
        } catch (IOException e) {
            throw DiskProblem.in("reading " + name + " of the root file system " + root, e);
        }
    }

    private static String read(Fd root, String name) throws IOException {
        try (Fd file = Fd.openInRoot(root, name, O_PATH)) {
            Path opened = Path.of(file.path());
            if (!Files.isRegularFile(opened)) throw new IOException("it is no regular file");
            try (InputStream in = Files.newInputStream(opened)) {
                byte[] bytes = in.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) throw new IOException("it is larger than 16 MiB");
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) return "";
            throw e;
        }
    }
}

package slipway.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by real files: what they are like is seen without the kernel under test. */
abstract class RealFilesContract extends KernelContract {
    private static final int PERMISSIONS = 07777;

    @TempDir Path folder;

    @Override
    String folder() {
        return folder.toString();
    }

    @Override
    int mode(String path) throws Exception {
        return (int) Files.getAttribute(Path.of(path), "unix:mode") & PERMISSIONS;
    }

    @Override
    int umask() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/thread-self/status"))) {
            if (line.startsWith("Umask:")) return Integer.parseInt(line.substring(6).strip(), 8);
        }
        throw new AssertionError("no Umask in /proc/thread-self/status");
    }
}

package slipway.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NothingLeaks;

@NothingLeaks
class LinuxKernelContractTest extends KernelContract {
    private static final int PERMISSIONS = 07777;

    @TempDir private Path folder;

    @Override
    Kernel kernel() {
        return LinuxKernel.INSTANCE;
    }

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

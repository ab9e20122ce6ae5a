package slipway.plan.launch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A cgroup of our own at the top of the memory hierarchy, version 1 or 2; gone when closed. */
final class CgroupOfTest implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    private final Path path;

    private CgroupOfTest(Path path) {
        this.path = path;
    }

    static CgroupOfTest make() {
        Path v1 = ROOT.resolve("memory");
        Path top = Files.isDirectory(v1) ? v1 : ROOT;
        try {
            return new CgroupOfTest(
                    Files.createDirectory(top.resolve("slipway-test-" + UUID.randomUUID())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CgroupOfTest withMemory(long bytes) {
        CgroupOfTest group = make();
        try {
            Path v1 = group.path.resolve("memory.limit_in_bytes");
            Path v2 = group.path.resolve("memory.max");
            Path limit = Files.exists(v1) ? v1 : v2;
            assumeTrue(Files.exists(limit), "no memory controller at the top of " + ROOT);
            Files.writeString(limit, Long.toString(bytes));
            return group;
        } catch (IOException e) {
            group.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException skipped) {
            group.close();
            throw skipped;
        }
    }

    /** Where a process is moved to by writing its number. */
    String procs() {
        return path.resolve("cgroup.procs").toString();
    }

    String name() {
        return path.getFileName().toString();
    }

    /** The kernel answers EBUSY until the last process is gone altogether. */
    @Override
    public void close() {
        Eventually.within(Eventually.LONG, "rmdir " + path, this::removed);
    }

    private boolean removed() {
        try {
            Files.deleteIfExists(path);
            return true;
        } catch (IOException busy) {
            return false;
        }
    }
}

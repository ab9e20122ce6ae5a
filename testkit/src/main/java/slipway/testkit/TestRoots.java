package slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Root file systems for tests to run containers on. Each is made once and kept in {@code
 * target/test-roots}, or where system property {@code slipway.test.roots} or environment {@code
 * SLIPWAY_TEST_ROOTS} says. Tests must not change them; {@link #copy} gives a tree to write to.
 */
public final class TestRoots {
    private static final Duration DEBOOTSTRAP_LIMIT = Duration.ofMinutes(10);

    private TestRoots() {}

    /** A small tree: static busybox with a name for each applet, users, and empty mount points. */
    public static Path busybox() {
        return made("busybox", BusyboxTree::build);
    }

    /**
     * Debian's smallest tree of the release that this machine runs, from the mirror that apt uses.
     * Needs root and debootstrap unless it is made already; see {@link NeedsDebianTree}. Files are
     * readable for everyone, and {@code /dev} is empty.
     */
    public static Path debian() {
        return made("debian", TestRoots::debootstrap);
    }

    static boolean debianIsMade() {
        return isMade("debian");
    }

    static boolean isMade(String name) {
        return Files.isDirectory(storeFor(name).resolve(name));
    }

    /** Copies a tree with modes, links and, as root, owners, into a directory that is not there. */
    public static Path copy(Path tree, Path target) {
        Run.output("cp", "-a", "--", tree.toString(), target.toString());
        return target;
    }

    /** One at a time: in this JVM by the monitor, between JVMs by a lock that dies with its JVM. */
    static synchronized Path made(String name, Consumer<Path> builder) {
        Path store = storeFor(name);
        Path tree = store.resolve(name);
        if (Files.isDirectory(tree)) {
            return tree;
        }
        try {
            Files.createDirectories(store);
            try (FileChannel file =
                            FileChannel.open(
                                    store.resolve(name + ".lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                if (lock.isValid() && !Files.isDirectory(tree)) {
                    Path draft = store.resolve(name + ".draft");
                    Run.output("rm", "-rf", "--one-file-system", "--", draft.toString());
                    builder.accept(draft);
                    Files.move(draft, tree, StandardCopyOption.ATOMIC_MOVE);
                }
                return tree;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("making the " + name + " tree", e);
        }
    }

    /** The first that has the tree or may be given it. */
    private static Path storeFor(String name) {
        for (Path store : stores()) {
            if (Files.isDirectory(store.resolve(name)) || mayBeWritten(store)) {
                return store;
            }
        }
        throw new AssertionError("none of " + stores() + " has " + name + " or can be written to");
    }

    private static boolean mayBeWritten(Path store) {
        Path existing = store.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isWritable(existing);
    }

    /** A store that was handed over comes first; it may be read-only, so there is one more. */
    private static List<Path> stores() {
        List<Path> stores = new ArrayList<>();
        String property = System.getProperty("slipway.test.roots");
        String variable = System.getenv("SLIPWAY_TEST_ROOTS");
        if (property != null) {
            stores.add(Path.of(property));
        } else if (variable != null && !variable.isEmpty()) {
            stores.add(Path.of(variable));
        }
        stores.add(Repository.root().resolve("target/test-roots"));
        return stores;
    }

    private static void debootstrap(Path tree) {
        AptSource source =
                AptSource.ofThisRelease(Path.of("/etc"))
                        .orElseThrow(() -> new AssertionError("no source of this release in apt"));
        List<String> command = new ArrayList<>();
        // It mounts /proc in the tree; in a namespace of its own that ends with it, come what may.
        command.addAll(List.of("unshare", "--mount", "--propagation", "private"));
        command.addAll(List.of("debootstrap", "--variant=minbase"));
        source.keyring().ifPresent(keyring -> command.add("--keyring=" + keyring));
        command.addAll(List.of(source.suite(), tree.toString(), source.uri()));
        Run.program(command).within(DEBOOTSTRAP_LIMIT).result().succeeded();
        // An ordinary user can copy neither device nodes nor what only root can read.
        Run.output("find", tree + "/dev", "-mindepth", "1", "-delete");
        Run.output("chmod", "-R", "a+rX", tree.toString());
        Run.output("rm", "-rf", tree + "/var/cache/apt/archives", tree + "/var/lib/apt/lists");
    }
}

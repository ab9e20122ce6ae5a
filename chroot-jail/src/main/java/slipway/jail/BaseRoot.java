package slipway.jail;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import slipway.linux.Call;
import slipway.linux.FileLock;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;

/**
 * The built-in root file system {@code base}: made at the first use out of programs of the host, so
 * that a container can be run with nothing else at hand. An effect: it makes files.
 *
 * <pre>
 *   DATA/base -> base-1-b197a…-9f3c…      the link says which one is current
 *   DATA/base-1-b197a…-9f3c…/bin/…        1: of this format, b: from busybox, its time, the sources
 *   DATA/.base.draft/                     while one is made
 * </pre>
 */
public final class BaseRoot {
    private static final String LINK = "base";
    private static final String DRAFT = ".base.draft";
    private static final String PREFIX = "base-1-"; // the number changes with what is made below
    private static final int FINGERPRINT_BYTES = 8;

    private BaseRoot() {}

    /**
     * The base root file system of this data directory; made if there is none, or if busybox (or
     * the shell, where there is no busybox) has changed since. Finding it takes three looks at
     * files. Older ones stay where they are: containers may run in them.
     *
     * @return its directory, complete and readable for everybody
     * @throws java.io.UncheckedIOException if it cannot be made
     */
    public static Path ensure(Path dataDirectory) {
        String prefix = prefix();
        Optional<Path> current = current(dataDirectory, prefix);
        return current.isPresent() ? current.get() : make(dataDirectory, prefix);
    }

    /**
     * The same, and it is in use until this process ends: {@link #remove} leaves it alone so long.
     */
    public static Path use(Path dataDirectory) {
        Path tree = ensure(dataDirectory);
        // Not closed on purpose: the end of the process ends it, however it ends.
        if (FileLock.shared(tree).isPresent()) return tree;
        return ensure(dataDirectory); // it has just been removed, or somebody plays with locks
    }

    /** Base root file systems of this data directory that no new container will use. */
    public static List<Path> outdated(Path dataDirectory) {
        Optional<Path> current = current(dataDirectory, prefix());
        List<Path> outdated = new ArrayList<>();
        for (Path tree : trees(dataDirectory, LINK + "-")) {
            if (current.isEmpty() || !current.get().equals(tree)) outdated.add(tree);
        }
        return outdated;
    }

    /** What may have been left by who was interrupted while making or removing one. */
    public static List<Path> drafts(Path dataDirectory) {
        return trees(dataDirectory, DRAFT);
    }

    private static List<Path> trees(Path dataDirectory, String prefix) {
        List<Path> trees = new ArrayList<>();
        String[] names = dataDirectory.toFile().list();
        if (names == null) return trees;
        for (String name : names) {
            if (name.startsWith(prefix)) trees.add(dataDirectory.resolve(name));
        }
        return trees;
    }

    /**
     * Removes one of {@link #outdated} or {@link #drafts}, unless somebody uses it.
     *
     * @return whether it is gone
     * @throws NotRemoved with what is left of it, which is a draft then
     */
    public static boolean remove(Path tree) throws IOException {
        Optional<FileLock> lock = FileLock.exclusive(tree);
        if (lock.isEmpty()) return Files.notExists(tree, LinkOption.NOFOLLOW_LINKS);
        FileLock held = lock.get();
        try (held) {
            TreeRemoval.remove(asDraft(tree));
            return true;
        }
    }

    /** First of all it loses its name, so that nobody can find a part of it. */
    private static Path asDraft(Path tree) throws IOException {
        if (String.valueOf(tree.getFileName()).startsWith(DRAFT)) return tree;
        Path draft = tree.resolveSibling(DRAFT + ".removed-" + UUID.randomUUID());
        return Files.move(tree, draft, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What the name begins with: it tells by a single look at the host whether it is current. */
    private static String prefix() {
        long busybox = BaseSource.BUSYBOX.toFile().lastModified();
        if (busybox != 0) return PREFIX + "b" + Long.toHexString(busybox) + "-";
        return PREFIX + "t" + Long.toHexString(new File("/bin/sh").lastModified()) + "-";
    }

    /** Where the link leads to, if that is what is wanted. */
    private static Optional<Path> current(Path dataDirectory, String prefix) {
        try {
            Path name = Files.readSymbolicLink(dataDirectory.resolve(LINK));
            if (!name.toString().startsWith(prefix)) return Optional.empty();
            Path tree = dataDirectory.resolve(name);
            return tree.toFile().isDirectory() ? Optional.of(tree) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no link; what is wrong besides is told by the making
        }
    }

    private static Path make(Path dataDirectory, String prefix) {
        try {
            makeDataDirectory(dataDirectory);
            try (Draft draft = Draft.open(dataDirectory.resolve(DRAFT))) {
                Optional<Path> current = current(dataDirectory, prefix);
                if (current.isPresent()) return current.get(); // made while we waited
                BaseSource source = BaseSource.ofHost();
                String name = prefix + fingerprint(source);
                Path tree = dataDirectory.resolve(name);
                if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
                    Path made = layOut(draft.directory().resolve("tree"), source);
                    Files.move(made, tree, StandardCopyOption.ATOMIC_MOVE);
                }
                Path link = draft.directory().resolve(LINK);
                Files.createSymbolicLink(link, Path.of(name));
                Path there = dataDirectory.resolve(LINK);
                Files.move(link, there, StandardCopyOption.ATOMIC_MOVE);
                return tree;
            }
        } catch (IOException e) {
            throw DiskProblem.in("making the built-in root file system in " + dataDirectory, e);
        }
    }

    static Path layOut(Path directory, BaseSource source) throws IOException {
        RootTree tree = RootTree.in(directory);
        tree.copy(source.programs());
        for (Path extra : source.extras()) tree.copy(extra);
        tree.furnish();
        boolean merged = Files.isSymbolicLink(directory.resolve("bin"));
        Path bin = Path.of(merged ? "/usr/bin" : "/bin");
        for (String applet : source.applets()) tree.link(bin.resolve(applet), Path.of("busybox"));
        // For #!/usr/bin/env in scripts, where the host has its tools in /bin alone.
        tree.link(Path.of("/usr/bin"), Path.of("../bin"));
        return directory;
    }

    /** Changes with the files that it would be made from. */
    private static String fingerprint(BaseSource source) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path link : source.programs().links()) {
            text.append(link).append('>').append(Files.readSymbolicLink(link)).append('\n');
        }
        for (Path file : source.files()) {
            text.append(file).append(' ').append(Files.size(file)).append(' ');
            text.append(Files.getLastModifiedTime(file).toMillis()).append('\n');
        }
        text.append(source.applets());
        byte[] hash = sha256(text.toString().getBytes(StandardCharsets.UTF_8));
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < FINGERPRINT_BYTES; i++) {
            hex.append(Character.forDigit(hash[i] >> 4 & 15, 16));
            hex.append(Character.forDigit(hash[i] & 15, 16));
        }
        return hex.toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Root's can be entered by everybody: containers with mapped ids are nobody to it. */
    private static void makeDataDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) return;
        Files.createDirectories(directory);
        if (LinuxKernel.INSTANCE.call(Call.of(Syscall.GETEUID)) == 0) {
            Files.setAttribute(directory, "unix:mode", 0755);
        }
    }
}

package slipway.jail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A root file system being laid out in a directory of the host. An effect: it makes files.
 *
 * <p>All of it belongs to who makes it, and everybody may read it except for {@code /root}, so that
 * it serves as a root also where ids are mapped. Modes are kept, without set-user-id and
 * set-group-id: a copy belongs to another user, and would lend out that one's rights.
 */
public final class RootTree {
    private static final int READABLE = 0444;
    private static final int NO_SET_ID = 01777;
    private static final Path CACHE = Path.of("/etc/ld.so.cache");

    private final Path directory;

    private RootTree(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes a root file system with these programs of the host, all that they need, and nothing
     * else but the directories and files of {@code /etc} that every program expects. It is made in
     * a directory beside {@code target} and then moved there: what is found there is complete.
     *
     * @param programs paths by which the programs are to be found inside, too
     * @return {@code target}
     * @throws java.io.UncheckedIOException with the file that is missing, unreadable, foreign or
     *     damaged; nothing is left of the tree then
     */
    public static Path fromPrograms(Path target, List<Path> programs) {
        Path absolute = target.toAbsolutePath();
        Path draftName = absolute.resolveSibling("." + absolute.getFileName() + ".draft");
        try (Draft draft = Draft.open(draftName)) {
            if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(absolute.toString());
            }
            RootTree tree = RootTree.in(draft.directory().resolve("tree"));
            tree.copy(ElfClosure.of(programs));
            tree.furnish();
            Files.move(tree.directory, absolute, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (IOException e) {
            throw DiskProblem.in("making the root file system " + target, e);
        }
    }

    /** An empty one. */
    static RootTree in(Path directory) throws IOException {
        RootTree tree = new RootTree(directory);
        tree.directory("/", 0755);
        return tree;
    }

    Path path() {
        return directory;
    }

    /** Copies files and links of the host to the same paths in the tree. */
    void copy(ElfClosure closure) throws IOException {
        for (Path link : closure.links()) link(link, Files.readSymbolicLink(link));
        for (Path file : closure.files()) copy(file);
        if (closure.needsCache() && Files.isRegularFile(CACHE)) copy(CACHE);
    }

    /** Copies one regular file of the host to the same path in the tree. */
    void copy(Path file) throws IOException {
        Path copy = inside(file);
        if (Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) return;
        parents(copy);
        Files.copy(file, copy);
        int mode = (Integer) Files.getAttribute(file, "unix:mode");
        Files.setAttribute(copy, "unix:mode", mode & NO_SET_ID | READABLE);
        Files.setLastModifiedTime(copy, Files.getLastModifiedTime(file));
    }

    /** Makes a link, unless there is something of that name. */
    void link(Path name, Path to) throws IOException {
        Path link = inside(name);
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) return;
        parents(link);
        Files.createSymbolicLink(link, to);
    }

    /** The directories and files that programs expect. To be called when all else is there. */
    void furnish() throws IOException {
        // After the programs: where the host has merged them, /bin is a link to usr/bin by now.
        likeOnHost("/bin");
        likeOnHost("/sbin");
        for (String name : List.of("/dev", "/etc", "/proc", "/sys", "/run", "/var", "/home")) {
            directory(name, 0755);
        }
        directory("/root", 0700);
        directory("/tmp", 01777);
        directory("/var/tmp", 01777);
        file(
                "/etc/passwd",
                "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n");
        file("/etc/group", "root:x:0:\ntty:x:5:\nnogroup:x:65534:\n");
        file("/etc/hosts", "127.0.0.1\tlocalhost\n::1\tlocalhost\n");
        file("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
        file("/etc/hostname", "");
        file("/etc/resolv.conf", "");
        link(Path.of("/etc/mtab"), Path.of("../proc/self/mounts"));
    }

    /** A link where the host has one, and the directory that it leads to; else a directory. */
    private void likeOnHost(String name) throws IOException {
        Path host = Path.of(name);
        if (!Files.isSymbolicLink(host)) {
            if (!Files.isSymbolicLink(inside(host))) directory(name, 0755);
            return;
        }
        LinkTrail trail = LinkTrail.of(host);
        for (Path link : trail.links()) link(link, Files.readSymbolicLink(link));
        directory(trail.file().toString(), 0755);
    }

    void directory(String name, int mode) throws IOException {
        Path path = inside(Path.of(name));
        if (Files.isSymbolicLink(path)) return; // as on the host
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            parents(path);
            Files.createDirectory(path);
        }
        Files.setAttribute(path, "unix:mode", mode); // createDirectory's goes by the umask
    }

    private void file(String name, String text) throws IOException {
        Path path = inside(Path.of(name));
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        Files.write(path, text.getBytes(StandardCharsets.UTF_8));
        Files.setAttribute(path, "unix:mode", 0644);
    }

    private void parents(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null || path.equals(directory)) return;
        if (Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) return;
        directory("/" + directory.relativize(parent), 0755);
    }

    private Path inside(Path host) {
        return directory.resolve(Path.of("/").relativize(host));
    }
}

package slipway.unionfs;

import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_NOFOLLOW;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.RENAME_NOREPLACE;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.FileLock;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;

/**
 * Where layers and small blobs are kept, each under its own digest. An effect. What is found under
 * its name is complete: it was made in a draft, brought to the disk, and then renamed.
 *
 * <pre>
 *   ROOT/lock                         held for moments, while something gets or loses its name
 *   ROOT/blobs/sha256/HEX             configurations of images; locked by who uses the image
 *   ROOT/layers/trusted/HEX/tree/…    an unpacked layer; user/ in place of trusted/ for others
 *   ROOT/layers/trusted/HEX/bytes     how much is in its files
 *   ROOT/drafts/NAME/…                what is being made or removed; locked by who does it
 * </pre>
 */
public final class ContentStore {
    private static final String PRIVATE = "rwx------";
    private static final int PAUSE_MILLIS = 10;
    private static final long LONGEST_WAIT_NANOS = 60_000_000_000L;
    private static final String TREE = "tree";
    private static final String BYTES = "bytes";

    private final String root;
    private final Marks marks;
    private final Removal removal;

    /** How a tree is removed. The stage that knows this is not known here. */
    public interface Removal {
        /**
         * Removes it all, or nothing at all if it is gone already.
         *
         * @throws IOException if something of it is left
         */
        void remove(Path tree) throws IOException;
    }

    /**
     * Nothing is made before {@link #prepare}.
     *
     * @param root absolute
     */
    public ContentStore(Path root, Marks marks, Removal removal) {
        this.root = root.toString();
        this.marks = marks;
        this.removal = removal;
    }

    /** What deletions look like in the layers of this store. */
    public Marks marks() {
        return marks;
    }

    public String root() {
        return root;
    }

    /** Makes the directories, for us alone: there will be other people's set-user-id programs. */
    public void prepare() throws IOException {
        Path top = Path.of(root);
        Path above = top.getParent();
        if (above != null) Files.createDirectories(above);
        if (!Files.isDirectory(top)) {
            Files.createDirectories(
                    top,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        }
        for (String name : List.of("blobs/sha256", "layers/" + marks.space(), "drafts")) {
            Files.createDirectories(top.resolve(name));
        }
    }

    /** Whoever changes which names there are holds this; waits for it. */
    public FileLock lock() {
        Path file = Path.of(root, "lock");
        long start = System.nanoTime();
        while (System.nanoTime() - start < LONGEST_WAIT_NANOS) {
            Fd.open(file.toString(), O_RDONLY | O_CREAT | O_NOFOLLOW, 0600).close();
            Optional<FileLock> lock = FileLock.exclusive(file);
            if (lock.isPresent()) return lock.get();
            pause();
        }
        throw new StoreProblem(
                "another slipway has had the lock " + file + " for a minute",
                "fuser -v " + file + ", which shows which");
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreProblem("interrupted while waiting for a lock", "again");
        }
    }

    /** The directory of a layer, whether it is there or not. */
    public String layer(Digest diffId) {
        return layerHome(diffId) + "/" + TREE;
    }

    public boolean hasLayer(Digest diffId) {
        return new File(layerHome(diffId)).isDirectory();
    }

    /** How much is in a layer's files. */
    public long layerBytes(Digest diffId) throws IOException {
        String text = Files.readString(Path.of(layerHome(diffId), BYTES)).strip();
        return Long.parseLong(text);
    }

    private String layerHome(Digest diffId) {
        return root + "/layers/" + marks.space() + "/" + diffId.hex();
    }

    /** The layers that there are. */
    public List<Digest> layers() {
        List<Digest> layers = new ArrayList<>();
        String[] names = new File(root, "layers/" + marks.space()).list();
        if (names == null) return layers;
        for (String name : names) if (Digest.isOne("sha256:" + name)) layers.add(new Digest(name));
        return layers;
    }

    /** A blob's file, whether it is there or not. */
    public String blob(Digest digest) {
        return root + "/blobs/sha256/" + digest.hex();
    }

    public List<Digest> blobs() {
        List<Digest> blobs = new ArrayList<>();
        String[] names = new File(root, "blobs/sha256").list();
        if (names == null) return blobs;
        for (String name : names) if (Digest.isOne("sha256:" + name)) blobs.add(new Digest(name));
        return blobs;
    }

    /** Keeps a blob from being removed for as long as the lock is held; empty if it is gone. */
    public Optional<FileLock> use(Digest digest) {
        return FileLock.shared(Path.of(blob(digest)));
    }

    /** The right to remove a blob; empty while somebody uses it, and if it is gone. */
    public Optional<FileLock> keepFromUse(Digest digest) {
        return FileLock.exclusive(Path.of(blob(digest)));
    }

    public boolean hasBlob(Digest digest) {
        return new File(blob(digest)).exists();
    }

    /** A place to make something in. */
    @SuppressWarnings("try") // the lock is held, and not used
    public Draft draft() throws IOException {
        try (FileLock held = lock()) {
            Path directory = Files.createTempDirectory(Path.of(root, "drafts"), "");
            Optional<FileLock> ours = FileLock.exclusive(directory);
            if (ours.isEmpty()) throw new IOException(directory + " was locked by somebody else");
            return new Draft(directory, ours.get());
        }
    }

    /** What was being made or removed by somebody who is no more. */
    @SuppressWarnings("try") // the lock is held, and not used
    public List<Path> abandoned() {
        List<Path> abandoned = new ArrayList<>();
        String[] names = new File(root, "drafts").list();
        if (names == null) return abandoned;
        try (FileLock held = lock()) {
            for (String name : names) {
                Path draft = Path.of(root, "drafts", name);
                if (!draft.toFile().isDirectory()) continue;
                Optional<FileLock> free = FileLock.exclusive(draft);
                if (free.isPresent()) {
                    free.get().close();
                    abandoned.add(draft);
                }
            }
        }
        return abandoned;
    }

    /** Removes a tree of the store's. */
    public void remove(Path tree) throws IOException {
        removal.remove(tree);
    }

    /** A directory for what is not complete yet; what is still in it at the end is removed. */
    public final class Draft implements AutoCloseable {
        private final Path directory;
        private final FileLock lock;
        private int number;

        private Draft(Path directory, FileLock lock) {
            this.directory = directory;
            this.lock = lock;
        }

        /** A new empty directory for a layer's files. */
        public Path newLayer() throws IOException {
            Path home = Files.createDirectory(directory.resolve("layer" + number++));
            Path tree = Files.createDirectory(home.resolve(TREE));
            Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("rwxr-xr-x"));
            return tree;
        }

        /** A file for what comes by a pipe. */
        public Path newFile() {
            return directory.resolve("file" + number++);
        }

        /** Brings all that is in here to the disk, in one go. */
        public void sync() {
            try (Fd fd = Fd.open(directory.toString(), O_RDONLY | O_DIRECTORY, 0)) {
                LinuxKernel.INSTANCE.call(Call.of(Syscall.SYNCFS, Arg.num(fd.number())));
            }
        }

        /** Writes down how much is in a layer; to be called before {@link #sync}. */
        public void describe(Path tree, long bytes) throws IOException {
            Files.writeString(homeOf(tree).resolve(BYTES), bytes + "\n");
        }

        /**
         * Gives a layer its name; with the store's lock held, and after {@link #sync}. If somebody
         * else has brought the same layer meanwhile, theirs stays.
         */
        public void keepLayer(Path tree, Digest diffId) {
            String to = layerHome(diffId);
            try {
                rename(homeOf(tree).toString(), to);
            } catch (SyscallException e) {
                if (e.errno() != Errno.EEXIST) throw e;
            }
            syncDirectory(root + "/layers/" + marks.space());
        }

        /**
         * Keeps a blob under its name; with the store's lock held. One that is there stays, with
         * the locks that others have on it.
         */
        public void keepBlob(byte[] content) throws IOException {
            if (hasBlob(Digest.of(content))) return;
            Path made = newFile();
            write(made, content);
            Files.move(made, Path.of(blob(Digest.of(content))), StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(root + "/blobs/sha256");
        }

        /** Replaces a file of the store's root; with the store's lock held. */
        public void replace(String name, byte[] content) throws IOException {
            Path made = newFile();
            write(made, content);
            Files.move(made, Path.of(root, name), StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(root);
        }

        /** Takes a layer's name away; it goes when this is closed. With the store's lock held. */
        public void dropLayer(Digest diffId) {
            rename(layerHome(diffId), directory.resolve("dropped" + number++).toString());
        }

        @Override
        public void close() throws IOException {
            try (lock) {
                removal.remove(directory);
            }
        }

        private Path homeOf(Path tree) {
            Path home = tree.getParent();
            if (home == null) throw new IllegalArgumentException(tree + " is no layer's");
            return home;
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) out.write(buffer);
            out.force(true);
        }
    }

    private static void syncDirectory(String directory) {
        try (Fd fd = Fd.open(directory, O_RDONLY | O_DIRECTORY, 0)) {
            LinuxKernel.INSTANCE.call(Call.of(Syscall.FSYNC, Arg.num(fd.number())));
        }
    }

    private static void rename(String from, String to) {
        Arg here = Arg.flag(slipway.linux.Constants.AT_FDCWD, Family.DIRFD);
        Arg keep = Arg.flag(RENAME_NOREPLACE, Family.RENAME);
        LinuxKernel.INSTANCE.call(
                Call.of(Syscall.RENAMEAT2, here, Arg.text(from), here, Arg.text(to), keep));
    }
}

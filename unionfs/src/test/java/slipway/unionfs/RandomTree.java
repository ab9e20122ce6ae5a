package slipway.unionfs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import slipway.testkit.Run;

/** Files of every kind that a layer has, with names, sizes, modes, times and owners at random. */
final class RandomTree {
    /** A file with an extended attribute. */
    static final String NOTED = "noted";

    /** A file of which most is holes. */
    static final String SPARSE = "sparse";

    private static final int FILES = 60;
    private static final int[] SIZES = {0, 1, 511, 512, 513, 4096, 70_000, 600_000};

    private final Random random;
    private final boolean owners;
    private final List<Path> directories = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    RandomTree(long seed, boolean owners) {
        this.random = new Random(seed);
        this.owners = owners;
    }

    Path make(Path tree) throws IOException {
        directories.add(Files.createDirectory(tree));
        for (int i = 0; i < FILES; i++) any();
        sparse(tree.resolve(SPARSE));
        Path noted = Files.writeString(tree.resolve(NOTED), "x");
        Files.getFileAttributeView(noted, UserDefinedFileAttributeView.class)
                .write("note", ByteBuffer.wrap("noted".getBytes()));
        // A name that is no UTF-8, which a JVM cannot write.
        Run.program("sh", "-ec", "echo x >\"$(printf 'caf\\351')\"").directory(tree).result();
        for (Path file : files) furnish(file);
        for (int i = directories.size() - 1; i >= 0; i--) furnish(directories.get(i));
        return tree;
    }

    private void any() throws IOException {
        Path path = directories.get(random.nextInt(directories.size())).resolve(name());
        switch (random.nextInt(8)) {
            case 0, 1:
                if (path.toString().length() < 1500) directories.add(Files.createDirectory(path));
                break;
            case 2:
                files.add(Files.createSymbolicLink(path, Path.of(name() + "/" + name())));
                break;
            case 3:
                if (!files.isEmpty()) {
                    Files.createLink(path, files.get(random.nextInt(files.size())));
                }
                break;
            case 4:
                Run.output("mkfifo", path.toString());
                files.add(path);
                break;
            default:
                byte[] bytes = new byte[SIZES[random.nextInt(SIZES.length)]];
                random.nextBytes(bytes);
                files.add(Files.write(path, bytes));
                break;
        }
    }

    /** Different from all others, for it has a number. */
    private String name() {
        String kind = List.of("plain", "with blank", "grün", "-dash", "n").get(random.nextInt(5));
        int length = random.nextInt(6) == 0 ? 90 + random.nextInt(100) : random.nextInt(9);
        return kind + random.nextInt(1 << 30) + "x".repeat(length);
    }

    private void sparse(Path file) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 0; i < 30; i++) {
                out.seek(random.nextInt(2000) * 8192L);
                out.write(new byte[] {'p', 'i', 'e', 'c', 'e'});
            }
            out.setLength(17_000_000 + random.nextInt(1000));
        }
        files.add(file);
    }

    private void furnish(Path file) throws IOException {
        if (owners) {
            int uid = random.nextInt(2) * random.nextInt(100_000);
            Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(file, "unix:gid", uid / 2, LinkOption.NOFOLLOW_LINKS);
        }
        if (Files.isSymbolicLink(file)) return;
        int mode = random.nextInt(010000) | (Files.isDirectory(file) ? 0500 : 0400);
        Files.setAttribute(file, "unix:mode", mode);
        long seconds = random.nextInt();
        Instant time = Instant.ofEpochSecond(seconds, 1000L * random.nextInt(1_000_000));
        if (!Files.isRegularFile(file) && !Files.isDirectory(file)) {
            // A JVM would open it, and wait for somebody to write to it.
            Run.output("touch", "-h", "-d", time.toString(), file.toString());
        } else {
            Files.setLastModifiedTime(file, FileTime.from(time));
        }
    }
}

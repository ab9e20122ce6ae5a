package slipway.lessons.jail;

import static slipway.linux.Constants.S_IFBLK;
import static slipway.linux.Constants.S_IFCHR;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import slipway.lessons.world.Looked;

/** What a jailed process has in its root, looked at from outside. An effect. */
record Furnished(Looked process) {
    private static final int TYPE = 0170000;
    private static final int PERMISSIONS = 07777;

    /**
     * A file that is there.
     *
     * @param mode type and permissions
     * @param major of a device
     * @param minor of a device
     */
    record Node(int mode, long major, long minor) {
        boolean isCharacterDevice() {
            return (mode & TYPE) == S_IFCHR;
        }

        boolean isDevice() {
            return isCharacterDevice() || (mode & TYPE) == S_IFBLK;
        }

        int permissions() {
            return mode & PERMISSIONS;
        }

        String shown() {
            String permissions = String.format("mode %04o", permissions());
            if (!isDevice()) return "no device (" + permissions + ")";
            String type = isCharacterDevice() ? "the character device " : "the block device ";
            return type + major + ":" + minor + " (" + permissions + ")";
        }
    }

    /** Empty if there is nothing of that name; a link counts as what it leads to. */
    Optional<Node> node(String path) throws IOException {
        return node(process.inside(path));
    }

    private static Optional<Node> node(Path path) throws IOException {
        if (!Files.exists(path)) return Optional.empty();
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        long number = (Long) Files.getAttribute(path, "unix:rdev");
        long major = number >> 8 & 0xfff;
        long minor = number & 0xff | number >> 12 & ~0xffL;
        return Optional.of(new Node(mode, major, minor));
    }

    /** All devices below a folder, by their paths inside; links are not followed. */
    Set<String> devicesBelow(String folder) throws IOException {
        Set<String> found = new TreeSet<>();
        Path start = process.inside(folder);
        if (!Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) return found;
        Files.walkFileTree(
                start,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        boolean other = attributes.isOther() && !attributes.isSymbolicLink();
                        if (other && node(file).map(Node::isDevice).orElse(false)) {
                            found.add(folder + "/" + start.relativize(file));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult
                                .CONTINUE; // a folder that only root of the host reads
                    }
                });
        return found;
    }

    /** The numbers in /proc, which are processes. */
    Set<Integer> processes() throws IOException {
        Set<Integer> found = new TreeSet<>();
        Path proc = process.inside("/proc");
        if (!Files.isDirectory(proc)) return found;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path each : all) found.add(Integer.valueOf(each.getFileName().toString()));
        }
        return found;
    }
}

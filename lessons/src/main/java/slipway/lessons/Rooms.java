package slipway.lessons;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Folders and files for a while, named after the process that they belong to, so that those of a
 * killed one are known and go with the next check. An effect.
 */
final class Rooms {
    private Rooms() {}

    static Path fresh(Path parent) throws IOException {
        return parent.resolve(Ledger.mark());
    }

    /** Removes what processes left that are no more. */
    static void sweep(Path parent) throws IOException {
        List<Path> all;
        try (Stream<Path> list = Files.list(parent)) {
            all = list.toList();
        }
        for (Path each : all) {
            Optional<Owner> owner = Owner.of(each.getFileName().toString());
            if (owner.isPresent() && owner.get().isGone()) remove(each);
        }
    }

    /** Removes a tree; never follows a link out of it. */
    static void remove(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) return; // another one has swept, too
        Files.walkFileTree(tree, new Removal());
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        /** A learner's steps may have made a folder that nobody may look into. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
            File folder = file.toFile();
            boolean isOpen = folder.setReadable(true) && folder.setExecutable(true);
            if (!isOpen || !folder.setWritable(true) || folder.list() == null) throw e;
            Files.walkFileTree(file, this);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            File file = folder.toFile();
            boolean isOurs = file.canWrite() || file.setWritable(true);
            return isOurs ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                throws IOException {
            if (e != null) throw e;
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}

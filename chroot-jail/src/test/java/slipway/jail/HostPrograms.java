package slipway.jail;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import slipway.linux.Arch;

/** Programs and libraries of the machine that the tests run on. */
final class HostPrograms {
    private HostPrograms() {}

    /** The real file of the shell that every machine has. */
    static Path shell() {
        try {
            return Path.of("/bin/sh").toRealPath();
        } catch (IOException e) {
            throw new AssertionError("no /bin/sh", e);
        }
    }

    /** So many programs of /usr/bin that are ELF files for this machine, any of them. */
    static List<Path> sample(int count) throws IOException {
        return nativeFiles(Path.of("/usr/bin"), "*", count);
    }

    /** So many libraries out of the directory with the one of C. */
    static List<Path> libraries(int count) throws IOException {
        for (String directory : List.of("x86_64-linux-gnu", "aarch64-linux-gnu", "../lib64")) {
            Path path = Path.of("/usr/lib", directory);
            if (Files.exists(path.resolve("libc.so.6"))) return nativeFiles(path, "*.so.*", count);
        }
        throw new AssertionError("no libc.so.6");
    }

    private static List<Path> nativeFiles(Path directory, String glob, int count)
            throws IOException {
        Set<Path> all = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
            for (Path file : files) if (Files.isRegularFile(file)) all.add(file.toRealPath());
        }
        List<Path> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled);
        List<Path> taken = new ArrayList<>();
        for (Path file : shuffled) {
            if (taken.size() == count) break;
            if (isNative(file)) taken.add(file);
        }
        return taken;
    }

    private static boolean isNative(Path file) throws IOException {
        try {
            ElfFile.read(file).requireMachine(Arch.current());
            return true;
        } catch (UnreadableElf e) {
            return false;
        }
    }
}

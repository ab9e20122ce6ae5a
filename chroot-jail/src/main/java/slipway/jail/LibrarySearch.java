package slipway.jail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import slipway.linux.Arch;

/**
 * Where the loader looks for a library: the places that the asking file names, those of {@code
 * ld.so.conf}, the built-in ones. A library for another machine is passed over. An effect: it looks
 * at files.
 *
 * <p>What it leaves out: {@code LD_LIBRARY_PATH}, which belongs to one run and not to the program;
 * and the variants for newer processors in {@code glibc-hwcaps}, which stand in for a file that is
 * there as well.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ld.so.8.html">ld.so(8)</a>
 */
final class LibrarySearch {
    private static final Path CONFIG = Path.of("/etc/ld.so.conf");

    private final Arch arch;
    private final List<Path> configured;
    private final List<Path> builtIn;

    private LibrarySearch(Arch arch, List<Path> configured) {
        this.arch = arch;
        this.configured = configured;
        String triplet = processor(arch) + "-linux-gnu";
        this.builtIn =
                List.of(
                        Path.of("/lib", triplet),
                        Path.of("/usr/lib", triplet),
                        Path.of("/lib64"),
                        Path.of("/usr/lib64"),
                        Path.of("/lib"),
                        Path.of("/usr/lib"));
    }

    /** As this machine is set up now. */
    static LibrarySearch ofHost() throws IOException {
        return new LibrarySearch(Arch.current(), LoaderConfig.directories(CONFIG));
    }

    /**
     * @param path where it is, under the name by which it is found
     * @param byConfig whether a loader without {@code ld.so.cache} would miss it
     */
    record Found(Path path, ElfFile elf, boolean byConfig) {}

    /**
     * @param name of {@code DT_NEEDED}
     * @param asking the file that has it, and then the one that asked for that file, and so on up
     *     to the program: what RPATH goes by
     */
    Found find(String name, List<ElfFile> asking) throws IOException {
        ElfFile who = asking.get(0);
        if (name.indexOf('/') >= 0) {
            Path path = Path.of(expand(name, who.file(), "lib")).toAbsolutePath();
            Optional<ElfFile> elf = usable(path);
            if (elf.isEmpty()) throw new MissingNeed(who.file(), name, "it names that very path");
            return new Found(path, elf.get(), false);
        }
        Set<Path> looked = new LinkedHashSet<>(named(asking));
        int named = looked.size();
        looked.addAll(configured);
        looked.addAll(builtIn);
        int count = 0;
        for (Path directory : looked) {
            Path path = directory.resolve(name);
            Optional<ElfFile> elf = usable(path);
            boolean byConfig = count++ >= named && !builtIn.contains(directory);
            if (elf.isPresent()) return new Found(path, elf.get(), byConfig);
        }
        throw new MissingNeed(who.file(), name, "it is in none of " + looked);
    }

    private Optional<ElfFile> usable(Path path) throws IOException {
        if (!Files.isRegularFile(path)) return Optional.empty();
        try {
            return Optional.of(ElfFile.read(path).requireMachine(arch));
        } catch (UnreadableElf e) {
            return Optional.empty(); // as the loader does: the next directory may have a good one
        }
    }

    /** RUNPATH of the file itself; without one, the RPATHs of all that asked for it. */
    private List<Path> named(List<ElfFile> asking) {
        ElfFile who = asking.get(0);
        List<Path> directories = new ArrayList<>();
        if (!who.runpath().isEmpty()) {
            add(directories, who.runpath(), who.file());
            return directories;
        }
        for (ElfFile each : asking) {
            // With a RUNPATH beside it, an RPATH does not count.
            if (each.runpath().isEmpty()) add(directories, each.rpath(), each.file());
        }
        return directories;
    }

    private void add(List<Path> directories, String path, Path file) {
        for (String part : path.split(":")) {
            if (part.isEmpty()) continue; // the working directory: not the program's own
            directories.add(Path.of(expand(part, file, "lib/" + processor(arch) + "-linux-gnu")));
            if (part.contains("LIB")) {
                directories.add(Path.of(expand(part, file, "lib64")));
                directories.add(Path.of(expand(part, file, "lib")));
            }
        }
    }

    /** {@code $ORIGIN}, {@code $LIB}, {@code $PLATFORM}, each also in braces. */
    private String expand(String text, Path file, String lib) {
        String origin = String.valueOf(file.getParent());
        String expanded = text;
        expanded = expanded.replace("$ORIGIN", origin).replace("${ORIGIN}", origin);
        expanded = expanded.replace("$LIB", lib).replace("${LIB}", lib);
        String platform = processor(arch);
        return expanded.replace("$PLATFORM", platform).replace("${PLATFORM}", platform);
    }

    private static String processor(Arch arch) {
        return arch == Arch.X86_64 ? "x86_64" : "aarch64";
    }
}

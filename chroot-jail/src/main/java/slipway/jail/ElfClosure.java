package slipway.jail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import slipway.jail.UnreadableElf.NotAnElf;
import slipway.linux.Arch;

/**
 * All files that programs need to run: the interpreter, the libraries, the libraries' libraries,
 * the shells of scripts; and every symbolic link on the way to one of them. Nothing is started to
 * find out: {@code ldd} would run the program's own interpreter. An effect: it reads the files.
 *
 * <p>What a program opens by itself when it runs is not seen: plug-ins, locales, configuration.
 */
public final class ElfClosure {
    private static final int MOST_SCRIPTS = 5; // scripts run by scripts; more is ENOEXEC or ELOOP
    private static final int SCRIPT_HEAD = 256;
    private static final List<String> PATH =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private final LibrarySearch search;
    private final Set<Path> links = new TreeSet<>();
    private final Set<Path> files = new TreeSet<>();
    private boolean needsCache;

    private ElfClosure(LibrarySearch search) {
        this.search = search;
    }

    /** Of nothing yet, on this machine as it is set up now. */
    public static ElfClosure ofHost() throws IOException {
        return new ElfClosure(LibrarySearch.ofHost());
    }

    /** Of these programs on this machine. */
    public static ElfClosure of(List<Path> programs) throws IOException {
        ElfClosure closure = ofHost();
        for (Path program : programs) closure.add(program);
        return closure;
    }

    /** The symbolic links, absolute, each in a real directory. */
    public Set<Path> links() {
        return links;
    }

    /** The regular files, absolute, each in a real directory. */
    public Set<Path> files() {
        return files;
    }

    /** Whether a library is found only because {@code /etc/ld.so.cache} says where it is. */
    boolean needsCache() {
        return needsCache;
    }

    /**
     * Adds a program or a script with all that it needs; of any other file, the file alone. When it
     * fails nothing has been added.
     *
     * @throws MissingNeed if a need is not on this machine
     * @throws UnreadableElf if it, or its interpreter, is damaged or for another machine
     */
    public void add(Path program) throws IOException {
        ElfClosure more = new ElfClosure(search);
        more.addProgram(program, 0);
        links.addAll(more.links);
        files.addAll(more.files);
        needsCache |= more.needsCache;
    }

    /** The file where the way to it ends. */
    private Path addFile(Path path) throws IOException {
        LinkTrail trail = LinkTrail.of(path);
        if (!Files.isRegularFile(trail.file())) {
            throw new IOException(path + " is no regular file, so it cannot be a program");
        }
        links.addAll(trail.links());
        files.add(trail.file());
        return trail.file();
    }

    private void addProgram(Path program, int depth) throws IOException {
        Path file = addFile(program);
        List<String> script = script(file);
        if (!script.isEmpty()) {
            addInterpreter(program, script, depth);
            return;
        }
        try {
            // By its real path: $ORIGIN is where the program is, not where a link to it is.
            addElf(ElfFile.read(file).requireMachine(Arch.current()));
        } catch (NotAnElf e) {
            if (depth > 0) throw e; // data may be asked for, but nothing runs by it
        }
    }

    private void addInterpreter(Path script, List<String> line, int depth) throws IOException {
        if (depth == MOST_SCRIPTS) throw new IOException(script + ": too many scripts in a row");
        addNeed(script, line.get(0), depth);
        if (!line.get(0).endsWith("/env")) return;
        for (String word : line.subList(1, line.size())) {
            if (word.startsWith("-") || word.indexOf('=') >= 0) continue;
            addNeed(script, onPath(word), depth);
            return;
        }
    }

    private void addNeed(Path who, String interpreter, int depth) throws IOException {
        if (!Files.isRegularFile(Path.of(interpreter))) {
            throw new MissingNeed(who, interpreter, "its first line names it");
        }
        addProgram(Path.of(interpreter), depth + 1);
    }

    private static String onPath(String name) {
        for (String directory : PATH) {
            if (Files.isExecutable(Path.of(directory, name))) return directory + "/" + name;
        }
        return name;
    }

    private void addElf(ElfFile program) throws IOException {
        // Names under which something is loaded: whoever asks for one of them gets that.
        Set<String> loaded = new HashSet<>();
        if (program.interpreter().isPresent()) {
            Path loader = Path.of(program.interpreter().get());
            if (!Files.isRegularFile(loader)) {
                throw new MissingNeed(program.file(), loader.toString(), "it is its loader");
            }
            loaded.add(loader.toString());
            ElfFile.read(addFile(loader)).soname().ifPresent(loaded::add);
        }
        // tag::closure[]
        Deque<List<ElfFile>> asking = new ArrayDeque<>();
        asking.add(List.of(program));
        while (!asking.isEmpty()) {
            List<ElfFile> chain = asking.remove();
            for (String name : chain.get(0).needed()) {
                if (loaded.add(name)) addLibrary(name, chain, loaded).ifPresent(asking::add);
            }
        }
        // end::closure[]
    }

    /** Adds a library, and returns it in front of those that led to it, unless it was there. */
    private Optional<List<ElfFile>> addLibrary(String name, List<ElfFile> chain, Set<String> loaded)
            throws IOException {
        LibrarySearch.Found library = search.find(name, chain);
        needsCache |= library.byConfig();
        Path file = addFile(library.path());
        if (!loaded.add(file.toString())) return Optional.empty();
        library.elf().soname().ifPresent(loaded::add);
        List<ElfFile> longer = new ArrayList<>();
        longer.add(library.elf());
        longer.addAll(chain);
        return Optional.of(longer);
    }

    /** The words after {@code #!}; none if it is no script. */
    private static List<String> script(Path file) throws IOException {
        byte[] head;
        try (var in = Files.newInputStream(file)) {
            head = in.readNBytes(SCRIPT_HEAD);
        }
        if (head.length < 3 || head[0] != '#' || head[1] != '!') return List.of();
        String text = new String(head, 2, head.length - 2, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String line = (end < 0 ? text : text.substring(0, end)).strip();
        return line.isEmpty() ? List.of() : List.of(line.split("\\s+"));
    }
}

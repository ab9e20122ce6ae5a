package slipway.lessons.jail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import slipway.jail.ElfClosure;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.world.StaticProgram;
import slipway.lessons.world.Words;
import slipway.linux.Errno;
import slipway.plan.StepFailed;

/** Exercise 1.1: roots are made as the learner says, and programs are run in them. */
public final class RootChecks implements Checks {
    private Optional<TrialProgram> chosen = Optional.empty();

    @Override
    public void run(Bench bench) {
        bench.check("few", () -> few(bench));
        bench.check("links", () -> links(bench));
        bench.check("interpreter", () -> interpreter(bench));
        bench.check("libraries", () -> libraries(bench));
        bench.check("names", () -> names(bench));
        bench.check("static", () -> staticProgram(bench));
    }

    /** The same in all checks of one run: to find out whether it is good takes a while. */
    private TrialProgram program(Bench bench) throws IOException {
        if (chosen.isEmpty()) chosen = Optional.of(TrialProgram.any(bench));
        return chosen.get();
    }

    private static Map<String, Path> filesFor(Bench bench, Path program, HostFiles host)
            throws Exception {
        Map<String, Path> files = bench.learner(FillsRoots.class).filesFor(program, host);
        if (files == null) throw NotYet.unusable("filesFor returned null, and no map.");
        Map<String, Path> checked = new TreeMap<>();
        for (Map.Entry<@Nullable String, @Nullable Path> each : files.entrySet()) {
            checked.put(inside(each.getKey()), file(each.getValue()));
        }
        return checked;
    }

    private static String inside(@Nullable String path) {
        if (path != null && path.length() > 1 && path.startsWith("/")) {
            if (Path.of(path).normalize().toString().equals(path)) return path;
        }
        throw NotYet.unusable("'" + path + "' is not an absolute path without . and .. in it.");
    }

    private static Path file(@Nullable Path file) {
        if (file != null && file.isAbsolute()) {
            boolean regular = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
            if (regular || Files.isSymbolicLink(file)) return file;
        }
        throw NotYet.unusable(
                file + " is not the absolute path of a file or link of this machine.");
    }

    private static Map<String, Path> filesFor(Bench bench, TrialProgram program) throws Exception {
        return filesFor(bench, program.path(), new ElfHostFiles(program.needs()));
    }

    private void few(Bench bench) throws Exception {
        TrialProgram program = program(bench);
        Map<String, Path> files = filesFor(bench, program);
        if (files.isEmpty()) throw new NotYet("Your map is empty: not even the program is in it.");
        superfluous(program.path(), program.needs(), files);
    }

    private static void superfluous(Path program, ElfClosure needs, Map<String, Path> files)
            throws IOException {
        List<Path> more = new ArrayList<>();
        for (Path file : files.values()) {
            Path link = real(file.resolveSibling(".")).resolve(file.getFileName());
            boolean needed = needs.files().contains(link) || needs.links().contains(link);
            if (!needed && !needs.files().contains(real(file))) more.add(file);
        }
        if (more.isEmpty()) return;
        throw new NotYet(
                program
                        + " does not need "
                        + more.size()
                        + " of the "
                        + files.size()
                        + " files, such as "
                        + more.get(0)
                        + ".");
    }

    private void links(Bench bench) throws Exception {
        Map<String, Path> files = filesFor(bench, program(bench));
        Optional<String> dangling = TrialRoot.filled(bench, files).danglingLink();
        if (dangling.isEmpty()) return;
        Path link = files.getOrDefault(dangling.get(), Path.of("/"));
        throw new NotYet(
                "In the root "
                        + dangling.get()
                        + " is a symbolic link to "
                        + Files.readSymbolicLink(link)
                        + ". That is not in the root.");
    }

    private void interpreter(Bench bench) throws Exception {
        TrialProgram program = program(bench);
        TrialRoot root = TrialRoot.filled(bench, filesFor(bench, program));
        try {
            root.says(program); // what it says is for the next checks
        } catch (StepFailed e) {
            throw new NotYet(refused(program.path(), root, e.errno()));
        }
    }

    private static String refused(Path program, TrialRoot root, Errno errno) {
        boolean there = root.has(program.toString());
        return "execve(\""
                + program
                + "\") failed with "
                + errno
                + ". In the root "
                + program
                + (there ? " is there." : " is not there.");
    }

    private void libraries(Bench bench) throws Exception {
        TrialProgram program = program(bench);
        Map<String, Path> files = filesFor(bench, program);
        Optional<String> instead = TrialRoot.filled(bench, files).says(program);
        if (instead.isEmpty()) return;
        Set<Path> real = new HashSet<>();
        for (Path file : files.values()) real.add(real(file));
        // That all of them are there under wrong names is for the next check.
        if (real.containsAll(program.needs().files())) return;
        throw new NotYet("The program was started, and this came of it: " + instead.get());
    }

    private void names(Bench bench) throws Exception {
        TrialProgram program = program(bench);
        TrialRoot root = TrialRoot.filled(bench, filesFor(bench, program));
        Optional<String> instead = root.says(program);
        if (instead.isEmpty()) return;
        throw new NotYet(
                "The contents of all libraries are in the root. Still, this came of the program: "
                        + instead.get());
    }

    private void staticProgram(Bench bench) throws Exception {
        String word = Words.random();
        Path program = StaticProgram.saying(word, bench.scratch().resolve(Words.random()));
        HostFiles host = new ElfHostFiles(program(bench).needs());
        Map<String, Path> files = filesFor(bench, program, host);
        superfluous(program, ElfClosure.of(List.of(program)), files);
        TrialRoot root = TrialRoot.filled(bench, files);
        try {
            Optional<String> instead = root.says(List.of(program.toString()), word);
            if (instead.isPresent()) {
                throw new NotYet("A static program was to say " + word + ": " + instead.get());
            }
        } catch (StepFailed e) {
            throw new NotYet(refused(program, root, e.errno()));
        }
    }

    private static Path real(Path file) throws IOException {
        return file.toRealPath();
    }
}

package slipway.lessons.jail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import slipway.jail.ElfClosure;
import slipway.jail.ElfFile;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.plan.StepFailed;

/**
 * A dynamic program of this machine that is good to try roots with: one of its libraries needs a
 * library that it does not name itself, and it runs in a root with all that we know it needs. An
 * effect.
 *
 * @param path absolute
 * @param words what it is called with before the name of a file that it will say
 */
record TrialProgram(Path path, List<String> words, ElfClosure needs) {
    private static final List<TrialProgram> NONE = List.of();
    private static final Map<String, List<String>> KNOWN =
            Map.of(
                    "ls", List.of(),
                    "find", List.of(),
                    "sed", List.of("-n", "p"),
                    "grep", List.of("."),
                    "stat", List.of(),
                    "bash", List.of("-c", "echo $0"));

    TrialProgram {
        words = List.copyOf(words);
    }

    /** Any of those that this machine has. */
    static TrialProgram any(Bench bench) throws IOException {
        List<String> names = new ArrayList<>(KNOWN.keySet());
        Collections.shuffle(names);
        for (String name : names) {
            for (TrialProgram program : named(name)) if (program.isGood(bench)) return program;
        }
        throw new CannotJudge(
                "none of "
                        + KNOWN.keySet()
                        + " is here, is dynamic, has libraries that need libraries, and runs in a"
                        + " root of its own");
    }

    private static List<TrialProgram> named(String name) {
        for (String folder : List.of("/usr/bin", "/bin")) {
            Path path = Path.of(folder, name);
            if (!Files.isExecutable(path)) continue;
            try {
                List<String> words = KNOWN.getOrDefault(name, List.of());
                return List.of(new TrialProgram(path, words, ElfClosure.of(List.of(path))));
            } catch (IOException e) {
                continue; // a script, or of another machine: not one to try roots with
            }
        }
        return NONE;
    }

    private boolean isGood(Bench bench) throws IOException {
        if (!hasHiddenNeeds()) return false;
        Map<String, Path> all = new TreeMap<>();
        for (Path file : needs.files()) all.put(file.toString(), file);
        for (Path link : needs.links()) all.put(link.toString(), link);
        try {
            TrialRoot root = TrialRoot.filled(bench, all);
            return root.says(this).isEmpty();
        } catch (StepFailed e) {
            return false; // such as EACCES where the scratch folder is mounted noexec
        }
    }

    /** Whether there is more than the program, its interpreter and what it names itself. */
    private boolean hasHiddenNeeds() throws IOException {
        ElfFile elf = ElfFile.read(path);
        Optional<String> interpreter = elf.interpreter();
        if (interpreter.isEmpty()) return false;
        HostFiles host = new ElfHostFiles(needs);
        Set<Path> known = new HashSet<>();
        known.add(path.toRealPath());
        known.add(Path.of(interpreter.get()).toRealPath());
        for (String name : elf.needed()) known.add(host.library(name).toRealPath());
        return !known.containsAll(needs.files());
    }
}

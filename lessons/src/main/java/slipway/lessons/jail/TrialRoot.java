package slipway.lessons.jail;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.lessons.Bench;
import slipway.lessons.NotYet;
import slipway.lessons.world.Answer;
import slipway.lessons.world.Words;
import slipway.lessons.world.World;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Exec;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.Steps;

/** A root with the files that somebody asked for, and a program run in it. An effect. */
final class TrialRoot {
    private final Bench bench;
    private final Path folder;
    private final Map<String, Path> files;

    private TrialRoot(Bench bench, Path folder, Map<String, Path> files) {
        this.bench = bench;
        this.folder = folder;
        this.files = files;
    }

    /**
     * @throws NotYet if they do not go into one root
     */
    static TrialRoot filled(Bench bench, Map<String, Path> files) throws IOException {
        Path folder = Files.createTempDirectory(bench.scratch(), "root");
        folder.toFile().setExecutable(true, false);
        TrialRoot root = new TrialRoot(bench, folder, files);
        try {
            // Links last: what is written through one could land outside of the root.
            for (String inside : files.keySet()) if (!root.isLink(inside)) root.copy(inside);
            for (String inside : files.keySet()) if (root.isLink(inside)) root.copy(inside);
        } catch (FileAlreadyExistsException e) {
            throw new NotYet("In the root " + root.inside(e.getFile()) + " would be two things.");
        }
        return root;
    }

    private boolean isLink(String inside) {
        return Files.isSymbolicLink(files.getOrDefault(inside, Path.of("/")));
    }

    private void copy(String inside) throws IOException {
        Path source = files.getOrDefault(inside, Path.of("/"));
        Path target = folder.resolve(inside.substring(1));
        Files.createDirectories(target.getParent());
        Files.copy(source, target, LinkOption.NOFOLLOW_LINKS);
        if (isLink(inside)) return;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String inside(String path) {
        return path.substring(folder.toString().length());
    }

    /** Whether the program's own file is there. */
    boolean has(String inside) {
        return Files.exists(folder.resolve(inside.substring(1)), LinkOption.NOFOLLOW_LINKS);
    }

    /** The first link that leads nowhere, as seen from inside. */
    Optional<String> danglingLink() throws IOException {
        List<Step> opening = new ArrayList<>();
        List<String> links = new ArrayList<>();
        for (String inside : files.keySet()) {
            if (!isLink(inside)) continue;
            links.add(inside);
            opening.add(open(inside));
        }
        Optional<StepFailed> failed = world().probe(Answer.NOTHING, opening.toArray(new Step[0]));
        if (failed.isEmpty()) return Optional.empty();
        for (int i = 0; i < links.size(); i++) {
            if (opening.get(i) == failed.get().step()) return Optional.of(links.get(i));
        }
        throw failed.get();
    }

    private static Step open(String path) {
        return Step.call(
                "open " + path,
                Call.of(
                        Syscall.OPENAT,
                        Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                        Arg.text(path),
                        Arg.flag(Constants.O_RDONLY, Family.OPEN),
                        Arg.mode(0)));
    }

    /**
     * Runs the program on a file with a random name and the same word in it.
     *
     * @return what it did instead of saying the word; empty if it said it
     * @throws StepFailed if it could not be executed
     */
    Optional<String> says(TrialProgram program) throws IOException {
        String word = Words.random();
        Files.writeString(folder.resolve(word), word + "\n");
        List<String> argv = new ArrayList<>(List.of(program.path().toString()));
        argv.addAll(program.words());
        argv.add("/" + word);
        return says(argv, word);
    }

    /** Runs a program that is to say a word. */
    Optional<String> says(List<String> argv, String word) throws IOException {
        World.Ran ran = world().run(Answer.NOTHING, Exec.search(argv, List.of("LC_ALL=C"), ""));
        boolean said = ran.end().equals(ExitStatus.exited(0)) && ran.output().contains(word);
        if (said) return Optional.empty();
        return Optional.of("'" + ran.output().strip() + "' (" + ran.end() + ")");
    }

    private World world() {
        return World.of(bench).after(Steps.chroot(folder.toString()), Steps.chdir("/"));
    }
}

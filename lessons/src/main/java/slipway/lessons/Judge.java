package slipway.lessons;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * Finds out whether a solution is right: compiles it here, has it checked in a process of its own
 * with limits of time and memory, and looks at what is left afterwards. An effect.
 */
final class Judge {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String MEMORY = "-Xmx96m";
    private static final int PRINTED_MAX = 2000;

    private final Path room;
    private final String left;

    /**
     * @param room a folder of ours; a folder in it for each check goes with the check
     */
    Judge(Path room) {
        this(room, "");
    }

    /**
     * A judge that is not as good as it should be, for the test of the gate.
     *
     * @param left the name of a check that is not made
     */
    Judge(Path room, String left) {
        this.room = room;
        this.left = left;
    }

    /**
     * @param source of the learner's class
     * @param earlier the sources of what the exercise needs; what is not there is not there
     */
    Verdict judge(Exercise exercise, String source, Map<Exercise, String> earlier)
            throws IOException {
        Files.createDirectories(room);
        Rooms.sweep(room);
        Path here = Files.createDirectory(Rooms.fresh(room));
        try {
            Path sources = Files.createDirectory(here.resolve("sources"));
            List<Exercise> known = new ArrayList<>(List.of(exercise));
            for (Map.Entry<Exercise, String> each : earlier.entrySet()) {
                known.add(each.getKey());
                Files.writeString(sources.resolve(each.getKey().fileName()), each.getValue());
            }
            Files.writeString(sources.resolve(exercise.fileName()), source);
            Path classes = Files.createDirectory(here.resolve("classes"));
            Visible visible = Visible.in(known);
            List<String> errors = Compiler.compile(sources, exercise.fileName(), visible, classes);
            if (!errors.isEmpty()) return new Verdict(errors, List.of(), "", "");
            return check(exercise, here, classes);
        } finally {
            Rooms.remove(here);
        }
    }

    private Verdict check(Exercise exercise, Path here, Path classes) throws IOException {
        Path scratch = Files.createDirectory(here.resolve("scratch"));
        Path report = Files.createFile(here.resolve("report"));
        Path printed = Files.createFile(here.resolve("printed"));
        String mark = Ledger.mark();
        Optional<ExitStatus> end =
                run(
                        List.of(exercise.id(), scratch.toString(), report.toString(), left),
                        classes,
                        printed,
                        mark);
        List<String> litter = Ledger.left(mark, scratch);
        List<Finding> findings = Report.read(report);
        byte[] bytes = Files.readAllBytes(printed);
        String text =
                new String(bytes, 0, Math.min(bytes.length, PRINTED_MAX), StandardCharsets.UTF_8);
        String trouble = "";
        if (end.isEmpty()) {
            trouble = "It was stopped after " + LIMIT.toSeconds() + " seconds.";
        } else if (!Report.isWhole(report)) {
            trouble = "The process ended (" + end.get() + ") before all checks were made.";
        } else if (!litter.isEmpty() && findings.stream().noneMatch(Judge::failed)) {
            trouble = "It left behind: " + String.join(", ", litter) + ".";
        }
        return new Verdict(List.of(), findings, trouble, text);
    }

    private static boolean failed(Finding finding) {
        return finding.outcome() == Outcome.NOT_YET;
    }

    /** Empty when it took too long; then it is dead. */
    private static Optional<ExitStatus> run(
            List<String> words, Path classes, Path printed, String mark) {
        List<String> argv = new ArrayList<>();
        argv.add(System.getProperty("java.home") + "/bin/java");
        argv.addAll(List.of(MEMORY, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        argv.addAll(List.of("-XX:-UsePerfData", "-XX:-MaxFDLimit", "-Xshare:auto"));
        if (Runtime.version().feature() >= 22) argv.add("--enable-native-access=ALL-UNNAMED");
        String library = System.getProperty("slipway.native");
        if (library != null) argv.add("-Dslipway.native=" + library);
        argv.add("-cp");
        argv.add(System.getProperty("java.class.path", "") + File.pathSeparator + classes);
        argv.add(BenchMain.class.getName());
        argv.addAll(words);
        List<String> variables = new ArrayList<>();
        for (Map.Entry<String, String> each : System.getenv().entrySet()) {
            if (!each.getKey().equals(Ledger.VARIABLE)) {
                variables.add(each.getKey() + "=" + each.getValue());
            }
        }
        variables.add(Ledger.VARIABLE + "=" + mark);
        Plan inside = Plan.of(Exec.search(argv, variables, ""));
        try (Fd nothing = Fd.open("/dev/null", Constants.O_RDWR, 0);
                Fd out = Fd.open(printed.toString(), Constants.O_WRONLY, 0);
                Launcher launcher = new Launcher();
                Child child =
                        launcher.start(
                                Launch.of(inside).withFds(Map.of(0, nothing, 1, out, 2, out)))) {
            return child.await(LIMIT);
        }
    }
}

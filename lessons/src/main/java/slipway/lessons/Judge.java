package slipway.lessons;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.lessons.desk.JavaCommand;
import slipway.lessons.desk.Visible;
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
    private static final int PRINTED_MAX = 2000;
    private static final int TOLD_MAX = 12_000;

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
        return judge(exercise, source, earlier, "");
    }

    /** The same; and what was printed tells also what the class was asked and what it answered. */
    Verdict tell(Exercise exercise, String source, Map<Exercise, String> earlier)
            throws IOException {
        return judge(exercise, source, earlier, "tell");
    }

    private Verdict judge(
            Exercise exercise, String source, Map<Exercise, String> earlier, String tell)
            throws IOException {
        Files.createDirectories(room);
        Rooms.sweep(room);
        Ledger.sweep();
        Path here = Files.createDirectory(Rooms.fresh(room));
        try {
            Path sources = Files.createDirectory(here.resolve("sources"));
            for (Map.Entry<Exercise, String> each : earlier.entrySet()) {
                Files.writeString(sources.resolve(each.getKey().fileName()), each.getValue());
            }
            Files.writeString(sources.resolve(exercise.fileName()), source);
            Path classes = Files.createDirectory(here.resolve("classes"));
            Visible visible = Course.INSTANCE.visible(exercise);
            List<String> errors = Compiler.compile(sources, exercise.fileName(), visible, classes);
            if (!errors.isEmpty()) return new Verdict(errors, List.of(), "", "");
            return check(exercise, here, classes, tell);
        } finally {
            Rooms.remove(here);
        }
    }

    private Verdict check(Exercise exercise, Path here, Path classes, String tell)
            throws IOException {
        Path scratch = Files.createDirectory(here.resolve("scratch"));
        Path printed = Files.createFile(here.resolve("printed"));
        List<String> words = Report.freshWords();
        Path report = Files.write(here.resolve("report"), words);
        String mark = Ledger.mark();
        List<String> argv =
                JavaCommand.of(
                        BenchMain.class,
                        List.of(exercise.id(), scratch.toString(), classes.toString(), left, tell));
        Optional<ExitStatus> end;
        Report.Read read;
        try (Fd nameless = Fd.open(report.toString(), Constants.O_RDWR, 0)) {
            Files.delete(report); // the learner's code is not to find it
            end = run(argv, printed, nameless, mark);
            read = Report.read(Path.of(nameless.path()), words);
        }
        List<String> litter = Ledger.left(mark, scratch);
        byte[] bytes = Files.readAllBytes(printed);
        int most = Math.min(bytes.length, tell.isEmpty() ? PRINTED_MAX : TOLD_MAX);
        String text = new String(bytes, 0, most, StandardCharsets.UTF_8);
        String trouble = "";
        if (end.isEmpty()) {
            trouble =
                    "It was stopped after "
                            + LIMIT.toSeconds()
                            + " seconds"
                            + where(exercise, read);
        } else if (read.isForged()) {
            trouble = "Somebody who does not check wrote in the report of the checks.";
        } else if (!read.isWhole()) {
            trouble = "The checks ended (" + end.get() + ") before all of them were made.";
        } else if (!litter.isEmpty() && read.findings().stream().noneMatch(Judge::failed)) {
            trouble = "It left behind: " + String.join(", ", litter) + ".";
        }
        return new Verdict(List.of(), read.findings(), trouble, text);
    }

    /** The check that had not come to its end. */
    private static String where(Exercise exercise, Report.Read read) {
        int made = read.findings().size();
        if (made >= exercise.checks().size()) return ".";
        return ", in the check " + exercise.checks().get(made).name() + ".";
    }

    private static boolean failed(Finding finding) {
        return finding.outcome() == Outcome.NOT_YET;
    }

    /** Empty when it took too long; then it is dead. */
    private static Optional<ExitStatus> run(
            List<String> argv, Path printed, Fd report, String mark) {
        List<String> variables = new ArrayList<>();
        for (Map.Entry<String, String> each : System.getenv().entrySet()) {
            if (!each.getKey().equals(Ledger.VARIABLE)) {
                variables.add(each.getKey() + "=" + each.getValue());
            }
        }
        variables.add(Ledger.VARIABLE + "=" + mark);
        Plan inside = Plan.of(Exec.search(argv, variables, ""));
        try (Fd nothing = Fd.open("/dev/null", Constants.O_RDWR, 0);
                Fd out = Fd.open(printed.toString(), Constants.O_WRONLY | Constants.O_APPEND, 0);
                Launcher launcher = new Launcher();
                Child child =
                        launcher.start(
                                Launch.of(inside)
                                        .withFds(
                                                Map.of(
                                                        0,
                                                        nothing,
                                                        1,
                                                        out,
                                                        2,
                                                        out,
                                                        Report.NUMBER,
                                                        report)))) {
            return child.await(LIMIT);
        }
    }
}

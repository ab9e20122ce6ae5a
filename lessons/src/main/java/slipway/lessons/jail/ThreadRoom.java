package slipway.lessons.jail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import slipway.lessons.Bench;
import slipway.lessons.NotYet;
import slipway.lessons.NotYetWritten;
import slipway.lessons.desk.JavaCommand;
import slipway.lessons.world.Apart;
import slipway.linux.Constants;
import slipway.linux.Fd;
import slipway.linux.Pipe;
import slipway.plan.Exec;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/**
 * A JVM that is thrown away, seen from outside: where its threads have their roots, according to
 * {@code /proc}, while work is done in a jail and afterwards. An effect.
 */
final class ThreadRoom {
    // Two JVMs start one after the other on a machine that may have other work.
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final long PAUSE_MILLIS = 20;

    private final Bench bench;
    private final String className;
    private final Path root;
    private final String mark;

    /**
     * @param root where the jail is, with a file {@code mark}
     */
    ThreadRoom(Bench bench, String className, Path root, String mark) {
        this.bench = bench;
        this.className = className;
        this.root = root;
        this.mark = mark;
    }

    /**
     * What was seen.
     *
     * @param caller the thread that called the learner's method
     * @param worker the thread on which the work was done
     * @param read what the work found in /mark, or an errno
     * @param roots of each thread, while the work was done
     * @param cwd where the worker stood
     * @param rootAfterwards of the caller, once the method had returned
     * @param answered whether what the work returned came back
     */
    record Seen(
            long caller,
            long worker,
            String read,
            Map<Long, String> roots,
            String cwd,
            String rootAfterwards,
            boolean answered) {}

    Seen look() throws Exception {
        Path said = bench.file("said", "");
        try (Fd out = Fd.open(said.toString(), Constants.O_WRONLY | Constants.O_APPEND, 0);
                Pipe nods = Pipe.open();
                Child jvm = bench.launcher().start(launch(nods.readEnd(), out))) {
            String caller = line(jvm, said, "caller");
            String[] inside = line(jvm, said, "inside").split(" ", 2);
            Path tasks = Path.of("/proc/" + jvm.pid() + "/task");
            Map<Long, String> roots = roots(tasks);
            String cwd = Files.readSymbolicLink(tasks.resolve(inside[0] + "/cwd")).toString();
            nods.writeEnd().write(new byte[1]);
            boolean answered = line(jvm, said, "after").equals("the same");
            return new Seen(
                    Long.parseLong(caller),
                    Long.parseLong(inside[0]),
                    inside[1],
                    roots,
                    cwd,
                    Files.readSymbolicLink(tasks.resolve(caller + "/root")).toString(),
                    answered);
        }
    }

    private Launch launch(Fd in, Fd out) {
        List<String> words =
                List.of(className, bench.learnerClasses().toString(), root.toString(), mark);
        List<String> argv = JavaCommand.of(ThreadRoomMain.class, words);
        List<String> variables = new ArrayList<>();
        System.getenv().forEach((name, value) -> variables.add(name + "=" + value));
        return Apart.of(List.of(Exec.search(argv, variables, "")))
                .withFds(Map.of(0, in, 1, out, 2, Fd.STDERR));
    }

    /** What the JVM says under this name, as soon as it does. */
    private static String line(Child jvm, Path said, String name) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            boolean over = jvm.await(Duration.ZERO).isPresent();
            for (String line : Files.readAllLines(said)) {
                String rest = line.substring(line.indexOf(' ') + 1);
                if (line.startsWith(name + " ")) return rest;
                if (line.startsWith("unwritten ")) throw new NotYetWritten(rest);
                if (line.startsWith("threw ")) throw new NotYet("Your code threw " + rest + ".");
            }
            if (over || System.nanoTime() > end) {
                throw new NotYet(missing(name) + (over ? " The JVM has ended." : ""));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static String missing(String name) {
        return switch (name) {
            case "inside" -> "inJail did not do the work that it was given.";
            case "after" -> "The work was done, but inJail did not return.";
            default -> "The JVM to be thrown away did not start.";
        };
    }

    private static Map<Long, String> roots(Path tasks) throws IOException {
        Map<Long, String> roots = new TreeMap<>();
        List<Path> all;
        try (Stream<Path> list = Files.list(tasks)) {
            all = list.toList();
        }
        for (Path task : all) {
            try {
                String root = Files.readSymbolicLink(task.resolve("root")).toString();
                roots.put(Long.valueOf(task.getFileName().toString()), root);
            } catch (java.nio.file.NoSuchFileException e) {
                continue; // a compiler's thread, which comes and goes
            }
        }
        return roots;
    }
}

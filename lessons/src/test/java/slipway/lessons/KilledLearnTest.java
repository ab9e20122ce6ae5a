package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/**
 * The loop is killed by a signal that it cannot see, while it starts, checks, waits, resets, and
 * writes down what was done. Nothing the learner has saved is lost, and nothing goes on running.
 */
@NothingLeaks
class KilledLearnTest {
    private static final int MOMENTS = 10;
    private static final int LONGEST_MILLIS = 2500;
    private static final long LIMIT_NANOS = 60_000_000_000L;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Exercise exercise = Course.INSTANCE.exercise("0.1");
    private final Set<String> saved = new HashSet<>();
    @TempDir private Path lessons;

    private Process start() throws IOException {
        ProcessBuilder learn =
                new ProcessBuilder(Installed.script(), "learn")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectErrorStream(true);
        learn.environment().putAll(Installed.environment(lessons));
        return learn.start();
    }

    @Test
    void at_any_moment_no_work_is_lost_and_nothing_is_left_running() throws Exception {
        int events = 0;
        for (int i = 0; i < MOMENTS; i++) {
            Process learn = start();
            try (OutputStream keys = learn.getOutputStream()) {
                int stop = random.nextInt(LONGEST_MILLIS);
                for (int now = 0; now < stop; now += 250) {
                    act(keys);
                    Thread.sleep(Math.min(250, stop - now));
                }
            } finally {
                learn.destroyForcibly().waitFor();
            }
            awaitNobody();
            assertThat(written()).as("seed %d", seed).containsAll(saved);
            int now = wholeEvents();
            assertThat(now).as("seed %d", seed).isGreaterThanOrEqualTo(events);
            events = now;
        }
        goOn();
        assertThat(wholeEvents()).isGreaterThan(events);
    }

    /** What a learner does in a moment; keys go lost when the loop has not begun to listen. */
    private void act(OutputStream keys) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> press(keys, "h");
            case 1 -> press(keys, "reset");
            case 2 -> press(keys, "c");
            default -> save("// " + random.nextLong() + "\n" + exercise.code().solution());
        }
    }

    private static void press(OutputStream keys, String key) throws IOException {
        keys.write((key + "\n").getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /**
     * By rename, as careful editors do. Only what nobody has reset meanwhile must be in the file;
     * that it was there at some time is enough for it to be kept.
     */
    private void save(String text) throws IOException {
        Path file = lessons.resolve(exercise.fileName());
        if (Files.exists(file)) {
            // What an editor replaces is the editor's business.
            saved.remove(Files.readString(file));
        }
        Path fresh = Files.writeString(lessons.resolve("4913"), text);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        saved.add(text);
    }

    /** The texts of all files of the exercise, also of those that a reset has put aside. */
    private Set<String> written() throws IOException {
        Set<String> texts = new HashSet<>();
        try (Stream<Path> files = Files.list(lessons)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(exercise.fileName())) {
                    texts.add(Files.readString(file));
                }
            }
        }
        return texts;
    }

    private int wholeEvents() throws IOException {
        Path story = lessons.resolve("progress.jsonl");
        if (!Files.exists(story)) return 0;
        List<String> lines = new ArrayList<>(Files.readAllLines(story));
        lines.removeIf(String::isBlank);
        int events = Workshop.at(lessons).progress().events().size();
        for (String line : lines.subList(0, Math.min(events, lines.size()))) {
            if (line.endsWith("}")) JsonParser.parseString(line);
        }
        return events;
    }

    /** Of all that learn has started; each has the name of the folder in its environment. */
    private void awaitNobody() throws InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!ours().isEmpty()) {
            assertThat(System.nanoTime()).as("seed %d: %s", seed, ours()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private List<String> ours() {
        List<String> ours = new ArrayList<>();
        String variable = "SLIPWAY_LESSONS=" + lessons;
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            try {
                byte[] all = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
                if (new String(all, StandardCharsets.ISO_8859_1).contains(variable)) {
                    ours.add(process + " " + process.info().commandLine().orElse(""));
                }
            } catch (IOException e) {
                continue; // gone, or somebody else's
            }
        }
        return ours;
    }

    /** The next learn takes up the work, and sweeps the room of its predecessors. */
    private void goOn() throws Exception {
        Files.writeString(lessons.resolve(exercise.fileName()), exercise.code().solution());
        assertThat(learn("check", exercise.id()).stdout()).contains("0.1", ": passed");
        assertThat(lessons.resolve(".checks")).isEmptyDirectory();
        assertThat(learn("list").stdout()).contains("passed");
    }

    private Run.Result learn(String... words) {
        List<String> command = new ArrayList<>(List.of(Installed.script(), "learn"));
        command.addAll(List.of(words));
        Run run = Run.program(command);
        Installed.environment(lessons).forEach(run::environment);
        return run.result().succeeded();
    }

    @Test
    void a_process_that_the_learners_class_has_started_is_ended_by_the_next_learn()
            throws Exception {
        String stub = exercise.code().stub();
        String starts =
                " static { try { new ProcessBuilder(\"sleep\", \"600\").start(); Thread.sleep(600000); }"
                        + " catch (Exception e) { throw new RuntimeException(e); } }";
        int at = stub.indexOf('{', stub.indexOf("class Snapshots")) + 1;
        Files.writeString(
                lessons.resolve(exercise.fileName()),
                stub.substring(0, at) + starts + stub.substring(at));
        Process learn = start();
        try {
            awaitSomebody("sleep 600");
        } finally {
            learn.destroyForcibly().waitFor();
        }
        Files.writeString(lessons.resolve(exercise.fileName()), exercise.code().solution());
        learn("check", exercise.id());
        awaitNobody();
    }

    private void awaitSomebody(String command) throws InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (ours().stream().noneMatch(each -> each.contains(command))) {
            assertThat(System.nanoTime()).as("%s", ours()).isLessThan(end);
            Thread.sleep(50);
        }
    }
}

package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A learner at work, in a folder of their own. */
class LearnTest {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Exercise first = Course.INSTANCE.exercises().get(0);
    @TempDir private Path folder;

    private int learn(String... words) throws Exception {
        bytes.reset();
        return new Learn(Workshop.at(folder), out).command(List.of(words));
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void the_loop_goes_from_the_stub_by_a_saved_file_and_a_key_to_the_next_exercise()
            throws Exception {
        PipedOutputStream keys = new PipedOutputStream();
        Workshop workshop = Workshop.at(folder);
        Watch watch = new Watch(new Learn(workshop, out), workshop, out);
        PipedInputStream in = new PipedInputStream(keys);
        CompletableFuture<Integer> loop =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return watch.run(in);
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
        await("This part is not written yet");
        type(keys, "n");
        await("First this one");
        type(keys, "p");
        await("c) none: the program is a process");
        type(keys, "p nonsense");
        await("there is no answer nonsense");
        type(keys, "p c");
        await("So it is.");
        type(keys, "p");
        type(keys, "a");
        await("It is not so.");
        type(keys, "h");
        await("Hint 1 of 3");
        Files.writeString(workshop.file(first), first.code().solution());
        await("Passed: n and Enter");
        type(keys, "n");
        await("0.2 A program");
        type(keys, "q");
        assertThat(loop.get(60, TimeUnit.SECONDS)).isZero();
    }

    private static void type(PipedOutputStream keys, String key) throws Exception {
        keys.write((key + "\n").getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    private void await(String text) throws InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!said().contains(text)) {
            assertThat(System.nanoTime()).as("%s in %s", text, said()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    @Test
    void a_reset_keeps_what_was_written_and_begins_again() throws Exception {
        Path file = Workshop.at(folder).begin(first);
        Files.writeString(file, "mine");
        learn("reset", first.id());
        assertThat(file).hasContent(first.code().stub());
        assertThat(folder.resolve(first.fileName() + ".before-reset-1")).hasContent("mine");
        Files.writeString(file, "mine again");
        learn("reset", first.id());
        assertThat(folder.resolve(first.fileName() + ".before-reset-2")).hasContent("mine again");
    }

    @Test
    void hints_come_one_after_another_and_the_last_stays() throws Exception {
        for (int level : new int[] {1, 2, 3}) {
            learn("hint", first.id());
            assertThat(said()).contains("Hint " + Math.min(level, 3) + " of 3");
            assertThat(said()).doesNotContain("the last hint");
        }
        learn("hint", first.id());
        assertThat(said()).contains("Hint 3 of 3", "That was the last hint. Read");
    }

    @Test
    void the_solution_is_not_shown_before_one_has_passed() {
        assertThatThrownBy(() -> learn("solution", first.id()))
                .isInstanceOf(LearnError.class)
                .hasMessageContaining("Try: ./slipway learn hint");
    }

    @Test
    void a_wrong_prediction_names_the_belief() throws Exception {
        learn("predict", first.id(), "a");
        assertThat(said()).contains("It is not so.", "M01");
        learn("predict", first.id(), "c");
        assertThat(said()).contains("So it is.");
    }

    @Test
    void code_that_throws_shows_where_and_no_belief() throws Exception {
        Path file = Workshop.at(folder).begin(first);
        String stub = Files.readString(file);
        Files.writeString(file, stub.replace("throw new NotYetWritten(", "throw new IOException("));
        learn("check", first.id());
        assertThat(said())
                .contains("Your code threw", "Snapshots.java", "./slipway learn hint 0.1")
                .doesNotContain("belief");
        learn("progress");
        assertThat(said()).doesNotContain("M62");
    }

    @Test
    void what_does_not_compile_is_shown_by_line_and_without_a_trace() throws Exception {
        Files.writeString(folder.resolve(first.fileName()), "public class Snapshots {\n  int x\n}");
        assertThat(learn("check", first.id())).isEqualTo(1);
        assertThat(said()).contains("Snapshots.java, line 2: ';' expected").doesNotContain("\tat ");
    }

    @Test
    void a_diff_shows_the_lines_that_were_changed_only() throws Exception {
        Path file = Workshop.at(folder).begin(first);
        Files.writeString(file, Files.readString(file).replace(" * Reads", " * I read"));
        learn("diff", first.id());
        assertThat(said().lines()).hasSize(2).anyMatch(line -> line.startsWith("+ * I read"));
    }

    @Test
    void thirty_folders_make_one_table_also_with_a_line_that_was_cut_off() throws Exception {
        List<Path> folders = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Path one = folder.resolve("learner" + i);
            Workshop.at(one).progress().add(first, "checked", "not yet", "M62");
            Path story = one.resolve("progress.jsonl");
            Files.writeString(story, Files.readString(story) + "{\"at\":\"20");
            Workshop.at(one).progress().add(first, "checked", "passed", "");
            folders.add(one);
        }
        bytes.reset();
        Export.csv(folders, out);
        assertThat(said().lines()).hasSize(1 + 30 * Course.INSTANCE.exercises().size());
        assertThat(said()).contains("\"learner7\",\"0.1\",\"yes\",\"2\",\"0\",\"0\",\"M62\"");
        assertThat(JsonParser.parseString(Export.json(folders)).getAsJsonArray())
                .hasSize(30 * Course.INSTANCE.exercises().size());
    }
}

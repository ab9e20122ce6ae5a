package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Three boots: a command, a guest that is killed, and one for everything that JUnit runs. */
@NeedsGuest
@NothingLeaks
class GuestTest {
    private static final long PATIENCE = Duration.ofSeconds(60).toMillis();
    private static List<GuestEvent> outcomes = List.of();

    @InGuest
    static class Fails {
        @Test
        void a_sum_is_wrong() {
            assertThat(1 + 1).as("the sum").isEqualTo(3);
        }
    }

    @InGuest
    static class AssumesRain {
        @Test
        void in_the_guest() {
            Assumptions.assumeTrue(false, "it does not rain");
        }
    }

    static class IsNotMeantForTheGuest {
        @Test
        void never_runs() {
            throw new AssertionError("ran");
        }
    }

    @BeforeAll
    static void boot() {
        outcomes =
                GuestTests.run(
                        List.of(
                                GuestFacts.class.getName(),
                                Fails.class.getName(),
                                AssumesRain.class.getName(),
                                IsNotMeantForTheGuest.class.getName()));
    }

    @TestFactory
    List<DynamicNode> in_the_guest() {
        return GuestTests.nodes(about(GuestFacts.class));
    }

    @Test
    void all_facts_were_looked_at() {
        assertThat(about(GuestFacts.class)).hasSize(7);
    }

    @Test
    void a_test_that_fails_there_fails_here_with_its_words() {
        assertThat(about(Fails.class))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.kind()).isEqualTo(GuestEvent.Kind.FAILED);
                            assertThat(event.name()).isEqualTo("a sum is wrong");
                            assertThat(event.text()).contains("[the sum]", "expected: 3");
                        });
    }

    @Test
    void an_assumption_that_does_not_hold_there_is_a_skip_and_fails_where_none_may_be() {
        GuestEvent.Kind expected =
                NoSkips.areOrderedByEnvironment()
                        ? GuestEvent.Kind.FAILED
                        : GuestEvent.Kind.SKIPPED;
        assertThat(about(AssumesRain.class))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.kind()).isEqualTo(expected);
                            assertThat(event.text()).contains("it does not rain");
                        });
    }

    @Test
    void what_is_not_meant_for_the_guest_does_not_run_there() {
        assertThat(about(IsNotMeantForTheGuest.class)).isEmpty();
    }

    @Test
    void a_command_has_its_words_its_streams_and_its_status_and_what_it_writes_is_lost(
            @TempDir Path folder) {
        int status = ThreadLocalRandom.current().nextInt(1, 120);
        String word = "it's \"odd\" $HOME \\ *\nand " + UUID.randomUUID() + "\n";
        String script =
                "printf %s \"$1\"; printf '\\001\\377\\n' >&2; uname -r >\"$2\"/written; exit $3";
        Run.Result result =
                Guest.run("sh", "-c", script, "sh", word, folder.toString(), "" + status);
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(status);
        assertThat(result.stdout()).isEqualTo(word);
        assertThat(result.err()).isEqualTo(new byte[] {1, (byte) 0xff, '\n'});
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_guest_that_cannot_be_started_says_why_with_status_125() {
        Run.Result result =
                Run.program(Guest.commandLine(List.of("-m", "1"), List.of("true"))).result();
        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stderr()).contains("guest: ");
    }

    @Test
    void a_guest_ends_with_the_process_that_started_it_whatever_that_dies_of()
            throws IOException, InterruptedException {
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder =
                new ProcessBuilder(Guest.commandLine(List.of(), List.of("sleep", "600")));
        builder.environment().put("SLIPWAY_GUEST_MARK", mark);
        Process process =
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            await(() -> namesOfMarked(mark).contains("qemu-system-x86"));
        } finally {
            process.destroyForcibly();
            process.waitFor(PATIENCE, TimeUnit.MILLISECONDS);
        }
        await(() -> namesOfMarked(mark).isEmpty());
    }

    @Test
    void a_test_that_has_no_end_failed_and_a_guest_without_results_is_an_error() {
        Run.Result died = new Run.Result(List.of("guest"), 125, new byte[0], "panic".getBytes());
        GuestEvent started = new GuestEvent(GuestEvent.Kind.STARTED, "a.B", "c\td\\e\n", "");
        assertThat(GuestEvent.parse(started.line())).isEqualTo(started);
        assertThat(GuestTests.outcomes(List.of(started), died))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.kind()).isEqualTo(GuestEvent.Kind.FAILED);
                            assertThat(event.isAboutTheSameAs(started)).isTrue();
                            assertThat(event.text()).contains("panic");
                        });
        assertThatThrownBy(() -> GuestTests.outcomes(List.of(), died))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("panic");
    }

    private static List<GuestEvent> about(Class<?> type) {
        return outcomes.stream().filter(event -> event.where().equals(type.getName())).toList();
    }

    private interface Question {
        boolean holds() throws IOException;
    }

    private static void await(Question question) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE);
        while (!question.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.sleep(50);
        }
    }

    /** Of the processes with this word in their environment. */
    private static List<String> namesOfMarked(String mark) {
        List<String> names = new ArrayList<>();
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            Path proc = Path.of("/proc", Long.toString(process.pid()));
            try {
                if (Files.readString(proc.resolve("environ"), StandardCharsets.ISO_8859_1)
                        .contains(mark)) {
                    names.add(Files.readString(proc.resolve("comm")).strip());
                }
            } catch (IOException gone) {
                // It ended, or never had an environment: not one of ours.
            }
        }
        return names;
    }
}

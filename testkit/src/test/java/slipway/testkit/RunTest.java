package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NothingLeaks
class RunTest {
    @Test
    void more_bytes_than_a_pipe_holds_go_in_and_come_out_unchanged() {
        byte[] bytes = new byte[1 << 20];
        new Random().nextBytes(bytes);
        assertThat(Run.program("cat").stdin(bytes).result().out()).isEqualTo(bytes);
    }

    @Test
    void both_streams_and_the_status_are_kept_apart() {
        int status = new Random().nextInt(256);
        Run.Result result =
                Run.program("sh", "-c", "echo out; echo err >&2; exit " + status).result();
        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("err\n");
        assertThat(result.exitCode()).isEqualTo(status);
    }

    @Test
    void a_program_gets_its_directory_and_its_variables(@TempDir Path directory) {
        assertThat(
                        Run.program("sh", "-c", "pwd; echo $COLOUR")
                                .directory(directory)
                                .environment("COLOUR", "blue")
                                .result()
                                .stdout())
                .isEqualTo(directory + "\nblue\n");
    }

    @Test
    void a_program_that_takes_too_long_is_killed_with_its_children() {
        assertThatThrownBy(
                        () ->
                                Run.program("sh", "-c", "echo started; sleep 985; true")
                                        .within(Duration.ofMillis(500))
                                        .result())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("killed after 500 ms")
                .hasMessageContaining("started");
    }

    @Test
    void what_a_program_leaves_in_the_background_does_not_hold_the_test() {
        Duration limit = Duration.ofSeconds(5);
        String pid = Run.program("sh", "-c", "sleep 984 & echo $!").within(limit).result().stdout();
        Run.output("kill", "-KILL", pid.strip());
    }

    @Test
    void a_program_that_should_succeed_and_does_not_fails_with_all_that_it_said() {
        assertThatThrownBy(() -> Run.output("ls", "/no/such/file"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ls /no/such/file: status 2")
                .hasMessageContaining("/no/such/file");
    }

    @Test
    void programs_of_the_administrator_are_found_without_being_on_the_path() {
        assertThat(Programs.find("mkswap")).isPresent();
        assertThat(Programs.find("no-such-program")).isEmpty();
    }

    @Test
    void the_jdk_that_runs_this_is_among_the_jdks() {
        int feature = Runtime.version().feature();
        assertThat(Jdks.of(feature))
                .hasValueSatisfying(
                        jdk ->
                                assertThat(Run.program(jdk.java().toString(), "-version").result())
                                        .satisfies(
                                                said ->
                                                        assertThat(said.stderr())
                                                                .contains("\"" + feature)));
        assertThat(Jdks.newest().feature()).isGreaterThanOrEqualTo(feature);
    }
}

package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** What goes into a container and comes out again: words, variables, standard streams. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv"},
        debian = {"busybox-static", "util-linux"})
class RunStreamsTest {
    @ParameterizedTest
    @EnumSource
    void a_hundred_megabytes_pass_through_pipes_unharmed(Caller caller, @TempDir Path directory) {
        Path data = directory.resolve("data");
        Run.output("sh", "-c", "head -c 100000000 /dev/urandom > " + data);
        String sum = Run.output("sh", "-c", "sha256sum < " + data);
        Run.Result through =
                Slipway.busybox("cat")
                        .as(caller)
                        .inShell("cat " + data + " | \"$@\" | sha256sum")
                        .result();
        assertThat(through.stdout().strip()).isEqualTo(sum);
    }

    @ParameterizedTest
    @EnumSource
    void standard_output_and_error_stay_apart(Caller caller) {
        Run.Result result =
                Slipway.busybox("sh", "-c", "cat; echo to err >&2")
                        .as(caller)
                        .stdin(bytes("in"))
                        .result();
        assertThat(result.stdout()).isEqualTo("in");
        assertThat(result.stderr()).isEqualTo("to err\n");
    }

    @Test
    void an_input_that_is_empty_ends_at_once() {
        assertThat(Slipway.busybox("cat").output()).isEmpty();
    }

    /** The container once read the JDK's lib/modules, which had taken the number 0. */
    @ParameterizedTest
    @ValueSource(strings = {"<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", "<&- >&- 2>&-"})
    void a_closed_stream_is_dev_null_inside(String closing, @TempDir Path directory) {
        Path root = Caller.USER.ownBusybox(directory);
        String script = "(for n in 0 1 2; do readlink /proc/1/fd/$n; done) > /tmp/report; :";
        Slipway.run(root, "sh", "-c", script).inShell("\"$@\" " + closing).result().succeeded();
        List<String> targets = Run.output("cat", root + "/tmp/report").lines().toList();
        assertThat(targets.get(0)).matches(closing.contains("<") ? "/dev/null" : ".*/in.*");
        assertThat(targets.get(1))
                .matches(closing.matches(".*(^| )>.*") ? "/dev/null" : ".*/out.*");
        assertThat(targets.get(2)).matches(closing.contains("2>") ? "/dev/null" : ".*/err.*");
    }

    @Test
    void a_reader_that_goes_away_ends_the_writer() {
        Run.Result result =
                Slipway.busybox("sh", "-c", "yes; echo $? >&2")
                        .inShell("\"$@\" | head -n 1")
                        .result();
        assertThat(result.stdout()).isEqualTo("y\n");
        assertThat(result.stderr().strip()).isEqualTo("141");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void words_arrive_byte_for_byte_in_every_locale(String locale) {
        List<String> words =
                List.of(
                        "",
                        " ",
                        "a b",
                        "*",
                        "$HOME",
                        "'\"`",
                        "\\",
                        "a\nb",
                        "\t",
                        "-x",
                        "--",
                        "ä€",
                        "\ud83d\ude00",
                        "--rootfs",
                        "x".repeat(100_000));
        List<String> command = new ArrayList<>(List.of("sh", "-c", "cat /proc/1/cmdline; :", "-"));
        command.addAll(words);
        String seen =
                Slipway.busybox(command.toArray(new String[0]))
                        .behind("env", "LC_ALL=" + locale)
                        .output();
        assertThat(seen.substring(0, seen.length() - 1).split("\0", -1))
                .containsExactlyElementsOf(command);
    }

    @Test
    void eight_containers_at_once_keep_to_themselves() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Callable<String>> runs = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String text = "text " + ThreadLocalRandom.current().nextLong();
            expected.add("1 0 " + text);
            runs.add(
                    () ->
                            Slipway.busybox("sh", "-c", "sleep 1; echo $$ $PPID $(cat)")
                                    .stdin(bytes(text))
                                    .output()
                                    .strip());
        }
        List<String> seen = new ArrayList<>();
        for (Future<String> run : pool.invokeAll(runs)) seen.add(run.get());
        pool.shutdown();
        assertThat(seen).isEqualTo(expected);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** What containers that stay have printed, and what is typed to them: logs, attach, start -a. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "newuidmap", "tmux", "bash", "ps"},
        debian = {"busybox-static", "util-linux", "uidmap", "tmux", "bash", "procps"})
class KeptStreamsTest {
    private static final String INNER = "^in>$";

    @TempDir private Path directory;

    private KeptWorld world(ImageUser user) {
        return new KeptWorld(user, directory);
    }

    private static KeptWorld ofWhoRunsTheTests(Path directory) {
        boolean root = Run.output("id", "-u").equals("0");
        return new KeptWorld(root ? ImageUser.ROOT : ImageUser.WITH_IDS, directory);
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "WITH_IDS"})
    void logs_shows_each_stream_on_ours_also_after_the_end(ImageUser user) {
        try (KeptWorld world = world(user)) {
            String script = "printf 'one\\ntwo\\0\\n'; echo three >&2; exit 4";
            world.detached(List.of("--name", "prints"), "sh", "-c", script);
            assertThat(world.output("wait", "prints")).isEqualTo("4");
            Run.Result shown = world.slipway("logs", "prints").result().succeeded();
            assertThat(shown.stdout()).isEqualTo("one\ntwo\0\n");
            assertThat(shown.stderr()).isEqualTo("three\n");
            assertThat(world.slipway("logs", "-n", "1", "prints").result().stderr())
                    .isEqualTo("three\n");
            assertThat(world.slipway("logs", "-t", "prints").result().stderr())
                    .matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z three\n");
            assertThat(world.output("logs", "--until", "1h", "prints")).isEmpty();
        }
    }

    @Test
    void logs_f_goes_on_while_the_file_is_begun_anew_and_ends_with_the_container() {
        try (KeptWorld world = ofWhoRunsTheTests(directory)) {
            String script =
                    "for i in $(seq 10 29); do yes $i | head -n 3000; sleep 0.2; done; exit 1";
            List<String> options = List.of("--name", "prints", "--log-max", "64k");
            String id = world.detached(options, "sh", "-c", script);
            StringBuilder all = new StringBuilder();
            for (int i = 10; i < 30; i++) all.append((i + "\n").repeat(3000));
            assertThat(world.slipway("logs", "-f", "prints").output()).isEqualTo(all.toString());
            assertThat(world.data().resolve("containers/" + id + "/log.1")).exists();
        }
    }

    @Test
    void a_reader_of_logs_that_goes_away_is_no_failure_to_talk_of() {
        try (KeptWorld world = ofWhoRunsTheTests(directory)) {
            world.detached(List.of("--name", "prints"), "sh", "-c", "yes | head -n 200000");
            world.output("wait", "prints");
            Run.Result shown =
                    world.slipway("logs", "prints").inShell("\"$@\" | head -n 1").result();
            assertThat(shown.stdout()).isEqualTo("y\n");
            assertThat(shown.stderr()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"logs", "attach", "logs --since yesterday x", "logs --tail x x", "attach x"})
    void what_cannot_be_is_said_in_one_line(String words) {
        try (KeptWorld world = ofWhoRunsTheTests(directory)) {
            Run.Result said = world.slipway(words.split(" ")).result();
            assertThat(said.exitCode()).isNotZero();
            assertThat(said.stderr().lines()).singleElement().asString().contains("Try: ");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "WITH_IDS"})
    void attach_types_to_a_container_without_a_terminal_until_our_input_ends(ImageUser user) {
        try (KeptWorld world = world(user)) {
            String script = "echo begun; cat; echo ended >&2; exit 9";
            world.detached(List.of("--name", "reads", "-i"), "sh", "-c", script);
            byte[] typed = "typed\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
            Run.Result attached = world.slipway("attach", "--logs", "reads").stdin(typed).result();
            assertThat(attached.exitCode()).isEqualTo(9);
            assertThat(attached.stdout()).isEqualTo("begun\n" + "typed\n".repeat(20_000));
            assertThat(attached.stderr()).isEqualTo("ended\n");
        }
    }

    @Test
    void signals_are_handed_on_and_a_killed_attach_leaves_it_running() throws Exception {
        try (KeptWorld world = ofWhoRunsTheTests(directory)) {
            String script = "trap 'exit 7' TERM; while :; do echo there; sleep 0.1; done";
            world.detached(List.of("--name", "hears"), "sh", "-c", script);
            Process first = attach(world, "hears");
            first.destroyForcibly().onExit().join();
            assertThat(world.inspect("hears", ".State.Running")).isEqualTo("true");
            Process second = attach(world, "hears");
            Run.output("kill", "-TERM", "" + second.pid());
            assertThat(second.waitFor()).isEqualTo(7);
        }
    }

    /** Returns once something of it was shown. */
    private static Process attach(KeptWorld world, String name) throws Exception {
        String line = world.slipway("attach", name).line();
        Process attached =
                new ProcessBuilder("sh", "-c", "exec " + line)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        InputStream shown = attached.getInputStream();
        assertThat(shown.read()).isEqualTo('t');
        return attached;
    }

    @Test
    void start_a_shows_the_first_word_and_ends_as_the_container_does() {
        try (KeptWorld world = ofWhoRunsTheTests(directory)) {
            String root = Installed.busybox() + ":O";
            String script = "echo first; cat; exit 6";
            world.output(
                    "create", "--name", "job", "-i", "--rootfs", root, "--", "sh", "-c", script);
            for (int i = 0; i < 2; i++) {
                Run.Result run =
                        world.slipway("start", "-a", "-i", "job")
                                .stdin("in".getBytes(StandardCharsets.UTF_8))
                                .result();
                assertThat(run.exitCode()).isEqualTo(6);
                assertThat(run.stdout()).isEqualTo("first\nin");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "WITH_IDS"})
    void a_terminal_can_be_left_and_entered_again(ImageUser user) throws Exception {
        try (KeptWorld world = world(user);
                Tmux tmux = new Tmux(directory)) {
            String before = tmux.modes();
            world.detached(List.of("--name", "term", "-it", "-e", "PS1=in> "), "sh");
            tmux.start(world.slipway("attach", "term"));
            awaitPrompt(tmux);
            tmux.line("stty size");
            tmux.await("^30 100$");
            tmux.resize(91, 27);
            tmux.line("clear; sleep 0.3; stty size");
            tmux.await("^27 91$");
            tmux.line("kept=here");
            tmux.await(INNER);
            // At its prompt the shell asks the terminal where the cursor is. The answer is typed
            // input as well, and must not come between the two keys.
            Thread.sleep(500);
            tmux.key("C-p");
            tmux.key("C-q");
            assertThat(tmux.status()).isZero();
            assertThat(tmux.modes()).isEqualTo(before);
            assertThat(world.inspect("term", ".State.Running")).isEqualTo("true");
            tmux.start(world.slipway("attach", "term"));
            awaitPrompt(tmux);
            tmux.line("clear; echo $kept; exit 12");
            assertThat(tmux.status()).isEqualTo(12);
            assertThat(tmux.modes()).isEqualTo(before);
        }
    }

    /** What was there before we looked is not shown again. */
    private static void awaitPrompt(Tmux tmux) throws Exception {
        for (int i = 0; i < 100 && !tmux.screen().contains("in>"); i++) {
            Thread.sleep(300);
            tmux.key("Enter");
        }
        tmux.await(INNER);
    }

    @Test
    void detach_keys_are_what_was_asked_for_and_anything_else_goes_through() {
        assertThat(through("ctrl-p,ctrl-q", "a\020b\020\020\021c")).isEqualTo("a\020b\020|left");
        assertThat(through("ctrl-p,ctrl-q", "a\020")).isEqualTo("a|stays");
        assertThat(through("x,y,z", "xyxyz")).isEqualTo("xy|left");
        assertThat(through("", "\020\021")).isEqualTo("\020\021|stays");
    }

    private static String through(String keys, String typed) {
        java.io.ByteArrayOutputStream through = new java.io.ByteArrayOutputStream();
        byte[] bytes = typed.getBytes(StandardCharsets.US_ASCII);
        boolean left = DetachKeys.parse(keys).take(bytes, bytes.length, through);
        return through.toString(StandardCharsets.US_ASCII) + (left ? "|left" : "|stays");
    }
}

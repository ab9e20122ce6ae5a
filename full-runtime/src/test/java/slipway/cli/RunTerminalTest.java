package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** {@code slipway run -it}, as somebody before a terminal sees it. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "tmux", "bash", "ps"},
        debian = {"busybox-static", "util-linux", "tmux", "bash", "procps"})
class RunTerminalTest {
    private static final String INNER = "^in>$";

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void a_container_s_terminal_is_as_large_as_ours_and_stays_so(Caller caller) throws Exception {
        try (Tmux tmux = new Tmux(directory)) {
            tmux.start(shell(caller));
            tmux.await(INNER);
            tmux.line("stty size");
            tmux.await("^30 100$");
            tmux.line("sh -c \"trap 'stty size' WINCH; echo set; while :; do sleep 0.1; done\"");
            tmux.await("^set$");
            tmux.resize(91, 27);
            tmux.await("^27 91$");
        }
    }

    @ParameterizedTest
    @EnumSource
    void jobs_are_stopped_continued_and_interrupted_inside(Caller caller) throws Exception {
        try (Tmux tmux = new Tmux(directory)) {
            tmux.start(shell(caller));
            tmux.await(INNER);
            tmux.line("sleep 1000");
            awaitJob(tmux);
            tmux.key("C-z");
            tmux.await("Stopped +sleep 1000$");
            tmux.line("clear; fg");
            tmux.await("^sleep 1000$");
            tmux.key("C-c");
            tmux.await(INNER);
            tmux.line("echo ended=$?");
            tmux.await("^ended=130$");
            tmux.line("exit 42");
            assertThat(tmux.status()).isEqualTo(42);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ctrl_d_ends_the_shell_with_its_last_status(Caller caller) throws Exception {
        try (Tmux tmux = new Tmux(directory)) {
            tmux.start(shell(caller));
            tmux.await(INNER);
            tmux.line("clear; echo a$((1 + 1)); (exit 33)");
            tmux.await("^a2\nin>$");
            tmux.key("C-d");
            assertThat(tmux.status()).isEqualTo(33);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ROOT, exit",
        "USER, exit",
        "ROOT, error",
        "USER, error",
        "ROOT, kill",
        "USER, kill"
    })
    void our_terminal_is_afterwards_what_it_was_before(Caller caller, String end) throws Exception {
        try (Tmux tmux = new Tmux(directory)) {
            String before = tmux.modes();
            if (end.equals("error")) {
                tmux.start(Slipway.busybox("-it", "--", "no-such-program").as(caller));
                assertThat(tmux.status()).isEqualTo(127);
            } else {
                tmux.start(shell(caller));
                tmux.await(INNER);
                if (end.equals("kill")) Run.output("kill", "-KILL", "" + tmux.foreground());
                else tmux.line("exit 5");
                assertThat(tmux.status()).isEqualTo(end.equals("kill") ? 137 : 5);
            }
            assertThat(tmux.modes()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_megabyte_comes_out_whole(Caller caller) {
        String seen =
                Slipway.busybox("-t", "--", "sh", "-c", "stty -opost; seq 1 150000; echo end")
                        .as(caller)
                        .output();
        assertThat(seen).isEqualTo(Run.output("seq", "1", "150000") + "\nend\n");
    }

    @Test
    void a_reader_that_goes_away_ends_the_container() {
        Run.Result result =
                Slipway.busybox("-t", "--", "yes").inShell("\"$@\" | head -n 1").result();
        assertThat(result.stdout()).isEqualTo("y\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_written_after_every_stream_was_closed_is_seen_too(Caller caller) {
        String script = "exec <&- >&- 2>&-; sleep 1; echo late > /dev/tty";
        assertThat(Slipway.busybox("-t", "--", "sh", "-c", script).as(caller).output())
                .isEqualTo("late\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void the_second_ctrl_c_kills_a_container_without_a_terminal_and_says_why(Caller caller)
            throws Exception {
        try (Tmux tmux = new Tmux(directory)) {
            String ignoring = "trap '' INT; echo ready; sleep 1000; :";
            tmux.start(Slipway.busybox("--", "sh", "-c", ignoring).as(caller));
            tmux.await("^ready$");
            Thread.sleep(500); // the handlers come after the start
            tmux.key("C-c");
            Thread.sleep(500);
            assertThat(tmux.screen()).doesNotContain("outer>");
            tmux.key("C-c");
            assertThat(tmux.status()).isEqualTo(137);
            assertThat(tmux.screen().replace("\n", ""))
                    .contains("ignores SIGINT, as PID 1 without a handler does; killed it");
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_console_and_TERM_are_those_of_the_terminal(Caller caller) {
        String script = "tty; echo console > /dev/console; echo $TERM";
        assertThat(
                        Slipway.busybox("-t", "--", "sh", "-c", script)
                                .as(caller)
                                .environment("TERM", "vt220")
                                .output())
                .isEqualTo("/dev/pts/0\r\nconsole\r\nvt220\r\n");
    }

    @Test
    void the_terminal_belongs_to_the_user_of_the_program() {
        Slipway slipway = Slipway.busybox("-t", "-u", "1000", "--", "sh", "-c", "echo it > $(tty)");
        assertThat(slipway.as(Caller.ROOT).output()).isEqualTo("it\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void i_and_t_want_a_terminal_as_input(Caller caller) {
        Run.Result result =
                Slipway.busybox("-it", "--", "sh")
                        .as(caller)
                        .stdin("exit".getBytes(StandardCharsets.UTF_8))
                        .result();
        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stderr()).contains("needs a terminal as standard input");
    }

    private static Slipway shell(Caller caller) {
        return Slipway.busybox("-it", "-e", "PS1=in> ", "--", "sh").as(caller);
    }

    /** Until the program that was typed in is there to get a signal. */
    private static void awaitJob(Tmux tmux) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < end) {
            for (ProcessHandle each :
                    ProcessHandle.of(tmux.foreground()).orElseThrow().descendants().toList()) {
                Path cmdline = Path.of("/proc/" + each.pid() + "/cmdline");
                if (Files.exists(cmdline) && Files.readString(cmdline).startsWith("sleep")) return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the job did not start");
    }
}

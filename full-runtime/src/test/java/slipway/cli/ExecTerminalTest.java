package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** {@code slipway exec -it}, as somebody before a terminal sees it. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "newuidmap", "tmux", "bash", "ps"},
        debian = {"busybox-static", "util-linux", "uidmap", "tmux", "bash", "procps"})
class ExecTerminalTest {
    private static final String INNER = "^in>$";

    @TempDir private Path directory;

    private KeptWorld world(ImageUser user, String... options) {
        KeptWorld world = new KeptWorld(user, directory);
        List<String> all = new ArrayList<>(List.of("--name", "box"));
        all.addAll(List.of(options));
        world.detached(all, "sleep", "1000");
        return world;
    }

    @ParameterizedTest
    @CsvSource({"ROOT, false", "WITH_IDS, false", "WITHOUT_IDS, true", "ROOT, true"})
    void a_shell_in_it_has_jobs_and_the_size_of_ours(ImageUser user, boolean init)
            throws Exception {
        try (KeptWorld world = init ? world(user, "--init") : world(user);
                Tmux tmux = new Tmux(directory)) {
            String before = tmux.modes();
            tmux.start(world.slipway("exec", "-it", "-e", "PS1=in> ", "box", "sh"));
            tmux.await(INNER);
            tmux.line("stty size");
            tmux.await("^30 100$");
            tmux.resize(91, 27);
            tmux.line("clear; sleep 0.3; stty size; tty");
            tmux.await("^27 91\n/dev/pts/0$");
            tmux.line("clear; cat");
            Thread.sleep(500);
            tmux.key("C-z");
            tmux.await("Stopped +cat$");
            tmux.line("clear; fg");
            tmux.await("^cat$");
            tmux.key("C-c");
            tmux.await(INNER);
            tmux.line("echo ended=$?");
            tmux.await("^ended=130$");
            tmux.line("exit 42");
            assertThat(tmux.status()).isEqualTo(42);
            assertThat(tmux.modes()).isEqualTo(before);
            assertThat(world.output("top", "box").lines()).hasSize(init ? 3 : 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_it_prints_comes_out_whole_and_it_ends_as_it_does(ImageUser user) {
        try (KeptWorld world = world(user)) {
            String script = "stty -opost; seq 1 50000; echo $TERM; exit 6";
            Run.Result result =
                    world.slipway("exec", "-t", "box", "sh", "-c", script)
                            .environment("TERM", "vt220")
                            .result();
            assertThat(result.exitCode()).isEqualTo(6);
            assertThat(result.stdout()).isEqualTo(Run.output("seq", "1", "50000") + "\nvt220\n");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "WITH_IDS"})
    void the_terminal_belongs_to_the_user_of_the_program(ImageUser user) {
        try (KeptWorld world = world(user)) {
            String script = "id -u; echo it > $(tty)";
            String shown = world.output("exec", "-t", "-u", "1000", "box", "sh", "-c", script);
            assertThat(shown).isEqualTo("1000\r\nit");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "WITH_IDS"})
    void a_killed_command_leaves_nothing_and_our_terminal_as_it_was(ImageUser user)
            throws Exception {
        try (KeptWorld world = world(user);
                Tmux tmux = new Tmux(directory)) {
            String before = tmux.modes();
            String alone = world.output("top", "box");
            tmux.start(world.slipway("exec", "-it", "-e", "PS1=in> ", "box", "sh"));
            tmux.await(INNER);
            Run.output("kill", "-KILL", "" + tmux.foreground());
            assertThat(tmux.status()).isEqualTo(137);
            assertThat(tmux.modes()).isEqualTo(before);
            for (int i = 0; i < 50 && !world.output("top", "box").equals(alone); i++) {
                Thread.sleep(100);
            }
            assertThat(world.output("top", "box")).isEqualTo(alone);
        }
    }
}

package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** What the options of {@code slipway run} do. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv"},
        debian = {"busybox-static", "util-linux"})
class RunOptionsTest {
    private static final String PATH =
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** The variables inside, with these words before the command. */
    private static List<String> variables(String... options) {
        String[] words = java.util.Arrays.copyOf(options, options.length + 1);
        words[options.length] = "env";
        return Slipway.busybox(words)
                .environment("OURS", "of the caller")
                .environment("UMLAUT", "ö")
                .output()
                .lines()
                .toList();
    }

    @Test
    void the_environment_is_PATH_HOSTNAME_and_HOME_and_nothing_of_the_callers() {
        assertThat(variables("--hostname", "h"))
                .containsExactlyInAnyOrder(PATH, "HOSTNAME=h", "HOME=/root");
    }

    @Test
    void env_adds_a_variable_whose_value_may_be_empty_or_contain_anything() {
        assertThat(variables("-e", "A=1", "--env", "B=", "--env=C=x=y z", "-e=D=ö"))
                .contains("A=1", "B=", "C=x=y z", "D=ö");
    }

    @Test
    void env_with_a_name_alone_copies_ours_and_leaves_out_what_we_do_not_have() {
        assertThat(variables("--env", "OURS", "--env", "UMLAUT", "--env", "NOBODY_HAS_THIS"))
                .contains("OURS=of the caller", "UMLAUT=ö")
                .noneMatch(variable -> variable.startsWith("NOBODY"));
    }

    @Test
    void a_variable_of_a_foreign_locale_is_copied_byte_for_byte() {
        assertThat(
                        Slipway.busybox("--env", "UMLAUT", "env")
                                .behind("env", "LC_ALL=C", "UMLAUT=ö")
                                .output()
                                .lines())
                .contains("UMLAUT=ö");
    }

    @Test
    void the_last_of_two_values_counts_and_defaults_give_way() {
        assertThat(variables("-e", "A=1", "-e", "HOME=/h", "-e", "A=2", "-e", "HOSTNAME=n"))
                .containsExactlyInAnyOrder("A=2", "HOME=/h", "HOSTNAME=n", PATH);
    }

    @Test
    void the_command_is_looked_for_in_the_given_PATH() {
        assertThat(Slipway.busybox("-e", "PATH=/nowhere:/etc:/bin", "echo", "found").output())
                .isEqualTo("found\n");
    }

    @Test
    void it_starts_at_the_root_or_where_workdir_says() {
        assertThat(Slipway.busybox("pwd").output()).isEqualTo("/\n");
        assertThat(Slipway.busybox("--workdir", "/etc", "pwd").output()).isEqualTo("/etc\n");
        assertThat(Slipway.busybox("-w=/var/../tmp", "./../bin/pwd").output()).isEqualTo("/tmp\n");
    }

    @Test
    void a_root_may_be_relative_to_where_the_caller_is() {
        String cd = "cd " + Installed.busybox() + "/etc; exec \"$@\"";
        assertThat(Slipway.words("run", "--rootfs", "..", "echo", "here").inShell(cd).output())
                .isEqualTo("here\n");
    }

    @Test
    void options_end_at_the_first_word_that_is_none_and_at_two_dashes() {
        assertThat(Slipway.busybox("echo", "--plan", "-h").output()).isEqualTo("--plan -h\n");
        assertThat(Slipway.busybox("--", "echo", "--", "--help").output()).isEqualTo("-- --help\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--hostname=x --help"})
    void help_among_the_options_prints_the_page_of_run(String options) {
        assertThat(Slipway.busybox(options.split(" ")).output())
                .isEqualTo(Slipway.words("help", "run").output());
    }
}

package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsDebianTree;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.TestRoots;

/** Real programs of a real distribution: dynamically linked, with files of their own. */
@NothingLeaks
@NeedsDebianTree
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"setpriv", "unshare", "mount"},
        debian = {"util-linux", "mount"})
class RunDebianTest {
    @TempDir private Path directory;

    /**
     * The output of a command in the Debian tree. Root shows it to the ordinary user by a mount,
     * since the user may not be able to reach the place where it is.
     */
    private String debian(Caller caller, String... command) {
        String tree = TestRoots.debian().toString();
        if (caller.prefix().isEmpty())
            return Slipway.run(Path.of(tree), command).as(caller).output();
        String script = "mount --bind " + tree + " " + directory + "; exec \"$@\"";
        return Slipway.run(Installed.opened(directory), command)
                .as(caller)
                .behind("unshare", "-m", "--propagation", "private", "sh", "-ec", script, "sh")
                .output();
    }

    @ParameterizedTest
    @EnumSource
    void bash_runs_with_arrays_pipes_and_arithmetic(Caller caller) {
        String script = "a=(x y z); echo ${#a[@]} $((6 * 7)) | tr 2 3; echo $BASHPID";
        assertThat(debian(caller, "/bin/bash", "-c", script)).isEqualTo("3 43\n1\n");
    }

    @ParameterizedTest
    @EnumSource
    void dpkg_lists_the_packages_of_the_tree(Caller caller) {
        assertThat(debian(caller, "dpkg", "-l").lines())
                .hasSizeGreaterThan(50)
                .anyMatch(line -> line.matches("ii +dpkg +.*"))
                .anyMatch(line -> line.matches("ii +base-files +.*"));
    }

    @ParameterizedTest
    @EnumSource
    void perl_computes_and_forks(Caller caller) {
        String script =
                "if (my $p = fork) { waitpid $p, 0; print \"$$ \", $? >> 8, \"\\n\" } else { exit 42 }";
        assertThat(debian(caller, "perl", "-e", script)).isEqualTo("1 42\n");
    }

    @ParameterizedTest
    @EnumSource
    void the_tools_of_the_tree_agree_on_where_they_are(Caller caller) {
        String script = "id -un; hostname; readlink /proc/1/exe; stat -c %u /";
        assertThat(debian(caller, "-h", "debian", "bash", "-c", script))
                .matches("root\ndebian\n/usr/bin/bash\n(0|65534)\n");
    }
}

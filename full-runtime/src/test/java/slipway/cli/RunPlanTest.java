package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** What {@code --plan} prints is golden in {@link slipway.runtime.ContainerPlanTest}. */
@NothingLeaks
@NeedsProgram(
        value = {"busybox", "setpriv"},
        debian = {"busybox-static", "util-linux"})
class RunPlanTest {
    @ParameterizedTest
    @EnumSource
    void plan_prints_what_would_be_done_and_does_none_of_it(
            Caller caller, @TempDir Path directory) {
        Path root = caller.ownBusybox(directory);
        Run.output("rmdir", root + "/proc");
        Run.Result result =
                Slipway.run(root, "--plan", "-h", "a-name", "touch", "/made").as(caller).result();
        assertThat(result.succeeded().stderr()).isEmpty();

        List<String> lines = result.stdout().lines().toList();
        assertThat(lines).first().asString().startsWith("## host: make the process");
        assertThat(lines).last().asString().contains("touch");
        assertThat(result.stdout())
                .contains("clone3(", "\"" + root + "\"", "sethostname(\"a-name\"", "pivot_root(");
        assertThat(
                        result.stdout().contains("uid_map")
                                || result.stdout().contains("newuidmap $pid"))
                .isEqualTo(caller == Caller.USER);
        for (String line : lines) {
            assertThat(line)
                    .matches(
                            "|## .+|# .+|[a-z0-9_]+\\(.*|or else .*|new[ug]idmap .*|.*[a-z0-9_]+\\(.*");
        }
        assertThat(root.resolve("made")).doesNotExist();
        assertThat(root.resolve("proc")).doesNotExist();
    }
}

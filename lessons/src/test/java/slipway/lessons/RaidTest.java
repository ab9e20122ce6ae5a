package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** {@code slipway learn attack}. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
class RaidTest {
    @TempDir private Path folder;

    private String attack() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        int status = new Learn(Workshop.at(folder), printed).command(List.of("attack"));
        assertThat(status).isZero();
        assertThat(folder.resolve(".checks")).isEmptyDirectory();
        return out.toString(StandardCharsets.UTF_8);
    }

    private void write(String id, String change, String into) throws Exception {
        Exercise exercise = Course.INSTANCE.exercise(id);
        String source = exercise.code().solution().replace(change, into);
        Files.writeString(folder.resolve(exercise.fileName()), source);
    }

    @Test
    void both_jails_of_the_learner_are_attacked_and_fare_as_expected() throws Exception {
        write("1.2", "", "");
        write("1.6", "", "");
        Exercise asks = Course.INSTANCE.exercise("1.7");
        Workshop.at(folder).progress().add(asks, "checked", Outcome.PASSED.toString(), "");
        String table = attack();
        assertThat(table)
                .containsPattern("(?m)^ +Jail +PivotJail$")
                .containsPattern("(?m)^chroot-dance +OUT +OUT +ENOENT +stopped$")
                .containsPattern("(?m)^leaked-descriptor +OUT +OUT +OUT +OUT$")
                .containsPattern("(?m)^signal-the-host +OUT +OUT +OUT +OUT$")
                .containsPattern("(?m)^old-root +none there +stopped +none there +stopped$")
                .doesNotContain("should have been stopped");
        assertThat(table.lines()).hasSizeLessThan(24).allMatch(line -> line.length() <= 80);
    }

    @Test
    void a_jail_that_is_weaker_than_its_kind_is_named_with_the_attack() throws Exception {
        write("1.6", "Steps.detach(\".\"),", "");
        assertThat(attack())
                .doesNotContainPattern("(?m)^old-root ")
                .contains("Six more are tried")
                .contains("PivotJail: old-root should have been stopped")
                .contains("slipway learn check 1.6");
    }

    @Test
    void a_stub_is_no_jail_to_be_attacked() throws Exception {
        Exercise exercise = Course.INSTANCE.exercise("1.2");
        Files.writeString(folder.resolve(exercise.fileName()), exercise.code().stub());
        assertThatThrownBy(this::attack)
                .isInstanceOf(LearnError.class)
                .hasMessageContaining("no jail of yours yet");
    }

    @Test
    void a_jail_that_cannot_be_entered_is_said_to_be_so() throws Exception {
        write("1.2", "Steps.chroot(root)", "Steps.chroot(root + \"/missing\")");
        assertThatThrownBy(this::attack)
                .isInstanceOf(LearnError.class)
                .hasMessageContaining("ENOENT");
    }

    @Test
    void a_jail_that_does_not_compile_is_shown_with_its_line() throws Exception {
        write("1.2", "Steps.chroot(root)", "Steps.chrot(root)");
        assertThatThrownBy(this::attack)
                .isInstanceOf(LearnError.class)
                .hasMessageContaining("Jail.java, line ");
    }
}

package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class GoldenTest {
    @TempDir private Path directory;

    @Test
    void the_repository_is_where_the_reactor_is() {
        assertThat(Repository.root().resolve("testkit/pom.xml")).exists();
    }

    @Test
    @DisabledIfSystemProperty(named = "update", matches = ".*")
    void text_that_differs_fails_and_the_message_names_the_file_and_the_way_to_renew_it()
            throws IOException {
        Path file = Files.writeString(directory.resolve("plan.txt"), "mkdir a\n");
        Golden.check(file, "mkdir a\n");
        assertThatThrownBy(() -> Golden.check(file, "mkdir b\n"))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("mvn verify -Dupdate")
                .hasMessageContaining("mkdir b");
        assertThat(file).hasContent("mkdir a\n");
    }

    @Test
    @DisabledIfSystemProperty(named = "update", matches = ".*")
    void a_file_that_is_not_there_fails_with_the_way_to_make_it() {
        assertThatThrownBy(() -> Golden.check(directory.resolve("new.txt"), "x"))
                .hasMessageContaining("new.txt is not there")
                .hasMessageContaining("mvn verify -Dupdate");
    }

    @Test
    void masks_hide_what_changes_from_run_to_run() throws IOException {
        Path file = Files.writeString(directory.resolve("ps.txt"), "pid N in DIR\n");
        Golden.masking(Pattern.compile("pid \\d+"), "pid N")
                .and(directory.toString(), "DIR")
                .matches(file, "pid 4711 in " + directory + "\n");
    }

    @Test
    void with_update_the_file_is_written_anew() {
        Path file = directory.resolve("deeper/new.txt");
        String before = System.getProperty("update");
        System.setProperty("update", "true");
        try {
            Golden.masking("secret", "S").matches(file, "a secret");
        } finally {
            if (before == null) {
                System.clearProperty("update");
            } else {
                System.setProperty("update", before);
            }
        }
        assertThat(file).hasContent("a S");
    }
}

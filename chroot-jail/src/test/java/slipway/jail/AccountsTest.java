package slipway.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.SyscallException;
import slipway.testkit.Run;

class AccountsTest {
    @TempDir Path directory;

    private Path root;

    @BeforeEach
    void aRootFileSystem() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        Files.createDirectory(root.resolve("etc"));
        write(
                "etc/passwd",
                """
                root:x:0:0:root:/root:/bin/sh
                # a comment

                web:x:1000:100:Web,,,:/srv/web:/bin/sh
                bare:x:1001:101
                1000:x:2000:200::/odd:/bin/sh
                """);
        write(
                "etc/group",
                """
                root:x:0:
                users:x:100:
                docker:x:998:web,bare
                log:x:4:other,web
                empty:x:7
                """);
    }

    @Test
    void a_name_has_its_ids_its_home_and_the_groups_that_list_it() {
        assertThat(resolve("web"))
                .isEqualTo(new Identity(1000, 100, List.of(998L, 4L), "/srv/web", "web"));
    }

    @Test
    void nobody_in_particular_is_user_0() {
        Identity root = new Identity(0, 0, List.of(), "/root", "root");
        assertThat(resolve("")).isEqualTo(root);
        assertThat(resolve("0")).isEqualTo(root);
        assertThat(resolve("root:")).isEqualTo(root);
    }

    @Test
    void with_a_group_given_the_supplementary_groups_do_not_count() {
        Identity expected = new Identity(1000, 998, List.of(), "/srv/web", "web");
        assertThat(resolve("web:docker")).isEqualTo(expected);
        assertThat(resolve("web:998")).isEqualTo(expected);
        assertThat(resolve("1000:998")).isEqualTo(expected);
        assertThat(resolve("web:12345").gid()).isEqualTo(12345);
    }

    @Test
    void a_number_without_an_entry_is_taken_as_it_is_with_group_0() {
        long uid = ThreadLocalRandom.current().nextLong(3000, Integer.MAX_VALUE + 1L);
        assertThat(resolve("" + uid)).isEqualTo(new Identity(uid, 0, List.of(), "/", ""));
        assertThat(resolve(uid + ":users").gid()).isEqualTo(100);
    }

    @Test
    void a_number_is_an_id_also_where_a_user_has_it_as_a_name() {
        assertThat(resolve("1000").name()).isEqualTo("web");
    }

    @Test
    void a_user_without_a_home_is_at_home_in_the_root() {
        assertThat(resolve("bare")).isEqualTo(new Identity(1001, 101, List.of(998L), "/", "bare"));
    }

    @Test
    void an_unknown_name_is_an_error_that_names_the_file() {
        assertThatThrownBy(() -> resolve("nobody-here"))
                .isInstanceOf(UnknownAccount.class)
                .hasMessageContaining("user 'nobody-here' is not in /etc/passwd of")
                .hasMessageContaining(root.toString());
        assertThatThrownBy(() -> resolve("web:nothing"))
                .isInstanceOf(UnknownAccount.class)
                .hasMessageContaining("group 'nothing' is not in /etc/group of");
    }

    @Test
    void numbers_that_no_id_can_have_are_refused() {
        for (String wrong : List.of("-1", "2147483648", "99999999999999999999999", "web:-1")) {
            assertThatThrownBy(() -> resolve(wrong))
                    .as(wrong)
                    .isInstanceOf(UnknownAccount.class)
                    .hasMessageContaining("out of range");
        }
    }

    /** If a missing number counted as 0, such a line would make root of a user. */
    @Test
    void a_line_without_a_number_makes_no_user() throws IOException {
        write("etc/passwd", "broken:x::0::/:\nnis:x:abc:0::/:\n+::::::\nshort\n:x:5:5::/:\n");
        for (String name : List.of("broken", "nis", "+", "short")) {
            assertThatThrownBy(() -> resolve(name)).isInstanceOf(UnknownAccount.class);
        }
    }

    @Test
    void without_the_files_numbers_do_and_names_do_not() throws IOException {
        Files.delete(root.resolve("etc/passwd"));
        Files.delete(root.resolve("etc/group"));
        assertThat(resolve("12:34")).isEqualTo(new Identity(12, 34, List.of(), "/", ""));
        assertThat(resolve("")).isEqualTo(new Identity(0, 0, List.of(), "/", ""));
        assertThatThrownBy(() -> resolve("root")).isInstanceOf(UnknownAccount.class);
    }

    @Test
    void links_are_followed_inside_of_the_root_only() throws IOException {
        Path outside = Files.writeString(directory.resolve("passwd"), "spy:x:7:7::/:\n");
        Files.delete(root.resolve("etc/passwd"));
        Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("../../passwd"));
        assertThatThrownBy(() -> resolve("spy")).isInstanceOf(UnknownAccount.class);
        Files.copy(outside, root.resolve("passwd"));
        assertThat(resolve("spy").uid()).isEqualTo(7);
    }

    @Test
    void a_pipe_in_the_place_of_a_file_is_an_error_and_not_a_wait() throws IOException {
        Files.delete(root.resolve("etc/passwd"));
        Run.output("mkfifo", root.resolve("etc/passwd").toString());
        assertThatThrownBy(() -> resolve("web"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no regular file");
    }

    @Test
    void a_root_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> Accounts.of(directory.resolve("none")))
                .isInstanceOf(SyscallException.class)
                .hasMessageContaining("ENOENT");
    }

    private Identity resolve(String spec) {
        return Accounts.of(root).resolve(spec);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(root.resolve(name), text);
    }
}

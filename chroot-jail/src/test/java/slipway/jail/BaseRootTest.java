package slipway.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

@NothingLeaks
class BaseRootTest {
    @TempDir Path directory;

    private Path data;

    @BeforeEach
    void everybodyMayEnter() {
        Run.output("chmod", "755", directory.toString());
        data = directory.resolve("data");
    }

    @AfterEach
    void remove() throws IOException {
        TreeRemoval.remove(data);
    }

    @Test
    @NeedsUnprivilegedUserNamespaces
    void shell_and_tools_run_in_it() throws IOException {
        runsTools(BaseRoot.ensure(data));
    }

    @Test
    @NeedsUnprivilegedUserNamespaces
    void without_busybox_it_is_made_of_the_hosts_own_tools() throws IOException {
        Files.createDirectory(data);
        Path tree = BaseRoot.layOut(data.resolve("tree"), BaseSource.tools());
        runsTools(tree);
        assertThat(new Jail(tree, true).output("id", "-un")).isEqualTo("root");
    }

    private static void runsTools(Path tree) throws IOException {
        Jail jail = new Jail(tree, true);
        String pipe = "echo 3 1 2 | tr ' ' '\\n' | sort | head -n 2 | cat; id -u";
        assertThat(jail.output("sh", "-c", pipe)).isEqualTo("1\n2\n0");
        String files =
                "cd /tmp && echo x > a && cp a b && ln -s a c && ls | wc -l && rm a b c && pwd";
        assertThat(jail.output("/bin/sh", "-ec", files).split("\\s+")).containsExactly("3", "/tmp");
        assertThat(jail.output("/usr/bin/env", "sed", "-n", "s/:.*//p", "/etc/passwd"))
                .isEqualTo("root\nnobody");
    }

    /** busybox itself is the witness; in the root it is never asked. */
    @Test
    @NeedsProgram(value = "busybox", debian = "busybox-static")
    void every_link_is_to_an_applet_that_this_busybox_has() throws IOException {
        Set<String> applets = Set.of(Run.output("busybox", "--list").split("\n"));
        assertThat(AppletTable.in(Files.readAllBytes(BaseSource.BUSYBOX)))
                .containsExactlyInAnyOrderElementsOf(applets);
        List<String> linked = BaseSource.ofHost().applets();
        assertThat(applets).containsAll(linked);
        assertThat(linked).contains("sh", "ls", "ps", "mount", "awk", "vi", "wget", "[");
    }

    @Test
    void it_is_made_once_and_found_by_its_link_from_then_on() throws IOException {
        Path tree = BaseRoot.ensure(data);
        assertThat(tree).isEqualTo(data.resolve(Files.readSymbolicLink(data.resolve("base"))));
        Path mark = Files.writeString(tree.resolve("mark"), "still the same");
        assertThat(BaseRoot.ensure(data)).isEqualTo(tree);
        assertThat(mark).exists();
        assertThat(BaseRoot.outdated(data)).isEmpty();
        assertThat(data.toFile().list())
                .containsExactlyInAnyOrder("base", tree.getFileName().toString());
    }

    @Test
    void the_link_of_an_older_busybox_is_replaced_and_its_tree_is_outdated() throws IOException {
        Files.createDirectories(data.resolve("base-1-b0-0123456789abcdef"));
        Files.createSymbolicLink(data.resolve("base"), Path.of("base-1-b0-0123456789abcdef"));
        Path tree = BaseRoot.ensure(data);
        assertThat(tree).exists().isNotEqualTo(data.resolve("base-1-b0-0123456789abcdef"));
        assertThat(BaseRoot.outdated(data))
                .containsExactly(data.resolve("base-1-b0-0123456789abcdef"));
    }

    @Test
    void a_link_that_leads_to_nothing_is_mended() throws IOException {
        Path tree = BaseRoot.ensure(data);
        TreeRemoval.remove(tree);
        assertThat(BaseRoot.ensure(data)).isEqualTo(tree);
        assertThat(tree.resolve("etc/passwd")).exists();
    }

    @Test
    void a_lost_link_is_made_anew_without_making_the_tree_anew() throws IOException {
        Path tree = BaseRoot.ensure(data);
        Files.writeString(tree.resolve("mark"), "still the same");
        Files.delete(data.resolve("base"));
        assertThat(BaseRoot.ensure(data)).isEqualTo(tree);
        assertThat(tree.resolve("mark")).exists();
    }

    @Test
    void many_at_once_get_the_same_complete_tree() throws Exception {
        Callable<Path> ensure = () -> BaseRoot.ensure(data);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        Set<Path> trees = new HashSet<>();
        try {
            List<Callable<Path>> all = Collections.nCopies(6, ensure);
            for (Future<Path> done : threads.invokeAll(all)) trees.add(done.get());
        } finally {
            threads.shutdown();
        }
        assertThat(trees).hasSize(1);
        assertThat(data.toFile().list()).hasSize(2).contains("base");
    }

    @Test
    void everybody_may_read_it_but_the_home_of_root() throws IOException {
        Path tree = BaseRoot.ensure(data);
        String closed =
                Run.output("find", tree.toString(), "!", "-type", "l", "!", "-perm", "-o=r");
        assertThat(closed).isEqualTo(tree.resolve("root").toString());
    }

    @Test
    void files_keep_the_time_of_the_hosts_files() throws IOException {
        Path tree = BaseRoot.ensure(data);
        Path shell = tree.resolve(Path.of("/").relativize(Path.of("/bin/sh")));
        Path source = Files.exists(BaseSource.BUSYBOX) ? BaseSource.BUSYBOX : Path.of("/bin/sh");
        FileTime time = Files.getLastModifiedTime(source);
        assertThat(Files.getLastModifiedTime(shell).toMillis()).isEqualTo(time.toMillis());
    }

    @Test
    void the_data_directory_is_the_systems_for_root_and_the_users_own_for_others() {
        Map<String, String> both = Map.of("HOME", "/home/me", "XDG_DATA_HOME", "/data");
        assertThat(DataDirectory.of(0, both)).isEqualTo(Path.of("/var/lib/slipway"));
        assertThat(DataDirectory.of(1000, both)).isEqualTo(Path.of("/data/slipway"));
        assertThat(DataDirectory.of(1, Map.of("HOME", "/home/me", "XDG_DATA_HOME", "relative")))
                .isEqualTo(Path.of("/home/me/.local/share/slipway"));
        assertThatThrownBy(() -> DataDirectory.of(1000, Map.of()))
                .isInstanceOf(DataDirectory.NoHome.class)
                .hasMessageContaining("HOME is not set")
                .hasMessageContaining("XDG_DATA_HOME");
    }
}

package slipway.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.plan.StepFailed;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

@NothingLeaks
class RootTreeTest {
    @TempDir Path directory;

    private Path target;

    @BeforeEach
    void everybodyMayEnter() {
        Run.output("chmod", "755", directory.toString());
        target = directory.resolve("root");
    }

    /** Before JUnit does, who warns of each link that leads out of its directory. */
    @AfterEach
    void remove() throws IOException {
        TreeRemoval.remove(target);
    }

    @Test
    @NeedsRoot
    @NeedsProgram("bash")
    void programs_run_in_a_tree_with_nothing_else_in_it() throws IOException {
        runsPrograms(false);
    }

    @Test
    @NeedsUnprivilegedUserNamespaces
    @NeedsProgram("bash")
    void programs_run_in_a_tree_whose_owner_is_root_in_a_user_namespace() throws IOException {
        runsPrograms(true);
    }

    private void runsPrograms(boolean inUserNamespace) throws IOException {
        Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh -e\necho $((6*7))");
        Run.output("chmod", "755", script.toString());
        RootTree.fromPrograms(target, List.of(Path.of("/bin/bash"), Path.of("/bin/ls"), script));
        Jail jail = new Jail(target, inUserNamespace);

        assertThat(jail.output("bash", "-c", "echo $BASH_VERSION from $$"))
                .isEqualTo(Run.output("/bin/bash", "-c", "echo $BASH_VERSION") + " from 1");
        assertThat(jail.output("/bin/ls", "/").split("\n"))
                .contains("dev", "etc", "proc", "root", "run", "sys", "tmp", "var", "home")
                .doesNotContain("boot", "srv", "media");
        assertThat(jail.output(script.toRealPath().toString())).isEqualTo("42");
        assertThat(jail.run("/bin/bash", "-c", "exec cat /etc/passwd").status())
                .as("cat was not asked for")
                .isEqualTo(ExitStatus.exited(127));
    }

    @Test
    @NeedsRoot
    void without_the_loader_the_program_itself_is_said_to_be_missing() throws IOException {
        RootTree.fromPrograms(target, List.of(Path.of("/bin/ls")));
        Path loader = Path.of(ElfFile.read(Path.of("/bin/ls")).interpreter().orElseThrow());
        assertThat(new Jail(target, false).run("/bin/ls").status().code()).isZero();

        // Its last link is enough: the file that it leads to is still there.
        List<Path> links = LinkTrail.of(loader).links();
        Path last = links.isEmpty() ? loader : links.get(links.size() - 1);
        Files.delete(target.resolve(Path.of("/").relativize(last)));
        assertThatThrownBy(() -> new Jail(target, false).run("/bin/ls"))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("/bin/ls")
                .extracting(e -> ((StepFailed) e).errno())
                .isEqualTo(Errno.ENOENT);
    }

    @Test
    void links_of_the_host_are_links_in_the_tree() throws IOException {
        Path shell = Path.of("/bin/sh");
        RootTree.fromPrograms(target, List.of(shell));
        for (Path link : LinkTrail.of(shell).links()) {
            assertThat(Files.readSymbolicLink(target.resolve(Path.of("/").relativize(link))))
                    .isEqualTo(Files.readSymbolicLink(link));
        }
    }

    @Test
    void modes_are_kept_whatever_the_umask_but_for_the_bits_that_lend_an_identity()
            throws IOException {
        Path lender = Files.writeString(directory.resolve("lender"), "data");
        Path plain = Files.writeString(directory.resolve("plain"), "data");
        Run.output("chmod", "6711", lender.toString());
        Run.output("chmod", "750", plain.toString());
        RootTree.fromPrograms(target, List.of(lender, plain));
        assertThat(mode(lender.toRealPath())).as("everybody may read").isEqualTo("755");
        assertThat(mode(plain.toRealPath())).isEqualTo("754");
        assertThat(mode(Path.of("/tmp"))).isEqualTo("1777");
        assertThat(mode(Path.of("/root"))).isEqualTo("700");
        assertThat(mode(Path.of("/etc/passwd"))).isEqualTo("644");
    }

    @Test
    void a_program_that_is_missing_leaves_nothing_behind() {
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> RootTree.fromPrograms(target, List.of(Path.of("/bin/sh"), none)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "making the root file system %s: %s: there is no %s"
                                .formatted(target, none, none));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_tree_that_is_there_already_stays_as_it_is() throws IOException {
        Files.createDirectory(target);
        assertThatThrownBy(() -> RootTree.fromPrograms(target, List.of(Path.of("/bin/sh"))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(target + " is there already");
        assertThat(target).isEmptyDirectory();
        assertThat(directory).isDirectoryNotContaining("glob:**.draft");
    }

    @Test
    void the_draft_of_a_build_that_crashed_is_removed_by_the_next() throws IOException {
        Path draft = Files.createDirectories(directory.resolve(".root.draft/tree/bin"));
        Files.writeString(draft.resolve("half"), "x");
        RootTree.fromPrograms(target, List.of(Path.of("/bin/sh")));
        assertThat(target.resolve("bin/half")).doesNotExist();
        assertThat(directory.toFile().list()).containsExactly("root");
    }

    @Test
    void of_builds_at_the_same_time_one_makes_the_tree_and_the_others_say_that_it_is_there()
            throws Exception {
        Callable<Boolean> build =
                () -> {
                    try {
                        RootTree.fromPrograms(target, List.of(Path.of("/bin/sh")));
                        return true;
                    } catch (UncheckedIOException e) {
                        assertThat(e).hasMessageContaining("is there already");
                        return false;
                    }
                };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            int made = 0;
            for (Future<Boolean> done : threads.invokeAll(List.of(build, build, build, build))) {
                if (done.get()) made++;
            }
            assertThat(made).isOne();
        } finally {
            threads.shutdown();
        }
        assertThat(directory.toFile().list()).containsExactly("root");
    }

    private String mode(Path inside) {
        Path file = target.resolve(Path.of("/").relativize(inside));
        return Run.output("stat", "-c", "%a", file.toString());
    }
}

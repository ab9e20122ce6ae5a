package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.jail.NotRemoved;
import slipway.jail.TreeListing;
import slipway.jail.TreeRemoval;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.LinuxKernel;
import slipway.linux.SubordinateIds;
import slipway.linux.Syscall;
import slipway.plan.launch.Launcher;
import slipway.runtime.HostFacts;
import slipway.runtime.OwnIds;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Trap 12. The user with subordinate ids is the tester whom .ci/setup makes. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"setpriv", "newuidmap"},
        debian = {"util-linux", "uidmap"})
class OwnIdsTest {
    private static final String TESTER = "slipway-tester";

    @TempDir private Path directory;
    private final String us = Run.output("id", "-u");
    private String tester = "";

    @BeforeEach
    void a_folder_of_the_tester() {
        Run.Result id = Run.program("id", "-u", TESTER).result();
        assumeTrue(id.exitCode() == 0, "needs the user " + TESTER + ": .ci/setup");
        tester = id.stdout().strip();
        boolean may = us.equals("0") || us.equals(tester);
        assumeTrue(may, "needs to become " + TESTER + ": run as root or as this user");
        if (us.equals("0")) Run.output("chown", tester + ":" + tester, directory.toString());
    }

    @Test
    void an_ordinary_user_makes_lists_and_removes_files_of_three_owners() throws IOException {
        SubordinateIds.Range range =
                SubordinateIds.of(Path.of("/etc/subuid"))
                        .rangesOf(TESTER, Long.parseLong(tester))
                        .get(0);
        String tree = directory.resolve("tree").toString();
        asTester("make", tree);
        assertThat(Run.output("find", tree, "-maxdepth", "1", "-printf", "%P %U %m\\n").lines())
                .contains(
                        "0 " + tester + " 700",
                        "1 " + range.first() + " 700",
                        "1000 " + (range.first() + 999) + " 700");

        assertThat(asTester("list", tree).lines())
                .containsExactlyInAnyOrder(
                        " 40755 0",
                        "0 40700 0",
                        "0/file 100600 0",
                        "1 40700 1",
                        "1/file 100600 1",
                        "1000 40700 1000",
                        "1000/file 100600 1000");

        assertThat(asTester("remove-plainly", tree)).contains(tree + "/1 (EPERM");
        assertThat(Path.of(tree)).exists();
        assertThat(asTester("remove", tree)).isEmpty();
        assertThat(Path.of(tree)).doesNotExist();
    }

    @Test
    void the_plain_kernel_serves_who_has_no_subordinate_ids() throws IOException {
        HostFacts facts = new HostFacts(1, 1, slipway.linux.CapabilitySet.NONE, 40, false);
        Path tree = Files.createTempDirectory("plain");
        Files.writeString(tree.resolve("file"), "x");
        try (Launcher launcher = new Launcher();
                OwnIds ids = OwnIds.open(launcher, facts)) {
            assertThat(ids.kernel()).isSameAs(LinuxKernel.INSTANCE);
            assertThat(ids.list(tree)).extracting(TreeListing.Entry::path).containsOnly("", "file");
            assertThat(TreeListing.bytes(ids.list(tree))).isPositive();
            ids.remove(tree);
            assertThat(tree).doesNotExist();
            assertThatThrownBy(() -> ids.list(tree)).hasMessageContaining("ENOENT");
        }
    }

    private String asTester(String... words) {
        List<String> command = new ArrayList<>();
        if (us.equals("0")) {
            command.addAll(List.of("setpriv", "--reuid=" + tester, "--regid=" + tester));
            command.addAll(List.of("--clear-groups", "--inh-caps=-all"));
        }
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        command.addAll(Installed.command(java, "slipway.cli.OwnIdsTest$Tester"));
        command.addAll(List.of(words));
        return Run.program(command).result().succeeded().stdout();
    }

    /** Run in a JVM of its own, by the tester. */
    static final class Tester {
        public static void main(String[] words) throws IOException {
            Path tree = Path.of(words[1]);
            HostFacts facts = HostFacts.of(LinuxKernel.INSTANCE);
            try (Launcher launcher = new Launcher();
                    OwnIds ids = OwnIds.open(launcher, facts)) {
                if (words[0].equals("make")) make(ids, tree);
                if (words[0].equals("remove")) ids.remove(tree);
                if (words[0].equals("remove-plainly")) TreeRemoval.remove(tree);
                if (words[0].equals("list")) print(ids.list(tree));
            } catch (NotRemoved e) {
                System.out.println(e.left());
            }
        }

        private static void print(List<TreeListing.Entry> entries) {
            for (TreeListing.Entry entry : entries) {
                String mode = Integer.toOctalString(entry.mode());
                System.out.println(entry.path() + " " + mode + " " + entry.uid());
            }
        }

        private static void make(OwnIds ids, Path tree) {
            call(ids, Syscall.MKDIRAT, HERE, Arg.text(tree.toString()), Arg.mode(0755));
            for (int id : new int[] {0, 1, 1000}) {
                Arg folder = Arg.text(tree + "/" + id);
                Arg file = Arg.text(tree + "/" + id + "/file");
                call(ids, Syscall.MKDIRAT, HERE, folder, Arg.mode(0700));
                long flags = Constants.O_WRONLY | Constants.O_CREAT;
                Arg how = Arg.flag(flags, Family.OPEN);
                long fd = call(ids, Syscall.OPENAT, HERE, file, how, Arg.mode(0600));
                call(ids, Syscall.CLOSE, Arg.num(fd));
                for (Arg path : List.of(file, folder)) {
                    Arg number = Arg.num(id);
                    Arg none = Arg.flag(0, Family.AT);
                    call(ids, Syscall.FCHOWNAT, HERE, path, number, number, none);
                }
            }
        }

        private static final Arg HERE = Arg.flag(Constants.AT_FDCWD, Family.DIRFD);

        private static long call(OwnIds ids, Syscall syscall, Arg... args) {
            return ids.kernel().call(Call.of(syscall, args));
        }
    }
}

package slipway.lessons;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** Other answers to 2.1, 2.2, 2.3, 2.4 and 2.6. */
@NothingLeaks(tempDirs = true)
@NeedsUnprivilegedUserNamespaces
class SpacesAnswersTest {
    private static final String IMPORTS =
            """
            import java.io.*;
            import java.nio.file.*;
            import java.util.*;
            import slipway.lessons.spaces.*;
            import slipway.linux.*;
            import slipway.namespaces.Namespace;
            import slipway.plan.*;
            import slipway.plan.launch.*;
            """;

    @TempDir private Path room;

    private AnswerSheet sheet(String id) {
        return new AnswerSheet(room, id, IMPORTS);
    }

    @Test
    void namespaces_may_be_compared_by_their_files_instead_of_their_names() throws Exception {
        sheet("2.1")
                .isRight(
                        """
                        public class Spaces implements ComparesNamespaces {
                            private static Object inode(int pid, Namespace kind) {
                                Path link = Path.of("/proc", pid + "", "ns", kind.procName());
                                try {
                                    return Files.getAttribute(link, "unix:ino");
                                } catch (IOException e) {
                                    return null;
                                }
                            }

                            public Set<Namespace> shared(int one, int other) {
                                Set<Namespace> all = new HashSet<>();
                                for (Namespace kind : Namespace.values()) {
                                    Object ino = inode(one, kind);
                                    if (ino != null && ino.equals(inode(other, kind))) all.add(kind);
                                }
                                return all;
                            }

                            public Set<Integer> members(int pid, Namespace kind) {
                                Set<Integer> all = new HashSet<>();
                                Object wanted = inode(pid, kind);
                                ProcessHandle.allProcesses().map(p -> (int) p.pid()).forEach(p -> {
                                    if (wanted.equals(inode(p, kind))) all.add(p);
                                });
                                return all;
                            }
                        }
                        """);
    }

    private static String hostName(String steps) {
        return "public class HostName implements NamesHosts {\n"
                + ("public List<Step> enter(String name) { return " + steps + "; }\n")
                + "public Set<Field> own() { return Set.of(Field.NODENAME, Field.DOMAINNAME); }}\n";
    }

    private static final String UNSHARE = "Steps.unshare(Constants.CLONE_NEWUTS)";

    @Test
    void a_name_may_be_taken_twice_and_more_often() throws Exception {
        String take =
                "Step.call(\"\", Call.of(Syscall.SETHOSTNAME, Arg.text(name + \"xyz\"),"
                        + " Arg.num(name.length())))";
        sheet("2.2").isRight(hostName("List.of(" + UNSHARE + ", " + take + ", " + take + ")"));
    }

    @Test
    void who_takes_no_name_or_none_that_the_kernel_has_is_told_the_name_that_is_there()
            throws Exception {
        sheet("2.2").isNone(hostName("List.of(" + UNSHARE + ")"), "the name outside");
        sheet("2.2").isNone(hostName("List.of(Steps.exit(0))"), "The kit starts the program");
    }

    @Test
    void mounts_may_be_told_nobody_step_by_step() throws Exception {
        sheet("2.3")
                .isRight(
                        """
                        public class Mounts implements KeepsMounts {
                            public List<Step> enter(Wish wish) {
                                List<Step> steps = new ArrayList<>();
                                steps.add(Steps.unshare(Constants.CLONE_NEWNS));
                                steps.add(Steps.propagation("/", Constants.MS_SLAVE));
                                if (wish == Wish.APART) steps.add(Steps.makePrivate("/"));
                                return steps;
                            }
                        }
                        """);
    }

    private static String container(String namespaces, String steps) {
        return "public class Container implements StartsContainers {\n"
                + "public Launch launch(Exec program, String root, String name, Fd in, Fd out,"
                + " Fd err) {\n"
                + ("List<Step> steps = new ArrayList<>(List.of(" + steps + "));\n")
                + "steps.add(program);\n"
                + "return Launch.of(new Plan(steps)).withFds(Map.of(0, in, 1, out, 2, err))\n"
                + (".withNamespaces(" + namespaces + "); }}\n");
    }

    @Test
    void a_container_may_be_made_with_all_its_namespaces_at_once() throws Exception {
        sheet("2.4")
                .isRight(
                        container(
                                "Constants.CLONE_NEWPID | Constants.CLONE_NEWNS |"
                                        + " Constants.CLONE_NEWUTS | Constants.CLONE_NEWIPC",
                                "Step.call(\"\", Call.of(Syscall.SETHOSTNAME, Arg.text(name),"
                                        + " Arg.num(name.length()))), Steps.makePrivate(\"/\"),"
                                        + " Steps.bindAll(root, root), Steps.mkdir(root +"
                                        + " \"/proc\", 0755), Steps.mount(\"proc\", root +"
                                        + " \"/proc\", 0, \"\"), Steps.chdir(root),"
                                        + " Steps.pivotRoot(\".\", \".\"), Steps.detach(\".\"),"
                                        + " Steps.chdir(\"/\"), Steps.closeAtExec(3)"));
    }

    @Test
    void a_launch_that_is_none_or_signals_somebody_is_not_done() throws Exception {
        String pid = "Constants.CLONE_NEWPID";
        sheet("2.4").isNone(container("0", "Steps.kill(1, 0)"), "signals a process");
        sheet("2.4").isNone(container("Constants.CLONE_NEWUSER", ""), "the kit adds");
        sheet("2.4").isNone(container(pid, "program"), "The kit starts the program");
        sheet("2.4").isNone(container(pid, ""), "leads to /");
    }

    @Test
    void who_says_that_everything_is_stopped_by_everything_is_told_what_was_reached()
            throws Exception {
        sheet("2.6")
                .isNone(
                        """
                        public class Shared implements TellsWhatIsShared {
                            public Set<Move> stoppedBy(Means means) {
                                return EnumSet.allOf(Move.class);
                            }
                            public Launch launch(
                                    Exec program, String root, String name, Fd in, Fd out, Fd err) {
                                return new Container().launch(program, root, name, in, out, err);
                            }
                        }
                        """,
                        "it was reached as before");
    }
}

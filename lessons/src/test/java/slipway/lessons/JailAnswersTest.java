package slipway.lessons;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** Other answers to 1.2, 1.3 and 1.4. */
@NothingLeaks(tempDirs = true)
@NeedsUnprivilegedUserNamespaces
class JailAnswersTest {
    private static final String IMPORTS =
            """
            import java.util.*;
            import slipway.lessons.jail.*;
            import slipway.linux.*;
            import slipway.plan.*;
            """;

    @TempDir private Path room;

    private AnswerSheet sheet(String id) {
        return new AnswerSheet(room, id, IMPORTS);
    }

    private static String jail(String steps) {
        return "public class Jail implements MakesJails {\n"
                + "public List<Step> enter(String root) { return "
                + (steps + ";}}\n");
    }

    @Test
    void a_jail_may_be_entered_by_descriptor_and_without_a_path() throws Exception {
        sheet("1.2")
                .isRight(
                        jail(
                                """
                                List.of(
                                        Steps.open(root, "room"),
                                        Steps.fchdir("room"),
                                        Steps.chroot("."))
                                """));
    }

    @Test
    void a_jail_may_be_better_than_asked_for() throws Exception {
        sheet("1.2")
                .isRight(
                        jail(
                                """
                                List.of(
                                        Steps.bindAll(root, root),
                                        Steps.chdir(root),
                                        Steps.pivotRoot(".", "."),
                                        Steps.detach("."),
                                        Steps.chdir("/"))
                                """));
    }

    @Test
    void a_jail_without_steps_or_with_an_end_in_them_is_none() throws Exception {
        sheet("1.2").isNone(jail("List.of()"), "/proc/PID/root leads to /");
        sheet("1.2").isNone(jail("null"), "enter returned null");
        sheet("1.2").isNone(jail("List.of(Steps.exit(0))"), "The kit starts the program");
        sheet("1.2").isNone(jail("List.of(Steps.fchdir(\"nobody\"))"), "nobody");
    }

    @Test
    void a_root_may_be_furnished_in_another_order_and_with_more_mounts() throws Exception {
        sheet("1.3")
                .isRight(
                        """
                        public class Devices implements FurnishesRoots {
                            public List<Step> enter(String root) {
                                List<Step> steps = new ArrayList<>();
                                String dev = root + "/dev";
                                steps.add(Steps.mkdir(dev, 0755));
                                steps.add(Steps.mount("tmpfs", dev, 0, "mode=0755"));
                                Map<String, int[]> all = Map.of(
                                        "null", new int[] {1, 3}, "zero", new int[] {1, 5},
                                        "full", new int[] {1, 7}, "random", new int[] {1, 8},
                                        "urandom", new int[] {1, 9}, "tty", new int[] {5, 0});
                                all.forEach((name, number) -> steps.add(node(dev, name, number)));
                                steps.addAll(new Jail().enter(root));
                                steps.add(Steps.mkdir("tmp", 0700));
                                steps.add(Steps.mount("tmpfs", "/tmp", 0, "mode=1777"));
                                steps.add(Steps.mkdir("/proc", 0555));
                                steps.add(Steps.mount("proc", "proc", 0, ""));
                                return steps;
                            }

                            private static Step node(String dev, String name, int[] number) {
                                String path = dev + "/" + name;
                                Step made = Steps.characterDevice(path, 0666, number[0], number[1]);
                                Step place = Steps.emptyFile(path, 0);
                                Step shown = Steps.bind("/dev/" + name, path);
                                Step other = new Group(List.of(place, shown), "show it");
                                return new FirstOf(List.of(made, other), "have a device");
                            }
                        }
                        """);
    }

    @Test
    void a_root_with_nothing_in_it_is_not_furnished() throws Exception {
        sheet("1.3")
                .isNone(
                        "public class Devices implements FurnishesRoots {\n"
                                + "public List<Step> enter(String root) {\n"
                                + "return new Jail().enter(root); }}\n",
                        "there is no /dev/null");
    }

    private static String furnished(String steps) {
        return "public class Devices implements FurnishesRoots {\n"
                + "public List<Step> enter(String root) {\n"
                + "List<Step> steps = new ArrayList<>();\n"
                + (steps + "\nreturn steps; }}\n");
    }

    @Test
    void who_furnishes_after_the_door_is_shut_is_told_of_the_door_and_not_of_mounts()
            throws Exception {
        sheet("1.3")
                .means(
                        furnished(
                                "steps.addAll(new Jail().enter(root));"
                                        + " steps.add(Steps.mkdir(root + \"/dev\", 0755));"),
                        "/dev\", 0755) failed with ENOENT",
                        "The door is shut already",
                        "M76");
        sheet("1.3")
                .means(
                        furnished("steps.add(Steps.chroot(root)); steps.add(Steps.chdir(root));"),
                        "chdir(",
                        "your Jail of 1.2",
                        "M76");
    }

    @Test
    void who_goes_up_too_few_steps_is_told_to_go_further() throws Exception {
        String few =
                "List.of(Steps.mkdir(\"d\", 0700), Steps.chroot(\"d\"), Steps.chdir(\"../..\"),"
                        + " Steps.chroot(\".\"))";
        String wrong = "List.of(Steps.fchdir(fd), Steps.chdir(\"..\"), Steps.chroot(\".\"))";
        String seal = "List.of(Steps.closeAtExec(3))";
        String jail = "new Jail().enter(root)";
        sheet("1.4").means(escapes(jail, few, wrong, seal), "bySecondRoot", "go up further", "");
        String up = few.replace("../..", "../../../../../../../../../../../../../../../../..");
        sheet("1.4").means(escapes(jail, up, wrong, seal), "byDescriptor", "go up further", "");
    }

    @Test
    void who_closes_a_number_that_was_not_open_is_told_that_nobody_knows_the_numbers()
            throws Exception {
        String up = "up(Steps.mkdir(\"d\", 0700), Steps.chroot(\"d\"))";
        String close = "List.of(Step.call(\"close\", Call.of(Syscall.CLOSE, Arg.num(9999))))";
        sheet("1.4")
                .means(
                        escapes("new Jail().enter(root)", up, "up(Steps.fchdir(fd))", close),
                        "EBADF",
                        "you cannot know the numbers",
                        "M91");
    }

    private static String escapes(String jail, String secondRoot, String descriptor, String seal) {
        return "public class Escapes implements BreaksOut {\n"
                + ("public List<Step> jail(String root) { return " + jail + "; }\n")
                + ("public List<Step> bySecondRoot() { return " + secondRoot + "; }\n")
                + ("public List<Step> byDescriptor(int fd) { return " + descriptor + "; }\n")
                + ("public List<Step> seal() { return " + seal + "; }\n")
                + "private static List<Step> up(Step... first) {\n"
                + "  List<Step> steps = new ArrayList<>(List.of(first));\n"
                + "  for (int i = 0; i < 50; i++) steps.add(Steps.chdir(\"..\"));\n"
                + "  steps.add(Steps.chroot(\".\"));\n"
                + "  return steps; }}\n";
    }

    @Test
    void a_jail_may_be_left_step_by_step_and_sealed_by_closing_at_once() throws Exception {
        sheet("1.4")
                .isRight(
                        escapes(
                                "new Jail().enter(root)",
                                "up(Steps.open(\".\", \"here\"), Steps.mkdir(\"d\", 0700),"
                                        + " Steps.chroot(\"d\"), Steps.fchdir(\"here\"))",
                                "up(Steps.fchdir(fd))",
                                "List.of(Step.call(\"close\", Call.of(Syscall.CLOSE_RANGE,"
                                        + " Arg.num(3), Arg.num(0xffffffffL), Arg.num(0))))"));
    }

    @Test
    void who_has_a_better_jail_is_told_so_before_looking_for_a_hole_in_it() throws Exception {
        String pivot =
                "List.of(Steps.bindAll(root, root), Steps.chdir(root), Steps.pivotRoot(\".\","
                        + " \".\"), Steps.detach(\".\"), Steps.chdir(\"/\"))";
        sheet("1.4")
                .isNone(escapes(pivot, "List.of()", "List.of()", "List.of()"), "more than chroot");
    }

    @Test
    void there_is_no_honour_in_leaving_a_jail_that_holds_nobody() throws Exception {
        sheet("1.4").isNone(escapes("List.of()", "up()", "up()", "List.of()"), "holds nobody");
        sheet("1.4")
                .isNone(
                        escapes("new Jail().enter(root)", "List.of()", "List.of()", "List.of()"),
                        "stands where it stood before");
    }
}

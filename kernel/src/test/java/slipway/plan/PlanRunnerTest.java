package slipway.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_REMOVEDIR;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_EXCL;
import static slipway.linux.Constants.O_WRONLY;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.RecordingKernel;
import slipway.linux.Syscall;

class PlanRunnerTest {
    private static final Arg HERE = Arg.flag(AT_FDCWD, Family.DIRFD);
    private static final Map<String, Long> NOTHING_KNOWN = Map.of();

    private final RecordingKernel kernel = new RecordingKernel();
    private final PlanRunner runner = new PlanRunner(kernel);

    private static Call mkdir(String path) {
        return Call.of(Syscall.MKDIRAT, HERE, Arg.text(path), Arg.mode(0755));
    }

    private static Call rmdir(String path) {
        return Call.of(Syscall.UNLINKAT, HERE, Arg.text(path), Arg.flag(AT_REMOVEDIR, Family.AT));
    }

    private static Do folder(String path) {
        return Step.call("make " + path, mkdir(path)).undoneBy(rmdir(path));
    }

    private Plan run(Step... steps) {
        return runner.run(Plan.of(steps), NOTHING_KNOWN);
    }

    @Test
    void the_steps_are_done_in_order_and_the_way_back_undoes_them_in_reverse() {
        Plan wayBack = run(folder("/a"), folder("/a/b"), folder("/a/b/c"));
        assertThat(kernel.tree()).isEqualTo("/a/\n/a/b/\n/a/b/c/\n");
        assertThat(wayBack.print())
                .isEqualTo(
                        """
                        # take back: make /a/b/c
                        unlinkat(AT_FDCWD, "/a/b/c", AT_REMOVEDIR)
                        # take back: make /a/b
                        unlinkat(AT_FDCWD, "/a/b", AT_REMOVEDIR)
                        # take back: make /a
                        unlinkat(AT_FDCWD, "/a", AT_REMOVEDIR)
                        """);
        runner.takeBack(wayBack);
        assertThat(kernel.tree()).isEmpty();
    }

    @Test
    void wherever_a_plan_breaks_off_nothing_of_it_is_left() {
        for (int broken = 0; broken < 4; broken++) {
            Step[] steps = {folder("/a"), folder("/a/b"), folder("/c"), folder("/a/d")};
            steps[broken] = folder("/missing/x");
            Throwable failure = catchThrowable(() -> run(steps));
            assertThat(failure).isInstanceOf(StepFailed.class).hasNoSuppressedExceptions();
            assertThat(((StepFailed) failure).step()).isEqualTo(steps[broken]);
            assertThat(((StepFailed) failure).errno()).isEqualTo(Errno.ENOENT);
            assertThat(kernel.tree()).as("broken at %d", broken).isEmpty();
        }
    }

    @Test
    void a_failure_names_the_purpose_the_call_and_the_errno() {
        assertThatThrownBy(() -> run(folder("/missing/x")))
                .hasMessageStartingWith(
                        "could not make /missing/x: mkdirat(AT_FDCWD, \"/missing/x\", 0755) failed:"
                                + " ENOENT (No such file or directory). ");
    }

    @Test
    void taking_back_goes_on_after_failures_and_throws_the_first_with_the_others() {
        Plan wayBack = run(folder("/a"), folder("/b"), folder("/c"), folder("/d"));
        kernel.withDirectory("/b/kept").withDirectory("/d/kept");
        Throwable failure = catchThrowable(() -> runner.takeBack(wayBack));
        assertThat(failure).isInstanceOf(StepFailed.class).hasMessageContaining("\"/d\"");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(other -> assertThat(other).hasMessageContaining("\"/b\""));
        assertThat(kernel.tree()).isEqualTo("/b/\n/b/kept/\n/d/\n/d/kept/\n");
    }

    @Test
    void a_failure_on_the_way_back_is_added_to_the_one_that_caused_it() {
        Step fill = Step.call("fill it", mkdir("/a/forgotten"));
        Throwable failure = catchThrowable(() -> run(folder("/a"), fill, folder("/missing/x")));
        assertThat(failure).hasMessageContaining("/missing/x");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(other -> assertThat(other).hasMessageContaining("ENOTEMPTY"));
    }

    @Test
    void what_was_there_before_is_tolerated_and_not_taken_back() {
        kernel.withDirectory("/old");
        Plan wayBack =
                run(
                        folder("/old").tolerating(Errno.EEXIST),
                        folder("/new").tolerating(Errno.EEXIST));
        runner.takeBack(wayBack);
        assertThat(kernel.tree()).isEqualTo("/old/\n");
    }

    @Test
    void an_error_that_is_not_among_the_tolerated_ones_is_a_failure() {
        assertThatThrownBy(() -> run(folder("/missing/x").tolerating(Errno.EEXIST, Errno.EROFS)))
                .hasMessageContaining("ENOENT");
    }

    @Test
    void of_several_ways_the_first_that_works_is_taken_and_only_it_is_taken_back() {
        FirstOf choice =
                new FirstOf(
                        List.of(folder("/missing/x"), folder("/a"), folder("/b")), "have a folder");
        Plan wayBack = run(choice);
        assertThat(kernel.tree()).isEqualTo("/a/\n");
        runner.takeBack(wayBack);
        assertThat(kernel.tree()).isEmpty();
    }

    @Test
    void when_no_way_works_the_last_one_is_the_failure() {
        FirstOf inner = new FirstOf(List.of(folder("/no/1"), folder("/no/2")), "inner");
        FirstOf outer = new FirstOf(List.of(inner, folder("/no/3")), "outer");
        assertThatThrownBy(() -> run(folder("/a"), outer)).hasMessageContaining("/no/3");
        assertThat(kernel.lines()).hasSize(5);
        assertThat(kernel.tree()).isEmpty();
    }

    @Test
    void what_a_given_up_way_of_several_steps_has_done_is_taken_back_in_the_end() {
        Group broken = new Group(List.of(folder("/a"), folder("/no/b")), "not this one");
        Plan wayBack = run(new FirstOf(List.of(broken, folder("/c")), "have some"));
        assertThat(kernel.tree()).isEqualTo("/a/\n/c/\n");
        runner.takeBack(wayBack);
        assertThat(kernel.tree()).isEmpty();
    }

    @Test
    void steps_for_what_is_not_there_are_passed_over() {
        kernel.withFile("/file", "");
        run(ifThere("/missing", folder("/a")), ifThere("/file", folder("/b")));
        assertThat(kernel.tree()).isEqualTo("/b/\n/file\n");
        assertThatThrownBy(() -> run(ifThere("/file/", folder("/c"))))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("ENOTDIR");
        assertThatThrownBy(() -> run(ifThere("/file", folder("/no/c"))))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("ENOENT");
    }

    private static IfThere ifThere(String path, Step step) {
        Call chmod = Call.of(Syscall.FCHMODAT, HERE, Arg.text(path), Arg.mode(0600));
        return new IfThere(Step.call("look", chmod), List.of(step), "where it is");
    }

    @Test
    void every_call_of_an_each_is_made() {
        run(new Each(List.of(mkdir("/a"), mkdir("/b"), mkdir("/a/c")), "three", "have folders"));
        assertThat(kernel.tree()).isEqualTo("/a/\n/a/c/\n/b/\n");
    }

    @Test
    void a_file_is_written_in_one_call_and_closed_also_when_the_write_fails() {
        String text = "é" + new Random().nextInt();
        kernel.withFile("/sys/limit", "");
        run(new WriteFile("/sys/limit", text, "limit it"));
        assertThat(kernel.text("/sys/limit")).isEqualTo(text);
        assertThat(kernel.lines())
                .element(1)
                .asString()
                .endsWith(" = " + text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void a_file_to_be_written_must_exist() {
        kernel.withDirectory("/sys");
        WriteFile step = new WriteFile("/sys/limit", "1", "limit it");
        assertThatThrownBy(() -> run(step))
                .hasMessageContaining("could not limit it: openat(AT_FDCWD, \"/sys/limit\"")
                .hasMessageContaining("ENOENT");
    }

    @Test
    void the_number_of_the_child_stands_for_its_name_in_paths_texts_and_undo() {
        long pid = 1 + new Random().nextInt(4_000_000);
        kernel.withFile("/proc/" + pid + "/uid_map", "").withFile("/cgroup/procs", "");
        Plan plan =
                Plan.of(
                        new WriteFile("/proc/$pid/uid_map", "0 0 1", "map ids"),
                        new WriteFile("/cgroup/procs", "$pid", "move it"),
                        folder("/box-$pid"));
        Plan wayBack = runner.run(plan, Map.of("pid", pid));
        assertThat(kernel.text("/proc/" + pid + "/uid_map")).isEqualTo("0 0 1");
        assertThat(kernel.text("/cgroup/procs")).isEqualTo(Long.toString(pid));
        assertThat(wayBack.print()).contains("\"/box-" + pid + "\"");
        runner.takeBack(PlanJson.read(PlanJson.write(wayBack)));
        assertThat(kernel.tree()).doesNotContain("box");
    }

    @Test
    void a_later_step_and_the_way_back_may_name_the_result_of_an_earlier_one() {
        Arg create = Arg.flag(O_WRONLY | O_CREAT | O_EXCL, Family.OPEN);
        Call close = Call.of(Syscall.CLOSE, Arg.result("lock"));
        Call open = Call.of(Syscall.OPENAT, HERE, Arg.text("/lock"), create, Arg.mode(0600));
        Call write = Call.of(Syscall.WRITE, Arg.result("lock"), Arg.text("mine"), Arg.num(4));
        Plan wayBack =
                run(Step.call("lock", open).as("lock").undoneBy(close), Step.call("say so", write));
        assertThat(kernel.text("/lock")).isEqualTo("mine");
        assertThat(kernel.openFiles()).isOne();
        runner.takeBack(wayBack);
        assertThat(kernel.openFiles()).isZero();
    }

    @Test
    void a_name_that_stands_for_nothing_stops_the_plan_and_it_is_taken_back() {
        Call close = Call.of(Syscall.CLOSE, Arg.result("nothing"));
        assertThatThrownBy(() -> run(folder("/a"), Step.call("close", close)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("$nothing is not known here");
        assertThatThrownBy(() -> run(folder("/a"), folder("/$pid")))
                .hasMessage("$pid is not known here");
        assertThat(kernel.tree()).isEmpty();
    }

    @Test
    void the_jvm_does_not_become_another_program() {
        Exec exec = Exec.search(List.of("sh"), List.of(), "/bin");
        assertThatThrownBy(() -> run(folder("/a"), exec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("become the program");
        assertThat(kernel.tree()).isEmpty();
    }

    @Test
    void a_tool_is_run_with_the_number_of_the_child_and_by_nobody_but_tools() {
        RunTool map = new RunTool(List.of("newuidmap", "$pid", "0", "1000", "1"), "map one id");
        assertThatThrownBy(() -> run(folder("/a"), map))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("map one id");
        assertThat(kernel.tree()).isEmpty();

        List<String> lines = new ArrayList<>();
        new PlanRunner(kernel, tool -> lines.addAll(tool.shown()))
                .run(Plan.of(map), Map.of("pid", 4711L));
        assertThat(lines).containsExactly("newuidmap 4711 0 1000 1");
    }
}

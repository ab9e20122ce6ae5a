package slipway.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_REMOVEDIR;
import static slipway.linux.Constants.O_WRONLY;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.LinuxKernel;
import slipway.linux.RecordingKernel;
import slipway.linux.Syscall;
import slipway.testkit.NothingLeaks;

@NothingLeaks
class PlanRunnerOnLinuxTest {
    private static final Arg HERE = Arg.flag(AT_FDCWD, Family.DIRFD);

    private final PlanRunner runner = new PlanRunner(LinuxKernel.INSTANCE);
    private final Map<String, Long> pid = Map.of("pid", ProcessHandle.current().pid());

    @TempDir private Path folder;

    private Do makes(String name) {
        Arg path = Arg.text(folder + "/" + name);
        Call rmdir = Call.of(Syscall.UNLINKAT, HERE, path, Arg.flag(AT_REMOVEDIR, Family.AT));
        Call mkdir = Call.of(Syscall.MKDIRAT, HERE, path, Arg.mode(0755));
        return Step.call("make " + name, mkdir).undoneBy(rmdir);
    }

    @Test
    void a_plan_is_done_and_another_process_can_take_it_back() throws Exception {
        String text = UUID.randomUUID().toString();
        Path file = Files.createFile(folder.resolve("limit"));
        Plan plan =
                Plan.of(
                        makes("box-$pid").tolerating(Errno.EEXIST),
                        new WriteFile(file.toString(), "$pid " + text, "limit it"),
                        new FirstOf(List.of(makes("no/such"), makes("box-$pid/in")), "have one"));
        Plan wayBack = runner.run(plan, pid);
        Path box = folder.resolve("box-" + pid.get("pid"));
        assertThat(box.resolve("in")).isDirectory();
        assertThat(file).hasContent(pid.get("pid") + " " + text);
        runner.takeBack(PlanJson.read(PlanJson.write(wayBack)));
        assertThat(box).doesNotExist();
    }

    @Test
    void writing_a_file_changes_no_result_that_the_plan_has_named() throws Exception {
        Path log = Files.createFile(folder.resolve("log"));
        Path limit = Files.createFile(folder.resolve("limit"));
        Call open =
                Call.of(
                        Syscall.OPENAT,
                        HERE,
                        Arg.text(log.toString()),
                        Arg.flag(O_WRONLY, Family.OPEN),
                        Arg.mode(0));
        Call tell = Call.of(Syscall.WRITE, Arg.result("fd"), Arg.text("done"), Arg.num(4));
        Plan plan =
                Plan.of(
                        Step.call("open a log", open).as("fd"),
                        new WriteFile(limit.toString(), "12", "limit it"),
                        Step.call("tell", tell),
                        Step.call("close it", Call.of(Syscall.CLOSE, Arg.result("fd"))));
        runner.run(plan, pid);
        assertThat(log).hasContent("done");
        assertThat(limit).hasContent("12");
    }

    @Test
    void a_plan_that_breaks_off_leaves_nothing() {
        Plan plan = Plan.of(makes("a"), makes("a/b"), makes("no/such"));
        assertThatThrownBy(() -> runner.run(plan, pid)).isInstanceOf(StepFailed.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void the_kernel_in_memory_does_to_a_plan_what_linux_does() {
        Plan plan = Plan.of(makes("a"), makes("a").tolerating(Errno.EEXIST), makes("a/b"));
        RecordingKernel memory = new RecordingKernel().withDirectory(folder.toString());
        Plan there = runner.run(plan, pid);
        assertThat(new PlanRunner(memory).run(plan, pid)).isEqualTo(there);
        runner.takeBack(there);
        new PlanRunner(memory).takeBack(there);
        assertThat(folder).isEmptyDirectory();
        assertThat(memory.tree()).endsWith(folder.getFileName() + "/\n");
    }
}

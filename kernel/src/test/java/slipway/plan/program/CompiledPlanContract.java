package slipway.plan.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_EXCL;
import static slipway.linux.Constants.O_WRONLY;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Each;
import slipway.plan.Exec;
import slipway.plan.FirstOf;
import slipway.plan.Group;
import slipway.plan.IfThere;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.WriteFile;

/** What a plan does when no Java runs it; on any processor. */
abstract class CompiledPlanContract {
    private static final Arg HERE = Arg.flag(AT_FDCWD, Family.DIRFD);

    @TempDir private Path folder;

    abstract Arch arch();

    private Elf.Outcome run(Step... steps) {
        return run(Sabotage.NONE, steps);
    }

    private Elf.Outcome run(Sabotage sabotage, Step... steps) {
        return new Elf(arch(), folder)
                .run(out -> new PlanCompiler(out).compile(Plan.of(steps)), sabotage);
    }

    private Do mkdir(String name) {
        Arg path = Arg.text(folder + "/" + name);
        return Step.call("make it", Call.of(Syscall.MKDIRAT, HERE, path, Arg.mode(0755)));
    }

    private static Do print(String text) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        Call call = Call.of(Syscall.WRITE, Arg.num(1), Arg.text(text), Arg.num(size));
        return Step.call("say " + text, call);
    }

    private Path script(String name, String text, String permissions) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private Exec search(String... folders) {
        StringBuilder path = new StringBuilder();
        for (String name : folders) path.append(':').append(folder).append('/').append(name);
        return Exec.search(List.of("prog", "arg"), List.of("VARIABLE=value"), path.substring(1));
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
        run(
                Step.call("open a log", open).as("fd"),
                new WriteFile(limit.toString(), "12", "limit it"),
                Step.call("tell", tell));
        assertThat(log).hasContent("done");
        assertThat(limit).hasContent("12");
    }

    @Test
    void steps_are_done_in_order() {
        assertThat(run(mkdir("a"), mkdir("a/b"), print("done")).stdout()).isEqualTo("done");
        assertThat(folder.resolve("a/b")).isDirectory();
    }

    @Test
    void a_tolerated_error_is_no_failure_and_any_other_is() {
        Elf.Outcome good =
                run(mkdir("a"), mkdir("a").tolerating(Errno.EROFS, Errno.EEXIST), print("x"));
        assertThat(good.stdout()).isEqualTo("x");
        Elf.Outcome bad =
                run(print("x"), mkdir("no/a").tolerating(Errno.EROFS, Errno.EEXIST), print("y"));
        assertThat(bad.stdout()).isEqualTo("x");
        assertThat(bad.errno()).isEqualTo(Errno.ENOENT);
        assertThat(bad.failed().call().toString()).contains("/no/a");
    }

    @Test
    void a_call_that_works_needs_no_toleration() {
        assertThat(run(mkdir("a").tolerating(Errno.EEXIST), print("x")).stdout()).isEqualTo("x");
        assertThat(folder.resolve("a")).isDirectory();
    }

    @Test
    void a_later_step_uses_the_result_of_an_earlier_one_by_name() {
        String text = UUID.randomUUID().toString();
        Arg create = Arg.flag(O_WRONLY | O_CREAT | O_EXCL, Family.OPEN);
        Arg path = Arg.text(folder + "/file");
        Call open = Call.of(Syscall.OPENAT, HERE, path, create, Arg.mode(0600));
        Call write = Call.of(Syscall.WRITE, Arg.result("file"), Arg.text(text), Arg.num(36));
        assertThat(run(Step.call("open", open).as("file"), Step.call("write", write)).exitCode())
                .isZero();
        assertThat(folder.resolve("file")).hasContent(text);
    }

    @Test
    void a_name_that_stands_for_nothing_is_refused_before_anything_runs() {
        Call close = Call.of(Syscall.CLOSE, Arg.result("nothing"));
        assertThatThrownBy(() -> run(mkdir("a"), Step.call("close", close)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no call before is named $nothing");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_file_is_written_and_must_exist() throws Exception {
        String text = "ü" + UUID.randomUUID();
        Path file = Files.createFile(folder.resolve("limit"));
        assertThat(run(new WriteFile(file.toString(), text, "limit it")).exitCode()).isZero();
        assertThat(file).hasContent(text);
        Elf.Outcome missing = run(new WriteFile(file + "s", text, "limit it"));
        assertThat(missing.errno()).isEqualTo(Errno.ENOENT);
        assertThat(missing.failed().step().why()).isEqualTo("limit it");
        assertThat(missing.failed().call().syscall()).isEqualTo(Syscall.OPENAT);
    }

    @Test
    void of_an_each_every_call_is_made_until_one_fails() {
        List<Call> calls = List.of(mkdir("a").call(), mkdir("no/b").call(), mkdir("c").call());
        Elf.Outcome outcome = run(new Each(calls, "three", "make three"));
        assertThat(outcome.errno()).isEqualTo(Errno.ENOENT);
        assertThat(outcome.failed().call()).isEqualTo(calls.get(1));
        assertThat(folder.resolve("a")).exists();
        assertThat(folder.resolve("c")).doesNotExist();
    }

    @Test
    void of_several_ways_the_first_that_works_is_the_only_one_taken() {
        FirstOf choice = new FirstOf(List.of(mkdir("no/1"), mkdir("2"), mkdir("3")), "have one");
        assertThat(run(choice, print("x")).stdout()).isEqualTo("x");
        assertThat(folder.resolve("2")).exists();
        assertThat(folder.resolve("3")).doesNotExist();
    }

    @Test
    void when_no_way_works_the_last_one_is_the_failure() {
        FirstOf inner = new FirstOf(List.of(mkdir("no/1"), mkdir("no/2")), "inner");
        FirstOf outer = new FirstOf(List.of(inner, mkdir("no/3")), "outer");
        Elf.Outcome outcome = run(print("x"), outer, print("y"));
        assertThat(outcome.stdout()).isEqualTo("x");
        assertThat(outcome.failed().call().toString()).contains("/no/3");
    }

    @Test
    void a_way_may_be_several_calls_or_a_tolerant_one() throws Exception {
        Path file = Files.createFile(folder.resolve("there"));
        WriteFile missing = new WriteFile(folder + "/missing", "1", "first");
        WriteFile there = new WriteFile(file.toString(), "2", "second");
        Do tolerant = mkdir("there").tolerating(Errno.EEXIST);
        FirstOf files = new FirstOf(List.of(missing, there, mkdir("not")), "write one");
        FirstOf tolerance = new FirstOf(List.of(tolerant, mkdir("nor")), "have one");
        assertThat(run(files, tolerance, mkdir("no/such")).errno()).isEqualTo(Errno.ENOENT);
        assertThat(file).hasContent("2");
        assertThat(folder.resolve("not")).doesNotExist();
        assertThat(folder.resolve("nor")).doesNotExist();
    }

    @Test
    void a_way_of_several_steps_is_given_up_at_the_first_that_fails() {
        Group broken = new Group(List.of(mkdir("1"), mkdir("no/2"), mkdir("3")), "not this one");
        Group whole = new Group(List.of(mkdir("4"), mkdir("4/5")), "this one");
        FirstOf choice = new FirstOf(List.of(broken, whole, mkdir("6")), "have some");
        assertThat(run(choice, print("x")).stdout()).isEqualTo("x");
        assertThat(folder.resolve("4/5")).exists();
        assertThat(folder.resolve("3")).doesNotExist();
        assertThat(folder.resolve("6")).doesNotExist();
    }

    @Test
    void steps_for_what_is_not_there_are_passed_over() throws Exception {
        Files.createFile(folder.resolve("file"));
        assertThat(run(ifThere("missing", print("y")), print("x")).stdout()).isEqualTo("x");
        assertThat(run(ifThere("file", print("y")), print("x")).stdout()).isEqualTo("yx");
        assertThat(run(ifThere("file/", print("y")), print("x")).errno()).isEqualTo(Errno.ENOTDIR);
        assertThat(run(ifThere("file", mkdir("no/such")), print("x")).errno())
                .isEqualTo(Errno.ENOENT);
    }

    private IfThere ifThere(String name, Step step) {
        Arg mode = new Arg.Num(0, "F_OK");
        Call access = Call.of(Syscall.OPENAT, HERE, Arg.text(folder + "/" + name), mode, mode);
        return new IfThere(Step.call("look", access), List.of(step), "where it is");
    }

    @Test
    void a_program_is_found_in_the_first_folder_that_has_it_and_gets_its_arguments()
            throws Exception {
        script("c/prog", "#!/bin/sh\necho $0 $1 $VARIABLE\n", "rwxr-xr-x");
        script("d/prog", "#!/bin/sh\necho wrong\n", "rwxr-xr-x");
        script("b", "a file, so that b/prog is ENOTDIR", "rw-r--r--");
        script("refused/prog", "#!/bin/sh\n", "rw-r--r--");
        Elf.Outcome outcome = run(search("a", "b", "refused", "c", "d"));
        assertThat(outcome.stdout()).isEqualTo(folder + "/c/prog arg value\n");
    }

    @Test
    void a_program_that_is_nowhere_is_ENOENT() throws Exception {
        Elf.Outcome outcome = run(search("a", "c"));
        assertThat(outcome.errno()).isEqualTo(Errno.ENOENT);
        assertThat(outcome.failed().call().toString())
                .startsWith("execve(\"" + folder + "/c/prog\"");
    }

    @Test
    void a_folder_on_the_way_that_is_a_file_is_passed_over() throws Exception {
        script("b", "", "rw-r--r--");
        assertThat(run(search("a", "b")).errno()).isEqualTo(Errno.ENOTDIR);
        assertThat(run(search("b", "a")).errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void a_program_that_is_there_but_may_not_be_run_is_EACCES_and_named() throws Exception {
        script("b/prog", "#!/bin/sh\n", "rw-r--r--");
        script("d/prog", "#!/bin/sh\n", "rw-r--r--");
        for (Exec exec : List.of(search("a", "b", "c", "d"), search("b", "a"))) {
            Elf.Outcome outcome = run(exec);
            assertThat(outcome.errno()).isEqualTo(Errno.EACCES);
            assertThat(outcome.failed().call().toString()).contains(folder + "/b/prog");
        }
    }

    @Test
    void a_file_that_is_no_program_ends_the_search() throws Exception {
        script("b/prog", "no program at all", "rwxr-xr-x");
        script("c/prog", "#!/bin/sh\necho wrong\n", "rwxr-xr-x");
        Elf.Outcome outcome = run(search("a", "b", "c"));
        assertThat(outcome.errno()).isEqualTo(Errno.ENOEXEC);
        assertThat(outcome.failed().call().toString()).contains(folder + "/b/prog");
    }

    @Test
    void a_path_with_a_slash_is_not_searched_for() {
        Exec exec = Exec.search(List.of(folder + "/prog"), List.of(), "/bin");
        assertThat(run(exec).errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void exactly_the_sabotaged_record_fails_and_is_not_run() {
        for (int broken = 0; broken < 3; broken++) {
            Sabotage sabotage = Sabotage.failAt(broken, Errno.EXFULL);
            Elf.Outcome outcome = run(sabotage, print("a"), print("b"), print("c"));
            assertThat(outcome.stdout()).isEqualTo("abc".substring(0, broken));
            assertThat(outcome.errno()).isEqualTo(Errno.EXFULL);
            assertThat(outcome.failedIndex()).isEqualTo(broken);
        }
    }

    @Test
    void sabotage_is_tolerated_where_its_errno_is() {
        Do tolerant = print("a").tolerating(Errno.EXFULL);
        assertThat(run(Sabotage.failAt(0, Errno.EXFULL), tolerant, print("b")).stdout())
                .isEqualTo("b");
        assertThat(run(Sabotage.failAt(0, Errno.EIO), tolerant, print("b")).errno())
                .isEqualTo(Errno.EIO);
    }

    @Test
    void exactly_the_record_that_is_left_out_is_not_run() {
        for (int missing = 0; missing < 3; missing++) {
            Elf.Outcome outcome =
                    run(Sabotage.leaveOut(missing), print("a"), print("b"), print("c"));
            assertThat(outcome.stdout())
                    .isEqualTo(new StringBuilder("abc").deleteCharAt(missing).toString());
            assertThat(outcome.exitCode()).isZero();
        }
    }

    @Test
    void a_record_that_others_copy_into_can_be_sabotaged_too() {
        Call far = Call.of(Syscall.LSEEK, Arg.num(0), Arg.num(0x123456789aL), Arg.num(0));
        Call near = Call.of(Syscall.LSEEK, Arg.num(0), Arg.num(0), Arg.result("far"));
        Step[] steps = {Step.call("go far", far).as("far"), Step.call("go near", near), print("x")};
        int copied = 2; // the first lseek, the copy, the second lseek
        assertThat(run(steps).errno()).isEqualTo(Errno.EINVAL);
        assertThat(run(Sabotage.leaveOut(copied), steps).stdout()).isEqualTo("x");
        Elf.Outcome failed = run(Sabotage.failAt(copied, Errno.ENOSPC), steps);
        assertThat(failed.errno()).isEqualTo(Errno.ENOSPC);
        assertThat(failed.failed().call()).isSameAs(near);
        assertThat(failed.stdout()).isEmpty();
    }
}

package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** Answers to 1.5 to 1.8 that are right and not as the solution is, and some that only look so. */
@NothingLeaks(tempDirs = true)
@NeedsUnprivilegedUserNamespaces
class OtherJailsTest {
    @TempDir private Path room;

    /** The solution with one method's body in another way. */
    private Verdict with(String id, String method, String body) throws Exception {
        Exercise exercise = Course.INSTANCE.exercise(id);
        String solution = exercise.code().solution();
        int open = solution.indexOf('{', solution.indexOf(" " + method + "("));
        int close = solution.indexOf("\n    }\n", open);
        String source = solution.substring(0, open + 1) + body + solution.substring(close);
        Verdict verdict =
                new Judge(room).judge(exercise, source, Course.INSTANCE.solutionsBefore(exercise));
        assertThat(verdict.errors()).isEmpty();
        assertThat(room).isEmptyDirectory();
        return verdict;
    }

    private void passes(String id, String method, String body) throws Exception {
        Verdict verdict = with(id, method, body);
        assertThat(verdict.outcome()).as("%s", verdict).isEqualTo(Outcome.PASSED);
    }

    private String fails(String id, String method, String body) throws Exception {
        Verdict verdict = with(id, method, body);
        assertThat(verdict.outcome()).as("%s", verdict).isEqualTo(Outcome.NOT_YET);
        return verdict.firstNotYet().orElseThrow().check();
    }

    @Test
    void what_shows_may_be_said_by_a_rule_and_in_a_map_that_cannot_change() throws Exception {
        passes(
                "1.5",
                "seenInside",
                "return java.util.Arrays.stream(Thing.values()).collect("
                        + "java.util.stream.Collectors.toUnmodifiableMap(t -> t,"
                        + " t -> t.compareTo(Thing.MOUNTS) > 0));");
    }

    @ParameterizedTest
    @ValueSource(strings = {"return Map.of();"})
    void who_says_nothing_of_what_shows_does_not_pass(String body) throws Exception {
        assertThat(fails("1.5", "seenInside", body)).isEqualTo("names");
    }

    @Test
    void the_old_root_may_be_put_into_a_folder_that_goes_afterwards() throws Exception {
        passes(
                "1.6",
                "enter",
                "return List.of(Steps.makePrivate(\"/\"), Steps.bind(root, root),"
                        + " Steps.mkdir(root + \"/.put\", 0700),"
                        + " Steps.pivotRoot(root, root + \"/.put\"), Steps.chdir(\"/\"),"
                        + " Steps.detach(\"/.put\"));");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Steps.mkdir(root + \"/old\", 0700), Steps.pivotRoot(root, root + \"/old\")",
                "Steps.chdir(root), Steps.mkdir(\"old\", 0700), Steps.pivotRoot(\".\", \"old\")"
            })
    void who_forgets_to_detach_is_told_that_the_old_root_is_still_there(String pivot)
            throws Exception {
        Verdict verdict =
                with(
                        "1.6",
                        "enter",
                        "return List.of(Steps.makePrivate(\"/\"), Steps.bindAll(root, root),"
                                + (pivot + ", Steps.chdir(\"/\"));"));
        assertThat(verdict.firstNotYet().orElseThrow().observed())
                .contains("the old root is still there, at /old");
    }

    @Test
    void who_unmounts_an_old_root_in_use_is_told_what_uses_it() throws Exception {
        Verdict verdict =
                with(
                        "1.6",
                        "enter",
                        "return List.of(Steps.makePrivate(\"/\"), Steps.bindAll(root, root),"
                                + " Steps.chdir(root), Steps.pivotRoot(\".\", \".\"),"
                                + " slipway.plan.Step.call(\"let go\", slipway.linux.Call.of("
                                + "slipway.linux.Syscall.UMOUNT2, slipway.linux.Arg.text(\".\"),"
                                + " slipway.linux.Arg.num(0))), Steps.chdir(\"/\"));");
        Finding seen = verdict.firstNotYet().orElseThrow();
        assertThat(seen.observed()).contains("EBUSY");
        assertThat(seen.meaning().orElseThrow().means()).contains("The old root is in use");
        assertThat(seen.meaning().orElseThrow().belief()).isEmpty();
    }

    @Test
    void who_asks_for_the_namespaces_of_the_asker_is_told_whose_they_are() throws Exception {
        Exercise exercise = Course.INSTANCE.exercise("0.1");
        String source =
                exercise.code()
                        .solution()
                        .replace("process.resolve(\"ns\")", "Path.of(\"/proc/self/ns\")");
        Verdict verdict =
                new Judge(room).judge(exercise, source, Course.INSTANCE.solutionsBefore(exercise));
        assertThat(verdict.firstNotYet().orElseThrow().observed())
                .contains("That is true of the JVM which asked");
    }

    @Test
    void mounts_may_hear_of_the_machine_as_long_as_they_tell_it_nothing() throws Exception {
        passes(
                "1.6",
                "enter",
                "return List.of(Steps.propagation(\"/\", slipway.linux.Constants.MS_SLAVE),"
                        + " Steps.bindAll(root, root), Steps.chdir(root),"
                        + " Steps.pivotRoot(\".\", \".\"), Steps.detach(\".\"),"
                        + " Steps.chroot(\".\"), Steps.chdir(\"/\"));");
    }

    @Test
    void a_remedy_may_look_at_the_mounts_first() throws Exception {
        passes(
                "1.6",
                "remedy",
                "return refusal.errno().name().equals(\"EPERM\") ? Remedy.GET_THE_CAPABILITY"
                        + " : refusal.isShared() ? Remedy.MAKE_MOUNTS_PRIVATE"
                        + " : refusal.isMount() ? Remedy.TRY_AGAIN : Remedy.BIND_IT_ON_ITSELF;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"return List.of();", "return List.of(Steps.exit(0));"})
    void who_does_nothing_has_no_new_root(String body) throws Exception {
        assertThat(fails("1.6", "enter", body)).isEqualTo("root");
    }

    @Test
    void a_chroot_after_a_bind_mount_is_no_new_root() throws Exception {
        String body =
                "return List.of(Steps.makePrivate(\"/\"), Steps.bind(root, root),"
                        + " Steps.chroot(root), Steps.chdir(\"/\"));";
        assertThat(fails("1.6", "enter", body)).isEqualTo("second-root");
    }

    @Test
    void what_gets_out_may_be_said_by_what_is_stopped() throws Exception {
        passes(
                "1.7",
                "getOut",
                "Set<Way> stopped = EnumSet.of(Way.RELATIVE_PATH, Way.OLD_ROOT);"
                        + " if (kind != Kind.CHROOT) stopped.add(Way.CHROOT_DANCE);"
                        + " return EnumSet.complementOf(EnumSet.copyOf(stopped));");
    }

    @Test
    void jails_may_be_written_anew_for_the_battery() throws Exception {
        passes(
                "1.7",
                "jail",
                "List<Step> chroot = List.of(slipway.plan.Steps.chroot(root),"
                        + " slipway.plan.Steps.chdir(\"/\"));"
                        + " return kind == Kind.CHROOT ? chroot : new PivotJail().enter(root);");
    }

    @Test
    void who_says_that_all_gets_out_does_not_pass() throws Exception {
        assertThat(fails("1.7", "getOut", "return EnumSet.allOf(Way.class);")).isEqualTo("chroot");
    }

    @Test
    void the_thread_may_be_one_of_an_executor() throws Exception {
        passes(
                "1.8",
                "inJail",
                "var one = java.util.concurrent.Executors.newSingleThreadExecutor();"
                        + " try { return one.submit(() -> {"
                        + " kernel.call(slipway.plan.Steps.unshare(Constants.CLONE_FS).call());"
                        + " kernel.call(slipway.plan.Steps.chdir(root.toString()).call());"
                        + " kernel.call(slipway.plan.Steps.chroot(\".\").call());"
                        + " return work.call(); }).get(); } finally { one.shutdown(); }");
    }

    @Test
    void new_mounts_for_the_thread_part_it_from_the_others_too() throws Exception {
        passes(
                "1.8",
                "inJail",
                "FutureTask<T> task = new FutureTask<>(() -> {"
                        + " kernel.call(slipway.plan.Steps.unshare(Constants.CLONE_NEWNS).call());"
                        + " kernel.call(slipway.plan.Steps.chroot(root.toString()).call());"
                        + " kernel.call(slipway.plan.Steps.chdir(\"/\").call());"
                        + " return work.call(); });"
                        + " new Thread(task).start(); return task.get();");
    }

    @ParameterizedTest
    @ValueSource(strings = {"return work.call();", "return null;"})
    void work_outside_or_not_done_at_all_is_no_jail(String body) throws Exception {
        assertThat(fails("1.8", "inJail", body)).isEqualTo("inside");
    }

    @Test
    void to_say_what_the_work_would_say_is_no_jail() throws Exception {
        String body =
                "String mark = root.toFile().list()[0];"
                        + " String text = java.nio.file.Files.readString(root.resolve(mark));"
                        + " System.out.println(\"inside \" + kernel.call(Call.of(Syscall.GETTID))"
                        + " + \" \" + text); System.out.println(\"after the same\");"
                        + " Thread.sleep(100_000); return null;";
        assertThat(fails("1.8", "inJail", body)).isEqualTo("inside");
    }
}

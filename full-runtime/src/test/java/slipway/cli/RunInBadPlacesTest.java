package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Machines on which something is full, read-only, limited or switched off. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "unshare", "prlimit"},
        debian = {"busybox-static", "util-linux"})
class RunInBadPlacesTest {
    /** In a mount namespace of its own, which ends with the script. */
    private static String[] mounting(String script) {
        return new String[] {
            "unshare",
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-ec",
            script + "exec \"$@\"",
            "sh"
        };
    }

    @ParameterizedTest
    @EnumSource
    @NeedsRoot
    void a_full_temporary_folder_does_not_matter(Caller caller, @TempDir Path directory) {
        Path full = Installed.opened(directory);
        String script =
                "mount -t tmpfs -o size=4k,mode=1777 none @; ! cat /dev/zero 2>&- >@/x; "
                        + "export TMPDIR=@; ";
        assertThat(
                        Slipway.busybox("echo", "fine")
                                .as(caller)
                                .behind(mounting(script.replace("@", full.toString())))
                                .output())
                .isEqualTo("fine\n");
    }

    @ParameterizedTest
    @EnumSource
    @NeedsRoot
    void no_writable_folder_is_needed(Caller caller) {
        String script =
                "for d in /dev/shm /run /var/tmp; do mount -t tmpfs -o ro none $d; done; "
                        + "mount --bind /tmp /tmp; mount -o remount,bind,ro /tmp; ";
        assertThat(Slipway.busybox("echo", "fine").as(caller).behind(mounting(script)).output())
                .isEqualTo("fine\n");
    }

    @ParameterizedTest
    @EnumSource
    @NeedsRoot
    void a_read_only_root_without_proc_is_explained(Caller caller, @TempDir Path directory) {
        String root = Installed.opened(directory).toString();
        Run.Result result =
                Slipway.run(directory, "true")
                        .as(caller)
                        .behind(
                                mounting(
                                        "mount --bind @ @; mount -o remount,bind,ro @; "
                                                .replace("@", root)))
                        .result();
        OneLine.check(result, 125);
        assertThat(result.stderr()).contains("folder proc", "EROFS", "Read-only file system");
    }

    @ParameterizedTest
    @EnumSource
    @NeedsRoot
    void on_a_read_only_root_programs_run_but_cannot_write(Caller caller, @TempDir Path directory) {
        Path root = caller.ownBusybox(directory);
        String script = "mount --bind @ @; mount -o remount,bind,ro @; ";
        Run.Result result =
                Slipway.run(root, "sh", "-c", "echo runs; touch /x")
                        .as(caller)
                        .behind(mounting(script.replace("@", root.toString())))
                        .result();
        assertThat(result.stdout()).isEqualTo("runs\n");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void user_namespaces_that_are_switched_off_are_named_with_the_switch() {
        Run.Result result =
                Slipway.busybox("true")
                        .asCallerBehind(
                                "unshare",
                                "-Ur",
                                "sh",
                                "-c",
                                "echo 0 > /proc/sys/user/max_user_namespaces; exec \"$@\"",
                                "sh",
                                "setpriv",
                                "--bounding-set=-all",
                                "--inh-caps=-all")
                        .result();
        OneLine.check(result, 125);
        assertThat(result.stderr()).contains("clone3", "ENOSPC", "user.max_user_namespaces");
    }

    @Test
    void root_of_a_user_namespace_that_denies_setgroups_can_run_containers() {
        assertThat(
                        Slipway.busybox("sh", "-c", "id -u; echo $$")
                                .asCallerBehind("unshare", "-Ur")
                                .output())
                .isEqualTo("0\n1\n");
    }

    /** An ordinary user of tests may have subordinate ids, which seccomp's no_new_privs forbids. */
    @ParameterizedTest
    @EnumSource
    @NeedsRoot
    void where_clone3_is_unknown_clone_does_it(Caller caller) {
        assertThat(withoutClone3().as(caller).output())
                .endsWith("\n1\n")
                .doesNotContain(Run.output("readlink", "/proc/self/ns/uts"));
    }

    @Test
    void where_clone3_is_unknown_clone_does_it_in_a_user_namespace_too() {
        assertThat(withoutClone3().asCallerBehind("unshare", "-Ur").output())
                .endsWith("\n1\n")
                .doesNotContain(Run.output("readlink", "/proc/self/ns/uts"));
    }

    private static Slipway withoutClone3() {
        String root = Installed.busybox().toString();
        String script = "readlink /proc/1/ns/uts; echo $$";
        return Slipway.words("no-clone3", "run", "--rootfs", root, "sh", "-c", script)
                .main(Constrained.class);
    }

    @Test
    void a_limit_on_processes_is_named() {
        Run.Result result =
                Slipway.words("no-processes", "run", "--rootfs", "" + Installed.busybox(), "true")
                        .main(Constrained.class)
                        .result();
        OneLine.check(withoutWarningsOfTheJvm(result), 125);
        assertThat(result.stderr()).contains("EAGAIN", "RLIMIT_NPROC", "ulimit -u");
    }

    /** Under that limit the JVM may want one more thread, and says that it gets none. */
    private static Run.Result withoutWarningsOfTheJvm(Run.Result result) {
        String ours = result.stderr().replaceAll("(?m)^\\[.*\\[warning\\]\\[os,thread\\].*\\n", "");
        byte[] err = ours.getBytes(StandardCharsets.UTF_8);
        return new Run.Result(result.command(), result.exitCode(), result.out(), err);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 16, 18, 20, 22, 24, 26, 28})
    void a_limit_on_open_files_is_named_or_wide_enough(int limit) {
        Run.Result result = Slipway.busybox("true").behind("prlimit", "--nofile=" + limit).result();
        if (result.exitCode() == 0) return;
        OneLine.check(result, 125);
        assertThat(result.stderr())
                .containsAnyOf("Too many open files", "RLIMIT_NOFILE", "could not be loaded")
                .contains("ulimit -n");
    }

    @ParameterizedTest
    @EnumSource
    void the_root_of_the_machine_can_be_the_root(Caller caller) {
        String before = Run.output("cat", "/proc/self/mountinfo");
        String script = "echo $$; hostname; ls /proc | grep -c '^[0-9]'";
        assertThat(
                        Slipway.run(Path.of("/"), "-h", "inside", "sh", "-c", script)
                                .as(caller)
                                .output())
                .matches("1\ninside\n[234]\n");
        assertThat(List.of(Run.output("cat", "/proc/self/mountinfo").split("\n")))
                .containsAll(List.of(before.split("\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "help", "help run", "run --rootfs ROOT --plan true"})
    void output_that_is_lost_to_a_full_disk_is_a_failure(String words) {
        String[] all = words.replace("ROOT", Installed.busybox().toString()).split(" ");
        Run.Result result = Slipway.words(all).inShell("\"$@\" > /dev/full").result();
        OneLine.check(result, 125);
        assertThat(result.stderr()).contains("could not be written to");
    }
}

package slipway.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.linux.Constants.MS_NODEV;
import static slipway.linux.Constants.MS_NOSUID;
import static slipway.linux.Constants.MS_SHARED;

import org.junit.jupiter.api.Test;

/** What a learner writes in Java is what strace and the manual call it. */
class StepsTest {
    private static void prints(Step step, String call) {
        assertThat(step.shown()).containsExactly(call);
    }

    @Test
    void a_root_is_changed_by_calls_with_the_names_of_the_manual() {
        prints(Steps.chroot("/srv"), "chroot(\"/srv\")");
        prints(Steps.chdir(".."), "chdir(\"..\")");
        prints(Steps.fchdir(7), "fchdir(7)");
        prints(Steps.open("/", "old"), "openat(AT_FDCWD, \"/\", O_RDONLY|O_DIRECTORY, 0) = $old");
        prints(Steps.fchdir("old"), "fchdir($old)");
        prints(Steps.pivotRoot(".", "old"), "pivot_root(\".\", \"old\")");
        prints(Steps.unshare(slipway.linux.Constants.CLONE_FS), "unshare(CLONE_FS)");
    }

    @Test
    void mounts_say_which_kind_they_are() {
        prints(
                Steps.mount("tmpfs", "/tmp", MS_NOSUID | MS_NODEV, "mode=1777"),
                "mount(\"tmpfs\", \"/tmp\", \"tmpfs\", MS_NOSUID|MS_NODEV, \"mode=1777\")");
        prints(
                Steps.mount("proc", "/proc", 0, ""),
                "mount(\"proc\", \"/proc\", \"proc\", 0, NULL)");
        prints(
                Steps.bind("/dev/null", "dev/null"),
                "mount(\"/dev/null\", \"dev/null\", NULL, MS_BIND, NULL)");
        prints(Steps.bindAll("/a", "/a"), "mount(\"/a\", \"/a\", NULL, MS_BIND|MS_REC, NULL)");
        prints(Steps.makePrivate("/"), "mount(NULL, \"/\", NULL, MS_REC|MS_PRIVATE, NULL)");
        prints(
                Steps.propagation("/", MS_SHARED),
                "mount(NULL, \"/\", NULL, MS_REC|MS_SHARED, NULL)");
        prints(Steps.unmount("/old"), "umount2(\"/old\", 0)");
        prints(Steps.detach("/old"), "umount2(\"/old\", MNT_DETACH)");
    }

    @Test
    void files_are_made_with_modes_in_octal() {
        prints(Steps.mkdir("/tmp", 01777), "mkdirat(AT_FDCWD, \"/tmp\", 01777)");
        prints(Steps.chmod("/tmp", 01777), "fchmodat(AT_FDCWD, \"/tmp\", 01777)");
        prints(Steps.symlink("to", "from"), "symlinkat(\"to\", AT_FDCWD, \"from\")");
        prints(Steps.emptyFile("x", 0666), "mknodat(AT_FDCWD, \"x\", S_IFREG|0666, 0)");
        prints(
                Steps.characterDevice("/dev/null", 0666, 1, 3),
                "mknodat(AT_FDCWD, \"/dev/null\", S_IFCHR|0666, makedev(1, 3))");
        prints(Steps.umask(0), "umask(0)");
    }

    @Test
    void a_minor_number_above_255_is_packed_as_the_kernel_does() {
        Do made = Steps.characterDevice("x", 0, 10, 0x1234);
        assertThat(made.call().args().get(3))
                .isEqualTo(new slipway.linux.Arg.Num(0x1200a34, "makedev(10, 4660)"));
    }

    @Test
    void descriptors_and_processes_are_numbers() {
        prints(Steps.close(5), "close(5)");
        prints(Steps.closeAtExec(3), "close_range(3, ~0, CLOSE_RANGE_CLOEXEC)");
        prints(Steps.closeAtExec(3, 9), "close_range(3, 9, CLOSE_RANGE_CLOEXEC)");
        prints(Steps.kill(12, 0), "kill(12, 0)");
        prints(Steps.exit(3), "exit_group(3)");
    }
}

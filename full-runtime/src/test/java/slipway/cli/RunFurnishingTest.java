package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** What stands in a container besides its root: devices, volumes, copies, the built-in base. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv"},
        debian = {"busybox-static", "util-linux"})
class RunFurnishingTest {
    private static String inside(Caller caller, String script) {
        return Slipway.busybox("--", "sh", "-c", script).as(caller).output().strip();
    }

    @ParameterizedTest
    @EnumSource
    void the_devices_that_every_program_expects_are_there_and_work(Caller caller) {
        assertThat(inside(caller, "stat -c '%F %t %T' /dev/null; echo x >/dev/null; cat /dev/null"))
                .isEqualTo("character special file 1 3");
        assertThat(inside(caller, "head -c 3 /dev/zero | od -An -tx1")).isEqualTo("00 00 00");
        assertThat(inside(caller, "head -c 9 /dev/urandom | wc -c")).isEqualTo("9");
        assertThat(inside(caller, "readlink /dev/stdout; readlink /dev/fd"))
                .isEqualTo("/proc/self/fd/1\n/proc/self/fd");
        assertThat(inside(caller, "ls -ld /dev/shm | cut -c1-10; ls /dev/pts"))
                .isEqualTo("drwxrwxrwt\nptmx");
    }

    @ParameterizedTest
    @EnumSource
    void a_device_node_made_in_a_container_opens_nothing(Caller caller) {
        String made = "mknod /dev/mine c 1 11 2>/dev/null; cat /dev/mine 2>/dev/null || echo shut";
        assertThat(inside(caller, made)).isEqualTo("shut");
    }

    @ParameterizedTest
    @EnumSource
    void what_the_kernel_shows_of_the_machine_is_hidden_or_read_only(Caller caller) {
        assertThat(inside(caller, "cat /proc/timer_list /proc/keys | wc -c")).isEqualTo("0");
        assertThat(inside(caller, "ls /sys/firmware | wc -l")).isEqualTo("0");
        String write = "(echo 0 >/proc/sys/kernel/printk) 2>/dev/null || echo read-only";
        assertThat(inside(caller, write)).isEqualTo("read-only");
    }

    @ParameterizedTest
    @EnumSource
    void a_private_copy_takes_every_change_and_keeps_none(Caller caller, @TempDir Path folder)
            throws IOException {
        Path root = caller.ownBusybox(folder);
        String secret = UUID.randomUUID().toString();
        String script =
                "echo "
                        + secret
                        + " >/new; rm /etc/passwd; rm -r /usr; mkdir /usr; ls -a /usr /new";
        String seen =
                Slipway.words("run", "--rootfs", root + ":O", "--", "sh", "-c", script)
                        .as(caller)
                        .output();
        assertThat(seen).contains("/new").doesNotContain("bin");
        assertThat(root.resolve("new")).doesNotExist();
        assertThat(root.resolve("etc/passwd")).exists();
        assertThat(root.resolve("usr/bin")).exists();
    }

    @ParameterizedTest
    @EnumSource
    void a_volume_is_written_through_unless_it_is_read_only(Caller caller, @TempDir Path folder)
            throws IOException {
        Path shared = Files.createDirectory(Installed.opened(folder).resolve("shared"));
        caller.own(shared);
        String word = UUID.randomUUID().toString();
        Slipway.busybox("-v", shared + ":/a/b", "--", "sh", "-c", "echo " + word + " >/a/b/it")
                .as(caller)
                .output();
        assertThat(shared.resolve("it")).hasContent(word);
        String script = "cat /mnt/it; echo no 2>/dev/null >/mnt/it || echo refused";
        assertThat(
                        Slipway.busybox("-v", shared + ":/mnt:ro", "--", "sh", "-c", script)
                                .as(caller)
                                .within(java.time.Duration.ofSeconds(60))
                                .output())
                .contains(word)
                .contains("refused");
    }

    @ParameterizedTest
    @EnumSource
    void a_read_only_root_with_a_tmpfs_in_it_is_writable_there_only(Caller caller) {
        String script = "touch /no 2>/dev/null || echo refused; touch /tmp/t/yes && ls /tmp/t";
        assertThat(
                        Slipway.busybox(
                                        "--read-only",
                                        "--tmpfs",
                                        "/tmp/t:size=1m",
                                        "--",
                                        "sh",
                                        "-c",
                                        script)
                                .as(caller)
                                .output())
                .isEqualTo("refused\nyes\n");
    }

    @ParameterizedTest
    @EnumSource
    void without_a_root_file_system_there_is_base(Caller caller, @TempDir Path folder)
            throws IOException {
        Path home = Files.createDirectory(Installed.opened(folder).resolve("home"));
        caller.own(home);
        String script = "echo $$; touch /bin/new; ls /bin | grep -c new";
        for (int i = 0; i < 2; i++) {
            assertThat(
                            Slipway.words("run", "--", "sh", "-c", script)
                                    .as(caller)
                                    .environment("XDG_DATA_HOME", home.toString())
                                    .output())
                    .isEqualTo("1\n1\n");
        }
    }
}

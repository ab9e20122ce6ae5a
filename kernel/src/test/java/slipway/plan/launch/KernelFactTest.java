package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.plan.FirstOf;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.WriteFile;
import slipway.plan.program.Sabotage;
import slipway.testkit.InGuest;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Traps 6, 17, 18 and 20: facts about the kernel, each with the launcher's way around. */
@NothingLeaks
class KernelFactTest {
    private static final int SEGMENTATION_FAULT = 128 + Constants.SIGSEGV;
    private static final long WORLD = Constants.CLONE_NEWNS | Constants.CLONE_NEWPID;

    private final Launcher launcher = new Launcher();

    @AfterEach
    void closeLauncher() {
        launcher.close();
    }

    @Test
    void a_thread_that_has_blocked_every_signal_crashes_at_a_null_check() {
        Jvm jvm = Jvm.ours().under("sh", "-c", "ulimit -c 0; exec \"$@\"", "sh");
        Run.Result unblocked = jvm.run(NullCheck.class).result().succeeded();
        assertThat(unblocked.stdout()).isEqualTo("a NullPointerException\n");
        Run.Result blocked = jvm.run(NullCheck.class, "blocked").result();
        assertThat(blocked.exitCode()).as(blocked.toString()).isEqualTo(SEGMENTATION_FAULT);
    }

    static final class NullCheck {
        private int field;

        public static void main(String[] args) {
            // Until it is compiled, and the compiler leaves the check to the processor.
            NullCheck there = new NullCheck();
            for (int i = 0; i < 200_000; i++) there.field += valueOf(there);
            Arg set = new Arg.Bytes(all(), "~[]");
            Arg how = Arg.flag(Constants.SIG_SETMASK, Family.SIG_HOW);
            Call block = Call.of(Syscall.RT_SIGPROCMASK, how, set, Arg.NULL, Arg.num(8));
            if (args.length > 0) LinuxKernel.INSTANCE.call(block);
            try {
                valueOf(null);
            } catch (NullPointerException e) {
                System.out.println("a NullPointerException");
            }
        }

        private static byte[] all() {
            byte[] mask = new byte[8];
            Arrays.fill(mask, (byte) 0xff);
            return mask;
        }

        private static int valueOf(NullCheck object) {
            return object.field + 1;
        }
    }

    @Test
    @NeedsUnprivilegedUserNamespaces
    void without_a_network_namespace_sysfs_is_refused_and_sys_can_be_bound_instead() {
        Step mount = Launches.mount("sysfs", "/mnt", "sysfs", Constants.MS_RDONLY);
        Step bind = Launches.mount("/sys", "/mnt", "", Constants.MS_BIND | Constants.MS_REC);
        assertThatThrownBy(() -> launcher.start(world(0, mount, "true")))
                .isInstanceOfSatisfying(
                        StepFailed.class,
                        e -> {
                            assertThat(e.errno()).isEqualTo(Errno.EPERM);
                            assertThat(e.step()).isEqualTo(mount);
                        });
        Step either = new FirstOf(List.of(mount, bind), "show /sys on /mnt");
        String look = "grep ' /mnt ' /proc/self/mountinfo && ls /mnt/class >&2";
        String bound = Launches.printed(launcher, world(0, either, look));
        assertThat(bound.lines().findFirst().orElseThrow()).doesNotContain(" ro,relatime -");
        String made = Launches.printed(launcher, world(Constants.CLONE_NEWNET, either, look));
        assertThat(made.lines().findFirst().orElseThrow()).contains(" ro,relatime - sysfs sysfs");
    }

    private static Launch world(long more, Step step, String script) {
        Launch launch = Launch.of(Plan.of(step).then(Launches.shell(script)));
        return Launches.inUserNamespace(launch.withNamespaces(WORLD | more));
    }

    @Test
    @NeedsProgram(value = "unshare", debian = "util-linux")
    @NeedsUnprivilegedUserNamespaces
    void a_new_proc_is_refused_where_something_is_mounted_over_a_part_of_the_old_one() {
        String[] unshare =
                ProcessStatus.isRoot()
                        ? new String[] {"unshare", "-m", "sh", "-c", ""}
                        : new String[] {"unshare", "-Urm", "sh", "-c", ""};
        unshare[unshare.length - 1] = "exec \"$0\" \"$@\"";
        String plain = Jvm.ours().under(unshare).run(MountsProc.class).result().stdout();
        assertThat(plain).isEqualTo("exit 0\n");
        unshare[unshare.length - 1] = "mount -t tmpfs tmpfs /proc/bus; exec \"$0\" \"$@\"";
        String covered = Jvm.ours().under(unshare).run(MountsProc.class).result().stdout();
        assertThat(covered).contains("mount(\"proc\"").contains("EPERM");
    }

    static final class MountsProc {
        public static void main(String[] args) {
            Step proc = Launches.mount("proc", "/mnt", "proc", 0);
            try (Launcher launcher = new Launcher();
                    Child child = launcher.start(world(0, proc, "test -e /mnt/self"))) {
                System.out.println(child.await());
            } catch (StepFailed e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    @NeedsUnprivilegedUserNamespaces
    void where_clone3_is_unknown_clone_does_the_same() {
        Tampering old = new Tampering(Sabotage.NONE, Sabotage.NONE, true);
        Launch all =
                Launches.inUserNamespace(
                        Launches.of("echo $$").withNamespaces(Launches.ALL_NAMESPACES));
        try (Launcher withClone = Faults.launcher(old);
                Child child = withClone.start(Launches.of("kill -15 $$"))) {
            assertThat(child.await()).isEqualTo(ExitStatus.killedBy(Constants.SIGTERM));
            assertThat(Launches.printed(withClone, all)).isEqualTo("1\n");
        }
    }

    @Test
    void under_a_filter_that_hides_clone3_as_docker_s_did_the_launcher_works() {
        List<String> java = Jvm.ours().command(UnderFilter.class);
        Plan filtered =
                Plan.of(
                                Launches.call(
                                        Syscall.PRCTL,
                                        Arg.num(Constants.PR_SET_NO_NEW_PRIVS),
                                        Arg.num(1),
                                        Arg.num(0),
                                        Arg.num(0),
                                        Arg.num(0)),
                                Launches.call(
                                        Syscall.SECCOMP,
                                        Arg.num(Constants.SECCOMP_SET_MODE_FILTER),
                                        Arg.num(0),
                                        answering(Syscall.CLONE3, Errno.ENOSYS)))
                        .then(Launches.exec(java.toArray(String[]::new)));
        assertThat(Launches.printed(launcher, Launch.of(filtered)))
                .isEqualTo("clone3: ENOSYS\nexit 9\n");
    }

    /** {@code struct sock_fprog} of seccomp(2): one call is answered with an errno. */
    private static Arg answering(Syscall call, Errno errno) {
        ByteBuffer filter = ByteBuffer.allocate(4 * 8).order(ByteOrder.LITTLE_ENDIAN);
        filter.putShort((short) 0x20).putShort((short) 0).putInt(0); // ld [nr]
        filter.putShort((short) 0x15).put((byte) 0).put((byte) 1); // jeq: next, else one further
        filter.putInt(call.number(Arch.current()));
        filter.putShort((short) 0x06).putShort((short) 0); // ret
        filter.putInt((int) (Constants.SECCOMP_RET_ERRNO | errno.number()));
        filter.putShort((short) 0x06).putShort((short) 0);
        filter.putInt((int) Constants.SECCOMP_RET_ALLOW);
        Arg program = new Arg.Bytes(filter.array(), "filter");
        return new Arg.Words(List.of(Arg.num(4), program), "{4, filter}");
    }

    static final class UnderFilter {
        public static void main(String[] args) {
            try {
                LinuxKernel.INSTANCE.call(Call.of(Syscall.CLONE3, Arg.NULL, Arg.num(0)));
            } catch (SyscallException e) {
                System.out.println("clone3: " + e.errno().name());
            }
            try (Launcher launcher = new Launcher();
                    Child child = launcher.start(Launches.of("exit 9"))) {
                System.out.println(child.await());
            }
        }
    }

    /** Exec enters it since commit 2b5f9dad32ed, "switch timens when a task gets a new mm". */
    @Test
    @InGuest
    @NeedsUnprivilegedUserNamespaces
    void
            a_time_namespace_is_entered_by_unshare_offsets_and_a_child_and_from_Linux_6_2_on_by_exec() {
        long shift = 1_000_000;
        Plan unshared =
                Plan.of(
                        Launches.call(
                                Syscall.UNSHARE, Arg.flag(Constants.CLONE_NEWTIME, Family.CLONE)),
                        new WriteFile(
                                "/proc/self/timens_offsets",
                                "boottime " + shift + " 0",
                                "let it seem up for longer"));
        double outside = uptime("cat /proc/uptime");
        double afterExec = uptimeAfter(unshared.then(Launches.exec("cat", "/proc/uptime")));
        // In parentheses it is a fork. For a plain command dash does a vfork, and before 6.2 a
        // child
        // that shares memory is refused here.
        double inChild =
                uptimeAfter(unshared.then(Launches.exec("sh", "-c", "(cat /proc/uptime); :")));
        long byExec = isLinux(6, 2) ? shift : 0;
        assertThat(afterExec).isBetween(outside + byExec, outside + byExec + 60);
        assertThat(inChild).isBetween(outside + shift, outside + shift + 60);
    }

    private double uptimeAfter(Plan plan) {
        String printed = Launches.printed(launcher, Launches.inUserNamespace(Launch.of(plan)));
        return Double.parseDouble(printed.split(" ")[0]);
    }

    /** Whether it is this release or a later one. */
    private static boolean isLinux(int major, int minor) {
        String[] release = Run.output("uname", "-r").split("[.-]");
        int here = Integer.parseInt(release[0]) * 1000 + Integer.parseInt(release[1]);
        return here >= major * 1000 + minor;
    }

    private double uptime(String script) {
        return Double.parseDouble(Launches.printed(launcher, Launches.of(script)).split(" ")[0]);
    }

    @Test
    void a_process_with_threads_can_join_no_time_namespace() {
        try (Fd time = Fd.open("/proc/self/ns/time", Constants.O_RDONLY, 0)) {
            Arg flag = Arg.flag(Constants.CLONE_NEWTIME, Family.CLONE);
            Call join = Call.of(Syscall.SETNS, Arg.num(time.number()), flag);
            assertThatThrownBy(() -> LinuxKernel.INSTANCE.call(join))
                    .isInstanceOfSatisfying(
                            SyscallException.class,
                            e -> assertThat(e.errno()).isEqualTo(Errno.EUSERS));
        }
    }
}

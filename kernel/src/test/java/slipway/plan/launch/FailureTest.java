package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Family;
import slipway.linux.Kernel;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.plan.Do;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.program.Rec;
import slipway.plan.program.Sabotage;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** Every single call of a launch fails once; what is told, and that nothing is left. */
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(value = "busybox", debian = "busybox-static")
@NothingLeaks(tempDirs = true)
class FailureTest {
    @TempDir Path folder;

    /** With all namespaces, host steps in both phases, and a root of its own on tmpfs. */
    private Launch typical() {
        String old = "/mnt/old";
        Plan inside =
                Plan.of(
                                Launches.mount(
                                        "", "/", "", Constants.MS_REC | Constants.MS_PRIVATE),
                                Launches.mount("tmpfs", "/mnt", "tmpfs", Constants.MS_NOSUID),
                                makeDirectory(old).tolerating(Errno.EEXIST),
                                Launches.call(Syscall.PIVOT_ROOT, Arg.text("/mnt"), Arg.text(old)),
                                Launches.call(Syscall.CHDIR, Arg.text("/")),
                                makeDirectory("/proc"),
                                Launches.mount("proc", "/proc", "proc", 0),
                                Launches.call(Syscall.SETHOSTNAME, Arg.text("inside"), Arg.num(6)))
                        .then(Launches.exec("/old/bin/busybox", "true"));
        Launch launch =
                Launches.inUserNamespace(Launch.of(inside).withNamespaces(Launches.ALL_NAMESPACES));
        return launch.withWhileCloned(Plan.of(kept("cloned")).then(launch.whileCloned()))
                .withWhileReady(Plan.of(kept("ready-1"), kept("ready-2")));
    }

    private static Do makeDirectory(String path) {
        return Launches.call(
                Syscall.MKDIRAT,
                Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                Arg.text(path),
                Arg.mode(0755));
    }

    /** Makes a directory, and removes it on the way back. */
    private Step kept(String name) {
        String path = folder.resolve(name).toString();
        return makeDirectory(path)
                .undoneBy(
                        Call.of(
                                Syscall.UNLINKAT,
                                Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                                Arg.text(path),
                                Arg.flag(Constants.AT_REMOVEDIR, Family.AT)));
    }

    private static Errno anyErrno() {
        Errno[] all = Errno.values();
        return all[ThreadLocalRandom.current().nextInt(all.length)];
    }

    @Test
    void each_call_of_the_program_in_our_memory_that_fails_is_told() throws IOException {
        List<Rec> records = new ArrayList<>();
        start(new Tampering((all, data) -> records.addAll(all), Sabotage.NONE, false));
        for (int i = 0; i < records.size(); i++) {
            if (!records.get(i).isCall()) continue;
            Errno errno = anyErrno();
            Sabotage fault = Sabotage.failAt(i, errno);
            assertTold(records.get(i), errno, new Tampering(fault, Sabotage.NONE, false));
        }
    }

    @Test
    void each_call_of_the_program_in_its_own_memory_that_fails_is_told() throws IOException {
        List<Rec> records = new ArrayList<>();
        start(new Tampering(Sabotage.NONE, (all, data) -> records.addAll(all), false));
        assertThat(records).hasSizeGreaterThan(20);
        for (int i = 0; i < records.size(); i++) {
            if (!records.get(i).isCall()) continue;
            Errno errno = anyErrno();
            Sabotage fault = Sabotage.failAt(i, errno);
            assertTold(records.get(i), errno, new Tampering(Sabotage.NONE, fault, false));
        }
    }

    private void assertTold(Rec record, Errno errno, Tampering tampering) throws IOException {
        Map<Integer, String> before = ProcessStatus.objects();
        long start = System.nanoTime();
        Optional<StepFailed> told = start(tampering);
        assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(5_000_000_000L);
        String what = record.call() + " fails with " + errno;
        if (told.isPresent()) {
            assertThat(told.get().step().why()).as(what).isEqualTo(record.step().why());
            assertThat(told.get().call()).as(what).hasToString(record.call().toString());
            assertThat(told.get().errno()).as(what).isEqualTo(errno);
            assertThat(told.get()).hasMessageContaining(record.step().why());
            assertThat(told.get()).hasMessageContaining(record.call() + " failed: " + errno);
        } else {
            assertThat(goesOnAfter(record, errno)).as(what).isTrue();
        }
        assertThat(ProcessStatus.objects()).as(what).isEqualTo(before);
        assertThat(ProcessStatus.descendants(ProcessHandle.current().pid())).as(what).isEmpty();
        assertThat(folder).as(what).isEmptyDirectory();
    }

    /** What a plan tolerates, signals that cannot be set, and what is done after a failure only. */
    private static boolean goesOnAfter(Rec record, Errno errno) {
        if (record.step() instanceof Do one && one.tolerated().contains(errno)) return true;
        if (record.call().syscall() == Syscall.RT_SIGACTION) return errno == Errno.EINVAL;
        return Set.of("report the failure", "end", "wait until nobody has the program open")
                .contains(record.step().why());
    }

    /** Empty when the program ran, and ended well. */
    private Optional<StepFailed> start(Tampering tampering) {
        try (Launcher launcher = Faults.launcher(tampering);
                Child child = launcher.start(typical())) {
            assertThat(child.await()).isEqualTo(ExitStatus.exited(0));
            return Optional.empty();
        } catch (StepFailed told) {
            return Optional.of(told);
        }
    }

    @Test
    void each_call_on_the_host_that_fails_is_told_and_the_ones_before_are_taken_back()
            throws IOException {
        List<Call> calls = new ArrayList<>();
        Kernel recording =
                call -> {
                    calls.add(call);
                    return LinuxKernel.INSTANCE.call(call);
                };
        try (Launcher launcher = new Launcher(recording, Tampering.NONE);
                Child child = launcher.start(typical())) {
            assertThat(folder).isNotEmptyDirectory();
            child.await();
        }
        assertThat(folder).isEmptyDirectory();
        // The last three were the way back.
        for (int i = 0; i < calls.size() - 3; i++) {
            if (calls.get(i).syscall() == Syscall.CLOSE) continue;
            Errno errno = anyErrno();
            assertToldOnHost(i, calls.get(i).syscall(), errno);
        }
    }

    private void assertToldOnHost(int index, Syscall syscall, Errno errno) throws IOException {
        int[] made = {0};
        Kernel failing =
                call -> {
                    if (made[0]++ == index) throw new SyscallException(call, errno);
                    return LinuxKernel.INSTANCE.call(call);
                };
        Map<Integer, String> before = ProcessStatus.objects();
        try (Launcher launcher = new Launcher(failing, Tampering.NONE)) {
            assertThatThrownBy(() -> launcher.start(typical()))
                    .isInstanceOfSatisfying(
                            StepFailed.class,
                            told -> {
                                assertThat(told.errno()).isEqualTo(errno);
                                assertThat(told.call().syscall()).isEqualTo(syscall);
                                assertThat(told.getSuppressed()).isEmpty();
                            });
        }
        assertThat(folder).as("after call " + index).isEmptyDirectory();
        assertThat(ProcessStatus.objects()).isEqualTo(before);
    }
}

package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Arg;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.Memory;
import slipway.linux.PidFd;
import slipway.linux.Pipe;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.StepFailed;
import slipway.plan.program.Rec;
import slipway.plan.program.Sabotage;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** A process whose parent is a keeper, which stays when the JVM goes. */
@NeedsUnprivilegedUserNamespaces
@NothingLeaks(tempDirs = true)
class KeptTest {
    private static final int TELLS = 9;

    private final Launcher launcher = new Launcher();

    /**
     * When one of these fails the keeper may not speak any more and ends both, so that what is told
     * is whatever would have been done to them next.
     */
    private static final Set<String> MUTE =
            Set.of("leave the report to the container", "wait until the container is complete");

    @TempDir Path folder;

    @AfterEach
    void close() {
        launcher.close();
    }

    private static Launch launch(Plan inside) {
        Plan ask = Plan.of(Launches.call(Syscall.KILL, Arg.result("pid"), Arg.num(0)));
        return Launches.inUserNamespace(Launch.of(inside).withNamespaces(Launches.ALL_NAMESPACES))
                .withFds(Map.of())
                .withWhileReady(ask);
    }

    private static Keeping telling(Fd to) {
        return new Keeping(
                Map.of(TELLS, to), Plan.NOTHING, Companies.tellingItsEnd(TELLS), Companies.IDLE);
    }

    @Test
    void the_keeper_is_our_child_and_the_container_is_the_keepers() throws IOException {
        try (Pipe pipe = Pipe.open();
                Kept kept =
                        launcher.startKept(
                                launch(Launches.exec("sleep", "1000")), telling(pipe.writeEnd()))) {
            Path container = Path.of("/proc/" + kept.container().pid());
            Path keeper = Path.of("/proc/" + kept.keeper().pid());
            assertThat(ProcessStatus.field(keeper, "PPid"))
                    .isEqualTo(Long.toString(ProcessHandle.current().pid()));
            assertThat(ProcessStatus.field(container, "PPid"))
                    .isEqualTo(Long.toString(kept.keeper().pid()));
            assertThat(ProcessStatus.field(container, "NSpid")).endsWith("\t1");
            assertThat(ProcessStatus.commandLine(kept.container().pid())).startsWith("sleep");
            // Not at once: it may still be loading its libraries.
            Eventually.within(
                    Eventually.LONG,
                    "a container without descriptors",
                    () -> open(kept.container().pid()) == 0);
            // It is not dumpable, so only root may look into it; proc(5).
            if (Files.isReadable(keeper.resolve("fd"))) {
                Eventually.within(
                        Eventually.LONG,
                        "a keeper with its pipe and a pidfd",
                        () -> open(kept.keeper().pid()) == 2);
            }
            kept.container().signal(Constants.SIGKILL);
            assertThat(kept.keeper().reap()).isEqualTo(ExitStatus.exited(0));
            assertThat(told(pipe)).isEqualTo(ExitStatus.killedBy(Constants.SIGKILL));
        }
    }

    private static int open(int pid) {
        try {
            return ProcessStatus.descriptors(pid).size();
        } catch (IOException gone) {
            return -1;
        }
    }

    @Test
    void the_keeper_learns_the_exact_exit_code() {
        int code = ThreadLocalRandom.current().nextInt(1, 255);
        try (Pipe pipe = Pipe.open();
                Kept kept =
                        launcher.startKept(
                                launch(Launches.shell("exit " + code)), telling(pipe.writeEnd()))) {
            assertThat(kept.keeper().reap()).isEqualTo(ExitStatus.exited(0));
            assertThat(told(pipe)).isEqualTo(ExitStatus.exited(code));
        }
    }

    private static ExitStatus told(Pipe pipe) {
        try (Memory info = Memory.allocate(32)) {
            assertThat(pipe.readEnd().read(info, 32)).isEqualTo(32);
            int status = info.getInt(24);
            return info.getInt(8) == Constants.CLD_EXITED
                    ? ExitStatus.exited(status)
                    : ExitStatus.killedBy(status);
        }
    }

    @Test
    void each_call_that_fails_is_told_and_both_are_gone() throws IOException {
        List<Rec> records = new ArrayList<>();
        started(new Tampering(Sabotage.NONE, (all, data) -> records.addAll(all), false));
        boolean keepers = false;
        for (int i = 0; i < records.size(); i++) {
            if (!records.get(i).isCall()) continue;
            String why = records.get(i).step().why();
            if (why.equals("need nobody any more")) keepers = true;
            if (why.equals("wait for the id maps")) keepers = false;
            if (keepers) continue; // behind the moment at which there is somebody to tell
            Errno errno =
                    Errno.values()[ThreadLocalRandom.current().nextInt(Errno.values().length)];
            Sabotage fault = Sabotage.failAt(i, errno);
            assertTold(records.get(i), errno, new Tampering(Sabotage.NONE, fault, false));
        }
    }

    private void assertTold(Rec record, Errno errno, Tampering tampering) throws IOException {
        Map<Integer, String> before = ProcessStatus.objects();
        String what = record.call() + " fails with " + errno;
        Optional<RuntimeException> told = started(tampering);
        if (told.isEmpty()) {
            assertThat(goesOnAfter(record, errno)).as(what).isTrue();
        } else if (!MUTE.contains(record.step().why())) {
            assertThat(told.get()).as(what).isInstanceOf(StepFailed.class);
            StepFailed failed = (StepFailed) told.get();
            assertThat(failed.step().why()).as(what).isEqualTo(record.step().why());
            assertThat(failed.errno()).as(what).isEqualTo(errno);
        }
        assertThat(ProcessStatus.objects()).as(what).isEqualTo(before);
        assertThat(ProcessStatus.children()).as(what).isEmpty();
    }

    private static boolean goesOnAfter(Rec record, Errno errno) {
        if (record.call().syscall() == Syscall.RT_SIGACTION) return errno == Errno.EINVAL;
        if (record.call().syscall() == Syscall.CLONE3) return errno == Errno.ENOSYS;
        if (record.call().syscall() == Syscall.CLONE) return true; // not reached
        return Set.of("report the failure", "end").contains(record.step().why());
    }

    private Optional<RuntimeException> started(Tampering tampering) {
        try (Launcher other = Faults.launcher(tampering);
                Pipe pipe = Pipe.open();
                Kept kept =
                        other.startKept(
                                launch(Launches.exec("/bin/true")), telling(pipe.writeEnd()))) {
            // It may be on its way out, and not gone yet, when we tell it that all is complete.
            if (kept.keeper().reap().equals(ExitStatus.exited(125))) {
                return Optional.of(new IllegalStateException("the keeper gave up"));
            }
            assertThat(told(pipe)).isEqualTo(ExitStatus.exited(0));
            return Optional.empty();
        } catch (StepFailed | EndedEarly told) {
            return Optional.of(told);
        }
    }

    @Test
    void where_clone3_is_hidden_clone_makes_the_namespaces() {
        Sabotage hidden =
                (records, data) -> {
                    for (int i = 0; i < records.size(); i++) {
                        Rec record = records.get(i);
                        if (!record.isCall() || record.call().syscall() != Syscall.CLONE3) continue;
                        Sabotage.failAt(i, Errno.ENOSYS).apply(records, data);
                        return;
                    }
                };
        assertThat(started(new Tampering(Sabotage.NONE, hidden, true))).isEmpty();
    }

    @Test
    void a_host_that_cannot_write_it_down_ends_both() {
        IllegalStateException full = new IllegalStateException("disk full");
        List<Integer> pids = new ArrayList<>();
        Keeping.Host failing =
                new Keeping.Host() {
                    @Override
                    public void beforeItsWorld(PidFd keeper, PidFd container) {
                        pids.add(container.pid());
                    }

                    @Override
                    public void complete(PidFd keeper, PidFd container) {
                        assertThat(ProcessStatus.lives(container.pid())).isTrue();
                        pids.add(keeper.pid());
                        throw full;
                    }
                };
        Keeping keeping = new Keeping(Map.of(), Plan.NOTHING, Companies::sleeping, failing);
        Launch launch = launch(Launches.exec("sleep", "1000"));
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> launcher.startKept(launch, keeping))
                .isSameAs(full);
        assertThat(pids).hasSize(2).noneMatch(ProcessStatus::lives);
    }

    @Test
    void both_outlive_a_JVM_that_is_killed_and_the_status_is_not_lost() throws Exception {
        Path output = Files.createFile(folder.resolve("output"));
        Path status = Files.createFile(folder.resolve("status"));
        Process jvm = Jvm.ours().start(output, StartsOne.class, status.toString());
        String[] pids = Jvm.awaitLines(output, 1, jvm).strip().split(" ");
        jvm.destroyForcibly();
        jvm.waitFor();
        try (PidFd keeper = PidFd.open(Integer.parseInt(pids[0]));
                PidFd container = PidFd.open(Integer.parseInt(pids[1]))) {
            container.signal(Constants.SIGTERM);
            assertThat(keeper.awaitEnd(Eventually.LONG)).isTrue();
        }
        byte[] info = Files.readAllBytes(status);
        assertThat(info).hasSize(32);
        assertThat(info[24]).isEqualTo((byte) 7);
        Files.delete(output);
        Files.delete(status);
    }

    static final class StartsOne {
        public static void main(String[] args) throws InterruptedException {
            Launcher launcher = new Launcher();
            Fd file = Fd.open(args[0], Constants.O_WRONLY, 0);
            String script = "trap 'exit 7' TERM; while :; do sleep 0.05; done";
            Kept kept = launcher.startKept(launch(Launches.shell(script)), telling(file));
            // A shell that has no handler yet is PID 1 and hears nothing.
            Eventually.within(Eventually.LONG, "its trap", () -> catches(kept.container().pid()));
            System.out.println(kept.keeper().pid() + " " + kept.container().pid());
            Thread.sleep(Eventually.LONG.toMillis());
        }

        private static boolean catches(int pid) {
            try {
                String caught = ProcessStatus.field(Path.of("/proc/" + pid), "SigCgt");
                return (Long.parseUnsignedLong(caught, 16) & 1L << Constants.SIGTERM - 1) != 0;
            } catch (IOException gone) {
                return false;
            }
        }
    }
}

package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

@NothingLeaks
class ProgramFileTest {
    private static final Path SYSCTL = Path.of("/proc/sys/vm/memfd_noexec");
    private static final int THREADS = 4;
    private static final int STARTS = 400;

    /** The sysctl belongs to a PID namespace; what it is outside does not change. */
    @Test
    @NeedsRoot
    @NeedsProgram(value = "unshare", debian = "util-linux")
    void where_memory_may_not_be_executed_the_launcher_takes_a_file_without_a_name()
            throws IOException {
        assumeTrue(Files.exists(SYSCTL), "this kernel (before 6.3) has no vm.memfd_noexec");
        String before = Files.readString(SYSCTL);
        String script = "echo 2 > " + SYSCTL + " && exec \"$0\" \"$@\"";
        Run.Result result =
                Jvm.ours()
                        .under("unshare", "-pf", "--mount-proc", "sh", "-c", script)
                        .run(NoExecutableMemory.class)
                        .result()
                        .succeeded();
        assertThat(result.stdout()).isEqualTo("EACCES\n" + STARTS + " times exit 0\n");
        assertThat(SYSCTL).hasContent(before.strip());
    }

    static final class NoExecutableMemory {
        public static void main(String[] args) throws Exception {
            try (Fd memory = Fd.executableMemory("test")) {
                System.out.println("may be executed: " + memory);
            } catch (SyscallException e) {
                System.out.println(e.errno().name());
            }
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try (Launcher launcher = new Launcher()) {
                List<Future<ExitStatus>> all = new ArrayList<>();
                for (int i = 0; i < STARTS; i++)
                    all.add(threads.submit(() -> ProgramFileTest.once(launcher)));
                for (Future<ExitStatus> each : all) {
                    if (each.get().code() != 0) throw new AssertionError(each.get());
                }
            } finally {
                threads.shutdown();
            }
            System.out.println(STARTS + " times exit 0");
        }
    }

    /**
     * Launches on other threads hold each other's files for a moment, writable: one in thousands.
     */
    @Test
    void a_program_that_somebody_has_open_for_writing_is_started_when_he_closes_it()
            throws InterruptedException {
        List<Fd> writers = new CopyOnWriteArrayList<>();
        try (Launcher launcher = new Launcher(call -> writing(writers, call), Tampering.NONE)) {
            FutureTask<ExitStatus> started = new FutureTask<>(() -> once(launcher));
            new Thread(started).start();
            assertThatThrownBy(() -> started.get(50, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            Eventually.within(Eventually.LONG, "the open", () -> !writers.isEmpty());
            writers.get(0).close();
            assertThat(started).succeedsWithin(Eventually.LONG).isEqualTo(ExitStatus.exited(0));
        }
    }

    @Test
    void a_program_that_stays_open_for_writing_is_ETXTBSY() {
        List<Fd> writers = new CopyOnWriteArrayList<>();
        try (Launcher launcher = new Launcher(call -> writing(writers, call), Tampering.NONE)) {
            assertThatThrownBy(() -> once(launcher))
                    .isInstanceOfSatisfying(
                            StepFailed.class, e -> assertThat(e.errno()).isEqualTo(Errno.ETXTBSY));
            writers.get(0).close();
        }
    }

    private static ExitStatus once(Launcher launcher) {
        Call ask = Call.of(Syscall.KILL, Arg.result("pid"), Arg.num(0));
        Launch launch = Launches.of("exit 0").withWhileCloned(Plan.of(Step.call("ask", ask)));
        try (Child child = launcher.start(launch)) {
            return child.await();
        }
    }

    /** Opens the program of the launch that is under way once more. */
    private static long writing(List<Fd> writers, Call call) {
        try {
            for (Map.Entry<Integer, String> open :
                    ProcessStatus.descriptors(ProcessHandle.current().pid()).entrySet()) {
                if (open.getValue().startsWith("/memfd:slipway")) {
                    String path = "/proc/self/fd/" + open.getKey();
                    writers.add(Fd.open(path, Constants.O_RDWR, 0));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return LinuxKernel.INSTANCE.call(call);
    }
}

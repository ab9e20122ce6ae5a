package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.SyscallException;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Where no file in memory may be executed, a file without a name does. */
@NothingLeaks
class MemfdNoexecTest {
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
                for (int i = 0; i < STARTS; i++) all.add(threads.submit(() -> once(launcher)));
                for (Future<ExitStatus> each : all) {
                    if (each.get().code() != 0) throw new AssertionError(each.get());
                }
            } finally {
                threads.shutdown();
            }
            System.out.println(STARTS + " times exit 0");
        }

        private static ExitStatus once(Launcher launcher) {
            try (Child child = launcher.start(Launches.of("exit 0"))) {
                return child.await();
            }
        }
    }
}

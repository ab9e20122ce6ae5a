package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.ExitStatus;
import slipway.linux.Kernel;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.WriteFile;
import slipway.testkit.NothingLeaks;

@NothingLeaks
class WaitingChildTest {
    private static final int MOST_KIB = 64;

    @Test
    void a_process_that_waits_for_its_cgroup_holds_at_most_64_KiB() {
        List<Long> kib = new ArrayList<>();
        Kernel measuring =
                call -> {
                    if (call.syscall() == Syscall.KILL) kib.add(resident(call.args().get(0)));
                    return LinuxKernel.INSTANCE.call(call);
                };
        Call ask = Call.of(Syscall.KILL, Arg.result("pid"), Arg.num(0));
        Launch launch =
                Launches.of("exit 0")
                        .withWhileReady(Plan.of(slipway.plan.Step.call("ask for it", ask)));
        try (Launcher launcher = new Launcher(measuring, Tampering.NONE);
                Child child = launcher.start(launch)) {
            assertThat(child.await()).isEqualTo(ExitStatus.exited(0));
        }
        System.out.println("a waiting process holds " + kib.get(0) + " KiB");
        assertThat(kib.get(0)).isBetween(1L, (long) MOST_KIB);
    }

    /** smaps_rollup is exact, but of a process that is not dumpable it is for root only. */
    private static long resident(Arg pid) {
        Path process = Path.of("/proc", pid.shown());
        try {
            boolean root = ProcessStatus.isRoot();
            String file = Files.readString(process.resolve(root ? "smaps_rollup" : "status"));
            String value = ProcessStatus.field(file, root ? "Rss" : "VmRSS");
            return Long.parseLong(value.split(" ")[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Once the number stood for {@code $pid}, but only as many bytes of it as "$pid" has: four. */
    @Test
    void a_written_text_may_hold_the_pid_too() throws IOException {
        Path file = Files.createTempFile("pid", ".txt");
        WriteFile note = new WriteFile(file.toString(), "pid=$pid", "note the pid");
        try (Launcher launcher = new Launcher();
                Child child = launcher.start(Launches.of("exit 0").withWhileReady(Plan.of(note)))) {
            child.await();
            assertThat(file).hasContent("pid=" + child.pid());
        } finally {
            Files.delete(file);
        }
    }
}

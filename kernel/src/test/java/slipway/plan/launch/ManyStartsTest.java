package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

@NothingLeaks
class ManyStartsTest {
    private static final int PARTS = 5;
    private static final int STARTS_OF_A_PART = 2_000;
    private static final int WARM_UP = 1_000;

    /** A quarter of a KiB for each start: one page lost per start is sixteen times as much. */
    private static final long MOST_GROWTH_KIB = STARTS_OF_A_PART / 4;

    /**
     * In a JVM of its own, whose heap is all there from the start: what grows is native memory. The
     * JIT's memory comes and goes in large pieces at moments of its own, so that no total says
     * anything; but what is lost with a start is lost in each part of the run.
     */
    @Test
    @NeedsUnprivilegedUserNamespaces
    @NeedsProgram(value = "busybox", debian = "busybox-static")
    void ten_thousand_containers_leave_no_descriptor_thread_zombie_or_memory() {
        Run.Result result =
                Jvm.ours()
                        .with(
                                "-Xms32m",
                                "-Xmx32m",
                                "-XX:+AlwaysPreTouch",
                                "-XX:-UseDynamicNumberOfCompilerThreads")
                        .run(StartsMany.class)
                        .result()
                        .succeeded();
        System.out.print(result.stdout());
        String[] facts = result.stdout().split("\n");
        assertThat(facts[1]).isEqualTo(facts[0]);
        assertThat(Long.parseLong(facts[2].split(" ")[0])).as(facts[3]).isLessThan(MOST_GROWTH_KIB);
    }

    static final class StartsMany {
        public static void main(String[] args) throws IOException {
            Path self = Path.of("/proc/self");
            // Without a network namespace, which takes longer than all others together.
            long namespaces = Launches.ALL_NAMESPACES & ~Constants.CLONE_NEWNET;
            Launch launch =
                    Launches.inUserNamespace(
                            Launch.of(Launches.exec("/bin/busybox", "true"))
                                    .withNamespaces(namespaces));
            try (Launcher launcher = new Launcher()) {
                start(launcher, launch, WARM_UP);
                System.out.println(stock());
                long[] growth = new long[PARTS];
                long start = System.nanoTime();
                for (int part = 0; part < PARTS; part++) {
                    long before = kib(self);
                    start(launcher, launch, STARTS_OF_A_PART);
                    growth[part] = kib(self) - before;
                }
                long millis = (System.nanoTime() - start) / 1_000_000;
                System.out.println(stock());
                String inOrder = Arrays.toString(growth);
                Arrays.sort(growth);
                System.out.println(growth[PARTS / 2] + " KiB more, the median of the parts");
                System.out.println("KiB more in each part: " + inOrder);
                long rate = PARTS * STARTS_OF_A_PART * 1000L / millis;
                System.out.println(millis + " ms, " + rate + " containers a second");
            }
        }

        private static void start(Launcher launcher, Launch launch, int times) {
            for (int i = 0; i < times; i++) {
                try (Child child = launcher.start(launch)) {
                    ExitStatus status = child.await();
                    if (status.code() != 0) throw new AssertionError(status);
                }
            }
        }

        private static String stock() throws IOException {
            String status = java.nio.file.Files.readString(Path.of("/proc/self/status"));
            return ProcessStatus.objects().size()
                    + " pipes, sockets, pidfds and programs, "
                    + ProcessStatus.field(status, "Threads")
                    + " threads, children "
                    + ProcessHandle.current().children().map(ProcessHandle::pid).toList();
        }

        private static long kib(Path process) throws IOException {
            return Long.parseLong(ProcessStatus.field(process, "VmRSS").split(" ")[0]);
        }
    }
}

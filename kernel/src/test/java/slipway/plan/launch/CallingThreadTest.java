package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import slipway.linux.ExitStatus;
import slipway.testkit.Jdks;
import slipway.testkit.NeedsJdk;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

@NothingLeaks
class CallingThreadTest {
    private static final int AT_ONCE = 8;
    private static final int IN_ALL = 200;

    @Test
    void eight_threads_start_two_hundred_processes_and_no_status_is_mixed_up() throws Exception {
        startFrom(Executors.newFixedThreadPool(AT_ONCE));
    }

    @Test
    @NeedsJdk(25)
    void virtual_threads_may_start_processes() {
        Path home = Jdks.of(25).orElseThrow().home();
        String output = Jvm.ours().of(home).run(VirtualThreads.class).result().succeeded().stdout();
        assertThat(output).isEqualTo("all " + IN_ALL + "\n");
    }

    static final class VirtualThreads {
        public static void main(String[] args) throws Exception {
            System.out.println("all " + startFrom(perTask()));
        }

        /** {@code Executors.newVirtualThreadPerTaskExecutor()}, which release 17 cannot name. */
        private static ExecutorService perTask()
                throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        }
    }

    private static int startFrom(ExecutorService threads) throws Exception {
        try (Launcher launcher = new Launcher()) {
            List<Future<ExitStatus>> statuses = new ArrayList<>();
            for (int i = 0; i < IN_ALL; i++) {
                int code = i % 256;
                Callable<ExitStatus> start =
                        () -> {
                            try (Child child = launcher.start(Launches.of("exit " + code))) {
                                return child.await();
                            }
                        };
                statuses.add(threads.submit(start));
            }
            for (int i = 0; i < IN_ALL; i++) {
                ExitStatus expected = ExitStatus.exited(i % 256);
                if (!statuses.get(i).get().equals(expected)) {
                    throw new AssertionError(statuses.get(i).get() + " is not " + expected);
                }
            }
            return statuses.size();
        } finally {
            threads.shutdown();
        }
    }

    @Test
    @NeedsUnprivilegedUserNamespaces
    void the_calling_thread_keeps_its_signal_mask_ids_and_namespaces()
            throws IOException, InterruptedException, ExecutionException {
        ConcurrentLinkedQueue<Thread> made = new ConcurrentLinkedQueue<>();
        ThreadFactory factory =
                task -> {
                    Thread thread = new Thread(task, "caller");
                    made.add(thread);
                    return thread;
                };
        ExecutorService caller = Executors.newSingleThreadExecutor(factory);
        try (Launcher launcher = new Launcher()) {
            Launch launch =
                    Launches.inUserNamespace(
                            Launches.of("exit 3").withNamespaces(Launches.ALL_NAMESPACES));
            Map<String, String> before = caller.submit(CallingThreadTest::ofThisThread).get();
            ExitStatus status = caller.submit(() -> launchOnce(launcher, launch)).get();
            assertThat(status).isEqualTo(ExitStatus.exited(3));
            assertThat(caller.submit(CallingThreadTest::ofThisThread).get()).isEqualTo(before);
        } finally {
            caller.shutdown();
        }
        for (Thread thread : made) thread.join();
    }

    private static ExitStatus launchOnce(Launcher launcher, Launch launch) {
        try (Child child = launcher.start(launch)) {
            return child.await();
        }
    }

    private static Map<String, String> ofThisThread() throws IOException {
        Path self = Path.of("/proc/thread-self");
        Map<String, String> facts = new TreeMap<>();
        String status = Files.readString(self.resolve("status"));
        for (String key : List.of("SigBlk", "SigIgn", "SigCgt", "Uid", "Gid", "Groups", "CapEff")) {
            facts.put(key, ProcessStatus.field(status, key));
        }
        try (DirectoryStream<Path> namespaces = Files.newDirectoryStream(self.resolve("ns"))) {
            for (Path each : namespaces) {
                facts.put(each.getFileName().toString(), Files.readSymbolicLink(each).toString());
            }
        }
        return facts;
    }
}

package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Arg;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.PidFd;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/**
 * A JVM that starts containers all the time is killed at random moments. Its orphans come to a
 * shell that is their subreaper, so that not one of them can be overlooked.
 */
@NeedsUnprivilegedUserNamespaces
@NothingLeaks(tempDirs = true)
class KilledLauncherTest {
    private static final int KILLS = 20;
    private static final String TICK = "sleep 0.05";
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final Launcher launcher = new Launcher();

    @TempDir Path folder;

    @AfterEach
    void closeLauncher() {
        launcher.close();
    }

    @Test
    void one_second_after_a_kill_at_any_moment_nothing_is_left() throws Exception {
        killedManyTimes(StartsAllTheTime.class);
    }

    @Test
    void a_process_on_its_way_into_a_container_ends_with_the_JVM_too() throws Exception {
        killedManyTimes(JoinsAllTheTime.class);
    }

    @Test
    void a_keeper_and_its_container_end_with_the_JVM_until_they_are_complete() throws Exception {
        killedManyTimes(KeepsAllTheTime.class);
    }

    private void killedManyTimes(Class<?> scene) throws Exception {
        String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
        long[] millis = new long[KILLS];
        for (int i = 0; i < KILLS; i++) millis[i] = killedOnce(scene).toMillis();
        System.out.println("ms until the last was gone: " + Arrays.toString(millis));
        // One by one they depend on what else the machine does.
        Arrays.sort(millis);
        assertThat(millis[KILLS / 2]).isLessThan(AT_ONCE.toMillis());
        assertThat(Path.of("/proc/self/mountinfo")).content().isEqualTo(mounts);
    }

    /** Returns how long the last descendant lived on. */
    private Duration killedOnce(Class<?> scene) throws IOException, InterruptedException {
        Path output = Files.createTempFile("killed", ".txt");
        String[] java =
                Jvm.ours().with("-Djava.io.tmpdir=" + folder).command(scene).toArray(String[]::new);
        Arg subreaper = Arg.flag(Constants.PR_SET_CHILD_SUBREAPER, Family.PRCTL);
        // It reaps: the init of a PID namespace has not ended before all others of it are reaped.
        String script = "\"$@\" & while :; do " + TICK + "; done";
        String[] shell = new String[java.length + 4];
        System.arraycopy(new String[] {"sh", "-c", script, "sh"}, 0, shell, 0, 4);
        System.arraycopy(java, 0, shell, 4, java.length);
        Plan plan =
                Plan.of(
                                Launches.call(
                                        Syscall.PRCTL,
                                        subreaper,
                                        Arg.num(1),
                                        Arg.num(0),
                                        Arg.num(0),
                                        Arg.num(0)))
                        .then(Launches.exec(shell));
        try (Fd out = Fd.open(output.toString(), Constants.O_WRONLY, 0);
                Child reaper = launcher.start(Launch.of(plan).withFds(Map.of(1, out, 2, out)))) {
            Eventually.within(
                    Eventually.LONG, "the first containers", () -> output.toFile().length() > 5);
            Thread.sleep(0, ThreadLocalRandom.current().nextInt(1_000_000));
            Thread.sleep(ThreadLocalRandom.current().nextInt(40));
            long jvm = jvmBelow(reaper.pid());
            long start = System.nanoTime();
            try (PidFd process = PidFd.open((int) jvm)) {
                process.signal(Constants.SIGKILL);
            }
            Eventually.within(
                    Eventually.LONG,
                    "the end of all",
                    () -> onlyTicks(ProcessStatus.descendants(reaper.pid())));
            Duration lived = Duration.ofNanos(System.nanoTime() - start);
            assertThat(Files.readString(output)).matches("(started\n)+");
            assertThat(folder).isEmptyDirectory();
            return lived;
        } finally {
            Files.delete(output);
        }
    }

    private static boolean onlyTicks(Map<Long, String> processes) {
        return processes.values().stream().allMatch(each -> each.startsWith(TICK));
    }

    private static long jvmBelow(long shell) {
        for (Map.Entry<Long, String> each : ProcessStatus.descendants(shell).entrySet()) {
            if (each.getValue().contains("java")) return each.getKey();
        }
        throw new AssertionError("no JVM below the shell");
    }

    static final class StartsAllTheTime {
        public static void main(String[] args) throws InterruptedException {
            Launcher launcher = new Launcher();
            Thread other = new Thread(() -> startContainers(launcher));
            other.start();
            startContainers(launcher);
            other.join();
        }

        /** Some stay, with processes of their own; most are on their way when the kill comes. */
        private static void startContainers(Launcher launcher) {
            Launch world =
                    Launches.inUserNamespace(
                                    Launches.of("sleep 2000 & sleep 3000")
                                            .withNamespaces(Launches.ALL_NAMESPACES))
                            .withFds(Map.of())
                            .withWhileReady(
                                    Plan.of(
                                            Launches.call(
                                                    Syscall.KILL, Arg.result("pid"), Arg.num(0))));
            while (true) {
                Child stays = launcher.start(world);
                for (int i = 0; i < 10; i++) launcher.start(world).close();
                System.out.println("started");
                stays.close();
            }
        }
    }

    static final class JoinsAllTheTime {
        public static void main(String[] args) {
            Launcher launcher = new Launcher();
            Child world = Companies.world(launcher);
            while (true) {
                Map<Integer, Fd> fds = Companies.namespacesOf(world.pid());
                Launch launch = Launch.of(Launches.exec("sleep", "1000")).withFds(fds);
                for (int i = 0; i < 10; i++) {
                    launcher.startJoined(launch, Companies.join()).close();
                }
                fds.values().forEach(Fd::close);
                System.out.println("started");
            }
        }
    }

    static final class KeepsAllTheTime {
        public static void main(String[] args) {
            Launcher launcher = new Launcher();
            Launch launch =
                    Launches.inUserNamespace(
                                    Launches.of("sleep 2000 & sleep 3000")
                                            .withNamespaces(Launches.ALL_NAMESPACES))
                            .withFds(Map.of());
            Keeping.Host brokenOff =
                    new Keeping.Host() {
                        @Override
                        public void beforeItsWorld(PidFd keeper, PidFd container) {}

                        @Override
                        public void complete(PidFd keeper, PidFd container) {
                            throw new IllegalStateException("broken off");
                        }
                    };
            Keeping keeping = new Keeping(Map.of(), Plan.NOTHING, Companies::sleeping, brokenOff);
            while (true) {
                for (int i = 0; i < 10; i++) {
                    try {
                        launcher.startKept(launch, keeping).close();
                    } catch (IllegalStateException e) {
                        if (!"broken off".equals(e.getMessage())) throw e;
                    }
                }
                System.out.println("started");
            }
        }
    }
}

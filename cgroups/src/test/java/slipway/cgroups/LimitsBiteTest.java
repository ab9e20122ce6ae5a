package slipway.cgroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.plan.launch.Launcher;
import slipway.testkit.Guest;
import slipway.testkit.InGuest;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Limits hold, from the first instruction on, and others are left alone. */
@InGuest
@NeedsRoot
@NeedsProgram(value = "busybox", debian = "busybox-static")
@NothingLeaks(directories = {"/sys/fs/cgroup/memory/slipway", "/sys/fs/cgroup/slipway"})
class LimitsBiteTest {
    private static final int TRIES = Guest.isHere() ? 20 : 200;
    private static final double PART = 0.2;
    private static final OptionalLong NONE = OptionalLong.empty();

    private static String read(Path file) {
        return Run.output("cat", file.toString());
    }

    @Test
    void who_wants_more_memory_is_killed_and_counted_and_nobody_else_is() {
        Limits small = Limits.NONE.withMemoryBytes(8 << 20);
        try (Launcher launcher = new Launcher();
                Containers other = Containers.start(launcher, small, "busybox", "sleep", "1000");
                Containers one =
                        Containers.start(launcher, small, "busybox", "tail", "/dev/zero")) {
            assertThat(one.child.await()).isEqualTo(ExitStatus.killedBy(Constants.SIGKILL));
            assertThat(one.group.usage().oomKills()).hasValue(1);
            String events = read(one.file("memory.oom_control", "memory.events"));
            assertThat(events.lines()).contains("oom_kill 1");
            assertThat(other.group.usage().oomKills()).hasValue(0);
            assertThat(read(other.directory().resolve("cgroup.procs")))
                    .isEqualTo("" + other.child.pid());
        }
    }

    /** Trap 1 says how small the JVM's own share would make it. */
    @ParameterizedTest
    @ValueSource(longs = {512 << 10, 4 << 20})
    void a_static_program_runs_with_little_memory_and_the_file_says_how_much(long bytes) {
        Limits limits = Limits.NONE.withMemoryBytes(bytes);
        try (Launcher launcher = new Launcher();
                Containers one = Containers.start(launcher, limits, "busybox", "true")) {
            assertThat(read(one.file("memory.limit_in_bytes", "memory.max"))).isEqualTo("" + bytes);
            assertThat(one.child.await()).isEqualTo(ExitStatus.exited(0));
            assertThat(one.group.usage().oomKills()).hasValue(0);
        }
    }

    @Test
    void a_program_that_forks_at_once_never_once_escapes(@TempDir Path folder) {
        String program = Containers.forking(folder);
        try (Launcher launcher = new Launcher()) {
            for (int i = 0; i < TRIES; i++) {
                try (Containers one =
                        Containers.start(launcher, Limits.NONE.withPids(1), program)) {
                    assertThat(one.child.await())
                            .as("try %s", i)
                            .isEqualTo(ExitStatus.exited(Containers.REFUSED));
                }
            }
            try (Containers two = Containers.start(launcher, Limits.NONE.withPids(2), program)) {
                assertThat(two.child.await()).isEqualTo(ExitStatus.exited(Containers.FORKED));
            }
        }
    }

    @Test
    void whatever_a_container_forks_is_counted_and_listed(@TempDir Path folder) {
        String program = Containers.four(folder);
        try (Launcher launcher = new Launcher()) {
            for (int i = 0; i < TRIES / 10; i++) {
                try (Containers four =
                        Containers.start(launcher, Limits.NONE.withPids(4), program)) {
                    Path procs = four.directory().resolve("cgroup.procs");
                    await(() -> read(procs).lines().count() == 4);
                    assertThat(four.group.usage().pids()).hasValue(4);
                    assertThat(read(four.directory().resolve("pids.current"))).isEqualTo("4");
                }
            }
        }
    }

    private static void await(BooleanSupplier isSo) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!isSo.getAsBoolean()) assertThat(System.nanoTime()).isLessThan(end);
    }

    /** A fifth of one processor is less than our share of a machine that others load, too. */
    @Test
    void processor_time_is_within_5_percent_of_the_quota() throws Exception {
        long period = 100_000;
        long quota = (long) (PART * period);
        Limits limits = Limits.NONE.withCpu(NONE, OptionalLong.of(quota), OptionalLong.of(period));
        String loop = "while :; do :; done";
        try (Launcher launcher = new Launcher();
                Containers one = Containers.start(launcher, limits, "busybox", "sh", "-c", loop)) {
            Thread.sleep(200);
            List<Double> parts = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                double before = secondsOf(one);
                Thread.sleep(1000);
                double used = secondsOf(one) - before;
                parts.add(used / ((System.nanoTime() - start) / 1e9));
            }
            parts.sort(null);
            // The processors of the guest are threads of a program that others hold up.
            double less = Guest.isHere() ? 0.6 : 0.05;
            assertThat(parts.get(2)).as("of %s", parts).isBetween(PART * (1 - less), PART * 1.05);
        }
    }

    /** As the kernel's scheduler counts it for the process itself, in another file system. */
    private static double secondsOf(Containers one) {
        String[] nanos = read(Path.of("/proc/" + one.child.pid() + "/schedstat")).split(" ");
        return Long.parseLong(nanos[0]) / 1e9;
    }

    @Test
    void a_container_runs_on_the_processors_that_it_was_given() {
        Limits limits = Limits.NONE.withCpuset("0", "");
        try (Launcher launcher = new Launcher();
                Containers one = Containers.start(launcher, limits, "busybox", "sleep", "1000")) {
            assertThat(Run.output("cat", "/proc/" + one.child.pid() + "/status").lines())
                    .contains("Cpus_allowed_list:\t0");
        }
    }
}

package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** What {@code run -m}, {@code --pids-limit} and {@code --cpus} do, as the caller sees it. */
@NothingLeaks(
        directories = {
            "/sys/fs/cgroup/cpu/slipway",
            "/sys/fs/cgroup/memory/slipway",
            "/sys/fs/cgroup/pids/slipway",
            "/sys/fs/cgroup/slipway"
        })
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv"},
        debian = {"busybox-static", "util-linux"})
class RunLimitsTest {
    private static final double CPUS = 0.2;
    private static final long FIVE_SECONDS = 5_000;

    private static Slipway asRoot(String... words) {
        return Slipway.busybox(words).as(Caller.ROOT);
    }

    @Test
    @NeedsRoot
    void who_wants_more_memory_is_killed_and_told_which_limit_it_was() {
        Run.Result result = asRoot("-m", "24m", "--", "tail", "/dev/zero").result();
        OneLine.check(result, 137);
        assertThat(result.stderr())
                .contains("the container was killed (OOMKilled)", "24 MiB", "--memory");
    }

    @Test
    @NeedsRoot
    void a_child_that_is_killed_leaves_the_container_its_own_exit_status() {
        Run.Result result =
                asRoot("-m", "24m", "--", "sh", "-c", "tail /dev/zero; echo $?; exit 3").result();
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.stdout()).isEqualTo("137\n");
        assertThat(result.stderr().lines().filter(line -> line.startsWith("slipway: ")))
                .singleElement()
                .asString()
                .contains("a process of the container was killed (OOMKilled)");
    }

    @Test
    @NeedsRoot
    void who_stays_within_its_memory_hears_nothing_of_it() {
        Run.Result result = asRoot("-m", "64m", "--", "echo", "fine").result();
        assertThat(result.succeeded().stdout()).isEqualTo("fine\n");
        assertThat(result.stderr()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"512k", "1m", "4m"})
    @NeedsRoot
    void a_static_program_runs_with_little_memory(String memory) {
        assertThat(asRoot("-m", memory, "true").output()).isEmpty();
    }

    @Test
    @NeedsRoot
    void one_process_too_many_is_refused_with_EAGAIN() {
        int limit = ThreadLocalRandom.current().nextInt(2, 9);
        String script = "while :; do sleep 1000 & echo one; done";
        Run.Result result = asRoot("--pids-limit", "" + limit, "--", "sh", "-c", script).result();
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.stdout()).isEqualTo("one\n".repeat(limit - 1));
        assertThat(result.stderr()).contains("fork", "Resource temporarily unavailable");
    }

    /** A fifth of one processor is less than our share of a machine that others load, too. */
    @Test
    @NeedsRoot
    void processor_time_is_within_5_percent_of_what_was_granted() throws Exception {
        List<String> options = List.of("--cpus", "" + CPUS);
        List<String> loop = List.of("sh", "-c", "while :; do :; done");
        try (Marked marked = new Marked(Caller.ROOT, options, loop)) {
            long pid = marked.awaitProcesses(1).get(0);
            Thread.sleep(200);
            double part = 0;
            for (int tries = 0; tries < 3 && Math.abs(part - CPUS) > CPUS * 0.05; tries++) {
                part = partOf(pid);
            }
            // Slipway is to see the end, and to remove the group: to kill it would leave that.
            Run.output("kill", "-KILL", "" + pid);
            assertThat(marked.slipway().waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(part).isCloseTo(CPUS, within(CPUS * 0.05));
        }
    }

    /** As the kernel's scheduler counts it for the process itself, in another file system. */
    private static double partOf(long pid) throws InterruptedException {
        long start = System.nanoTime();
        long before = nanosOf(pid);
        Thread.sleep(FIVE_SECONDS);
        return (double) (nanosOf(pid) - before) / (System.nanoTime() - start);
    }

    private static long nanosOf(long pid) {
        return Long.parseLong(Run.output("cat", "/proc/" + pid + "/schedstat").split(" ")[0]);
    }

    @Test
    @NeedsRoot
    void in_the_container_its_group_is_the_root_of_all_groups() {
        String text = asRoot("-m", "64m", "--pids-limit", "9", "cat", "/proc/self/cgroup").output();
        List<String> limited =
                text.lines().filter(line -> line.matches("0::.*|.*:(memory|pids):.*")).toList();
        assertThat(limited).isNotEmpty().anyMatch(line -> line.endsWith(":/"));
        assertThat(text).doesNotContain("slipway");
    }

    @Test
    @NeedsRoot
    void the_plan_says_what_is_limited_and_makes_nothing() throws IOException {
        String plan = asRoot("-m", "64m", "--pids-limit", "7", "--plan", "true").output();
        assertThat(plan)
                .startsWith("## host: make its group and set its limits\n")
                .contains("limit its memory to 64 MiB", "\"67108864\"")
                .contains("let it have 7 processes")
                .contains("cgroup.procs");
        String group = plan.lines().filter(line -> line.contains("67108864")).findFirst().get();
        Path file = Path.of(group.replaceAll(".*?\"(/[^\"]*)\".*", "$1"));
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void an_ordinary_user_without_a_group_is_refused_and_told_how_to_get_one() {
        assumeTrue(hasNoGroup(), "needs that nobody gave a cgroup to the user of the tests");
        Run.Result result = Slipway.busybox("-m", "64m", "true").as(Caller.USER).result();
        OneLine.check(result, 125);
        assertThat(result.stderr())
                .contains("cannot limit memory", "belongs to user " + Caller.USER.uid(), "Try: ");
    }

    private static boolean hasNoGroup() {
        String user = "slipway/user-" + Caller.USER.uid();
        return !Files.exists(Path.of("/sys/fs/cgroup/memory", user));
    }

    /** What the message above says, done word for word. */
    @Test
    @NeedsRoot
    void with_a_group_of_his_own_an_ordinary_user_limits_as_root_does() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/sys/fs/cgroup/memory")), "needs cgroups version 1");
        Run.Result refused = Slipway.busybox("-m", "24m", "true").as(Caller.USER).result();
        String said = refused.stderr();
        String advice = said.substring(said.indexOf("as root: ") + "as root: ".length()).strip();
        Path group = Path.of(advice.substring(advice.lastIndexOf(' ') + 1));
        assertThat(group.toString()).startsWith("/sys/fs/cgroup/memory/slipway/user-");
        Run.output("sh", "-c", advice);
        try {
            Run.Result result =
                    Slipway.busybox("-m", "24m", "--", "tail", "/dev/zero")
                            .as(Caller.USER)
                            .result();
            OneLine.check(result, 137);
            assertThat(result.stderr()).contains("OOMKilled", "24 MiB");
        } finally {
            Files.deleteIfExists(group.resolve("slipway"));
            Files.delete(group);
        }
    }
}

package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.LinuxKernel;
import slipway.linux.PidFd;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NothingLeaks;

/** Traps 5 and 8: what becomes of children when the JVM is killed. */
@NothingLeaks
class OrphanTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @TempDir Path folder;

    /** Runs the scene until it has printed so many pids, kills it, and returns the pids. */
    private List<Long> pidsAfterKill(int count, Class<?> scene, String... args)
            throws IOException, InterruptedException {
        Path output = Files.createFile(folder.resolve("output" + System.nanoTime()));
        Process jvm = Jvm.ours().start(output, scene, args);
        List<Long> pids = new ArrayList<>();
        try {
            for (String line : Jvm.awaitLines(output, count, jvm).split("\n")) {
                pids.add(Long.parseLong(line));
            }
            for (long pid : pids) assertThat(ProcessStatus.lives(pid)).isTrue();
        } finally {
            jvm.destroyForcibly();
            jvm.waitFor();
        }
        return pids;
    }

    private static void assertGone(long pid) {
        String what = "end of " + pid + ": " + ProcessStatus.commandLine(pid);
        Eventually.within(AT_ONCE, what, () -> !ProcessStatus.lives(pid));
    }

    /** Asserts that it lives, also some time later, and kills it. */
    private static void assertStays(long pid) {
        try (PidFd process = PidFd.open((int) pid)) {
            assertThat(process.awaitEnd(Duration.ofMillis(300))).isFalse();
            process.signal(Constants.SIGKILL);
            process.awaitEnd(Eventually.LONG);
        }
    }

    @Test
    void children_that_wait_for_GO_end_with_the_JVM() throws Exception {
        for (long pid : pidsAfterKill(2, WaitingForGo.class, "2")) assertGone(pid);
    }

    @Test
    void a_child_that_holds_the_write_end_of_its_own_pipe_waits_for_ever() throws Exception {
        for (long pid : pidsAfterKill(1, WaitingForGo.class, "1", "close_range")) {
            assertStays(pid);
        }
    }

    /** Starts children that never get their GO; no guard has a part in it. */
    static final class WaitingForGo {
        public static void main(String[] args) throws InterruptedException {
            Tampering tampering =
                    args.length == 1 ? Tampering.NONE : Faults.withoutInEntry(args[1]);
            Call tell = Call.of(Syscall.KILL, Arg.result("pid"), Arg.num(0));
            Launch launch =
                    Launches.of("exit 0")
                            .outlivingUs()
                            .withWhileCloned(Plan.of(Step.call("tell its pid", tell)));
            Launcher launcher = new Launcher(WaitingForGo::printAndWait, tampering);
            for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                new Thread(() -> launcher.start(launch)).start();
            }
            Thread.sleep(Eventually.LONG.toMillis());
        }

        private static long printAndWait(Call call) {
            if (call.syscall() == Syscall.KILL) {
                System.out.println(call.args().get(0).shown());
                Eventually.within(Eventually.LONG, "a kill", () -> false);
            }
            return LinuxKernel.INSTANCE.call(call);
        }
    }

    @Test
    void foreground_children_end_with_the_JVM_and_detached_ones_live_on() throws Exception {
        List<Long> pids = pidsAfterKill(2, TwoKinds.class, "sleep", "1000");
        assertGone(pids.get(0));
        assertStays(pids.get(1));
    }

    @Test
    @NeedsRoot
    @NeedsProgram("setpriv")
    void a_child_that_has_changed_its_ids_ends_with_the_JVM_all_the_same() throws Exception {
        List<Long> pids =
                pidsAfterKill(
                        2,
                        TwoKinds.class,
                        "setpriv",
                        "--reuid=12345",
                        "--regid=12345",
                        "--clear-groups",
                        "sleep",
                        "1000");
        assertGone(pids.get(0));
        assertStays(pids.get(1));
    }

    /** Prints the pid of a foreground child and of a detached one. */
    static final class TwoKinds {
        public static void main(String[] args) throws InterruptedException {
            Launcher launcher = new Launcher();
            Launch launch = Launch.of(Launches.exec(args)).withFds(Map.of());
            String program = args[args.length - 2];
            List<Child> both =
                    List.of(launcher.start(launch), launcher.start(launch.outlivingUs()));
            for (Child child : both) {
                Eventually.within(
                        Eventually.LONG,
                        "exec of " + program,
                        () -> ProcessStatus.commandLine(child.pid()).startsWith(program));
                System.out.println(child.pid());
            }
            Thread.sleep(Eventually.LONG.toMillis());
        }
    }

    /**
     * The new guard once found a free slot, of a child that had ended, and took it for the end of
     * its list: the child behind it would have lived on.
     */
    @Test
    void a_guard_that_was_killed_is_replaced_and_the_new_one_knows_the_older_children()
            throws Exception {
        List<Long> pids = pidsAfterKill(2, KilledGuard.class);
        for (long pid : pids) assertGone(pid);
    }

    static final class KilledGuard {
        public static void main(String[] args) throws InterruptedException {
            Launcher launcher = new Launcher();
            Launch launch = Launch.of(Launches.exec("sleep", "1000")).withFds(Map.of());
            Child first = launcher.start(launch);
            Child second = launcher.start(launch);
            Child third = launcher.start(launch);
            first.close();
            second.close();
            long guard = guard();
            try (PidFd process = PidFd.open((int) guard)) {
                process.signal(Constants.SIGKILL);
                process.awaitEnd(Eventually.LONG);
            }
            Child fourth = launcher.start(launch);
            for (Child child : List.of(third, fourth)) System.out.println(child.pid());
            Thread.sleep(Eventually.LONG.toMillis());
        }

        private static long guard() {
            for (Map.Entry<Long, String> child :
                    ProcessStatus.descendants(ProcessHandle.current().pid()).entrySet()) {
                if (child.getValue().equals("slipway ")) return child.getKey();
            }
            throw new AssertionError("no guard");
        }
    }

    @Test
    void a_child_goes_on_when_the_thread_that_started_it_ends() throws InterruptedException {
        try (Launcher launcher = new Launcher();
                Child child = startOnAThreadThatEnds(launcher, Plan.NOTHING)) {
            assertThat(child.await(Duration.ofMillis(100))).isEmpty();
        }
    }

    @Test
    void with_PR_SET_PDEATHSIG_a_child_dies_with_the_thread() throws InterruptedException {
        Plan die =
                Plan.of(
                        Launches.call(
                                Syscall.PRCTL,
                                Arg.num(Constants.PR_SET_PDEATHSIG),
                                Arg.num(Constants.SIGKILL)));
        try (Launcher launcher = new Launcher();
                Child child = startOnAThreadThatEnds(launcher, die)) {
            assertThat(child.await(Eventually.LONG)).isPresent();
        }
    }

    private static Child startOnAThreadThatEnds(Launcher launcher, Plan first)
            throws InterruptedException {
        Launch launch = Launch.of(first.then(Launches.exec("sleep", "1000")));
        List<Child> started = new ArrayList<>();
        Thread thread = new Thread(() -> started.add(launcher.start(launch)));
        thread.start();
        thread.join();
        return started.get(0);
    }

    @Test
    void closing_the_launcher_ends_its_guard_and_the_children_that_still_run() {
        Launcher launcher = new Launcher();
        Child child = launcher.start(Launch.of(Launches.exec("sleep", "1000")));
        launcher.close();
        assertThat(child.await(Eventually.LONG)).isPresent();
        child.close();
    }
}

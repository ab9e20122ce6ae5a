package slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Pipe;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.testkit.TestRoots;

/**
 * How much memory Slipway's own processes hold: the guard, and a container's process after it has
 * left the JVM's memory and before it is the user's program. Started by {@code
 * benchmarks/idle-rss}.
 */
public final class IdleRss {
    private static final long PAUSE_MILLIS = 50;
    private static final int PAUSES = 100;

    private IdleRss() {}

    /**
     * @param args a scratch directory
     */
    public static void main(String[] args) throws Exception {
        Path rootfs = TestRoots.copy(TestRoots.busybox(), Path.of(args[0]).resolve("rootfs"));
        try (Launcher launcher = new Launcher()) {
            Launch launch = new Wishes(rootfs.toString()).usual();
            end(launcher.start(launch));
            Set<Long> guards = children();
            System.out.println("# Memory of Slipway's own processes\n");
            System.out.println("    $ benchmarks/idle-rss\n");
            System.out.println(MachineFacts.today() + ". " + MachineFacts.read().get("kernel"));
            System.out.println();
            System.out.println("| process | Rss KiB | Pss KiB | private KiB |");
            System.out.println("|---|--:|--:|--:|");
            print("container, prepared, before the user's program", prepared(launcher, launch));
            for (long guard : guards) print("guard, one for all containers", memory(guard));
        }
    }

    /** Holds a launch where a container would be put into its cgroup, and looks. */
    private static Smaps prepared(Launcher launcher, Launch launch) throws Exception {
        Set<Long> before = children();
        try (Pipe hold = Pipe.open()) {
            Call read =
                    Call.of(
                            Syscall.READ,
                            Arg.num(hold.readEnd().number()),
                            new Arg.Bytes(new byte[1], "byte"),
                            Arg.num(1));
            Launch held = launch.withWhileReady(Plan.of(Step.call("hold the launch", read)));
            CompletableFuture<Void> ended =
                    CompletableFuture.runAsync(() -> end(launcher.start(held)));
            try {
                return settled(before);
            } finally {
                hold.writeEnd().write(new byte[1]);
                ended.join();
            }
        }
    }

    /**
     * The memory of the new child, once it is a program of its own and does not change any more.
     */
    private static Smaps settled(Set<Long> before) throws Exception {
        for (int i = 0; i < PAUSES; i++) {
            Thread.sleep(PAUSE_MILLIS);
            for (long pid : children()) {
                if (before.contains(pid) || !isProgram(pid)) continue;
                Smaps now = memory(pid);
                Thread.sleep(PAUSE_MILLIS);
                if (memory(pid).equals(now)) return now;
            }
        }
        throw new IllegalStateException("no child came to rest");
    }

    private static boolean isProgram(long pid) throws IOException {
        Path link = Path.of("/proc/" + pid + "/exe");
        return Files.readSymbolicLink(link).toString().contains("memfd:slipway");
    }

    private static Smaps memory(long pid) throws IOException {
        return Smaps.parse(Files.readString(Path.of("/proc/" + pid + "/smaps_rollup")));
    }

    private static Set<Long> children() {
        return ProcessHandle.current()
                .children()
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    private static void end(Child starting) {
        try (Child child = starting) {
            if (child.await().shellCode() != 0) throw new IllegalStateException("did not run");
        }
    }

    private static void print(String process, Smaps memory) {
        System.out.println(
                String.join(
                        " | ",
                        "| " + process,
                        Long.toString(memory.rss()),
                        Long.toString(memory.pss()),
                        memory.own() + " |"));
    }
}

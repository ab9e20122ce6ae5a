package slipway.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import slipway.linux.ExitStatus;
import slipway.plan.Plan;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * A JVM that stays, as that of an engine would. Each line on its standard input is one container
 * from wish to reaped process; it answers the nanoseconds, or why there was no success.
 */
public final class ResidentMain {
    private final Wishes wishes;
    private final boolean minimal;
    private final Plan groups;
    private final Launcher launcher = new Launcher();

    private ResidentMain(Wishes wishes, boolean minimal, Plan groups) {
        this.wishes = wishes;
        this.minimal = minimal;
        this.groups = groups;
    }

    /**
     * @param args the root of each container; whether it is to be a minimal one; and the name of a
     *     cgroup if each is to have one
     */
    public static void main(String[] args) throws IOException {
        Plan groups = args.length > 2 ? CgroupSteps.join(args[2]) : Plan.NOTHING;
        boolean minimal = Boolean.parseBoolean(args[1]);
        ResidentMain resident = new ResidentMain(new Wishes(args[0]), minimal, groups);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) out.println(resident.answer());
        resident.launcher.close();
    }

    private String answer() {
        try {
            long start = System.nanoTime();
            ExitStatus status = run();
            long end = System.nanoTime();
            return status.shellCode() == 0 ? Long.toString(end - start) : status.toString();
        } catch (RuntimeException e) {
            return e.toString().replace('\n', ' ');
        }
    }

    private ExitStatus run() {
        Launch launch = minimal ? wishes.minimal() : wishes.usual();
        try (Child child = launcher.start(launch.withWhileReady(groups))) {
            return child.await();
        }
    }
}

package slipway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Arch;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.security.SeccompProfile.Comparison;
import slipway.security.SeccompProfile.Condition;
import slipway.security.SeccompProfile.Rule;
import slipway.testkit.NothingLeaks;

@NothingLeaks
class SeccompPlannerTest {
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    /** Numbers of errnos that mkdir itself never has, and what the C library says about them. */
    private static final Map<Integer, String> STRANGE =
            Map.of(
                    19, "No such device",
                    33, "Numerical argument out of domain",
                    114, "Operation already in progress");

    @TempDir private Path folder;

    @Test
    void the_kernel_refuses_a_call_with_the_errno_of_the_profile() throws IOException {
        List<Integer> errnos = List.copyOf(STRANGE.keySet());
        int errno = errnos.get(ThreadLocalRandom.current().nextInt(errnos.size()));
        Rule rule = new Rule(List.of("mkdir", "mkdirat"), SeccompAction.errno(errno), List.of());
        String output =
                under(
                        new SeccompProfile(SeccompAction.ALLOW, List.of(), 0, List.of(rule)),
                        "mkdir " + folder + "/made; grep ^Seccomp: /proc/self/status");
        assertThat(output).contains(STRANGE.get(errno)).contains("Seccomp:\t2");
        assertThat(folder.resolve("made")).doesNotExist();
    }

    @Test
    void an_argument_decides_where_the_profile_asks_for_it() throws IOException {
        Condition usr2 = new Condition(1, Comparison.EQ, Constants.SIGUSR2, 0);
        Rule rule = new Rule(List.of("kill"), SeccompAction.errno(19), List.of(usr2));
        String output =
                under(
                        new SeccompProfile(SeccompAction.ALLOW, List.of(), 0, List.of(rule)),
                        "trap 'echo one' USR1; trap 'echo two' USR2; kill -USR1 $$; kill -USR2 $$");
        assertThat(output).contains("one").doesNotContain("two").contains("No such device");
    }

    @Test
    void a_call_that_kills_ends_the_whole_process_by_sigsys() throws IOException {
        Rule rule = new Rule(List.of("uname"), SeccompAction.KILL_PROCESS, List.of());
        SeccompProfile profile =
                new SeccompProfile(SeccompAction.ALLOW, List.of(), 0, List.of(rule));
        assertThat(under(profile, "uname; echo ended with $?"))
                .contains("ended with " + (128 + Constants.SIGSYS));
    }

    private String under(SeccompProfile profile, String script) throws IOException {
        Path output = folder.resolve("output");
        List<String> argv = List.of("sh", "-c", script);
        Plan plan =
                CapabilityPlanner.noNewPrivileges()
                        .then(SeccompPlanner.filter(profile, Arch.current()))
                        .then(Plan.of(Exec.search(argv, List.of("PATH=" + PATH), PATH)));
        long flags = Constants.O_WRONLY | Constants.O_CREAT;
        try (Launcher launcher = new Launcher();
                Fd in = Fd.open("/dev/null", 0, 0);
                Fd out = Fd.open(output.toString(), flags, 0600);
                Child child =
                        launcher.start(Launch.of(plan).withFds(Map.of(0, in, 1, out, 2, out)))) {
            ExitStatus status = child.await();
            assertThat(status.signal()).isZero();
        }
        return Files.readString(output);
    }
}

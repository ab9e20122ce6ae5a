package slipway.jail;

import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_TRUNC;
import static slipway.linux.Constants.O_WRONLY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.WriteFile;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.testkit.Run;

/** Runs one program in a root file system, with the smallest plan that does so. */
record Jail(Path root, boolean inUserNamespace) {
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    /** What became of it, and what it printed to stdout and stderr. */
    record Result(ExitStatus status, String output) {}

    /** What the program printed; it must have ended well. */
    String output(String... argv) throws IOException {
        Result result = run(argv);
        if (!result.status().equals(ExitStatus.exited(0))) throw new AssertionError(result);
        return result.output().strip();
    }

    Result run(String... argv) throws IOException {
        Path output = Files.createTempFile("jail", "output");
        Plan inside =
                RootPlanner.prepare(root.toString())
                        .then(RootPlanner.enter())
                        .then(Plan.of(Exec.search(List.of(argv), List.of("PATH=" + PATH), PATH)));
        Launch launch = Launch.of(inside).withNamespaces(CLONE_NEWNS | CLONE_NEWPID);
        if (inUserNamespace) launch = mapped(launch);
        try (Launcher launcher = new Launcher();
                Fd in = Fd.open("/dev/null", 0, 0);
                Fd out = Fd.open(output.toString(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
                Child child = launcher.start(launch.withFds(Map.of(0, in, 1, out, 2, out)))) {
            return new Result(child.await(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    /** With the single id that an ordinary user may map: their own. */
    static Launch mapped(Launch launch) {
        String uid = Run.output("id", "-u");
        String gid = Run.output("id", "-g");
        // To root some other id: it may map any, and its own would pass over all modes.
        if (uid.equals("0")) uid = gid = "54321";
        Plan maps =
                Plan.of(
                        new WriteFile("/proc/$pid/setgroups", "deny", "as a user must"),
                        new WriteFile("/proc/$pid/uid_map", "0 " + uid + " 1", "map one user"),
                        new WriteFile("/proc/$pid/gid_map", "0 " + gid + " 1", "map one group"));
        Plan identity = Plan.of(become(Syscall.SETRESGID), become(Syscall.SETRESUID));
        return launch.withNamespaces(launch.namespaces() | CLONE_NEWUSER)
                .withWhileCloned(maps)
                .withIdentity(identity);
    }

    private static Step become(Syscall call) {
        return Step.call("become 0", Call.of(call, Arg.num(0), Arg.num(0), Arg.num(0)));
    }
}

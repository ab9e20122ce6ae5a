package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.WriteFile;

/** Launches that several tests make, and what the started programs print. */
final class Launches {
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    static final long ALL_NAMESPACES =
            Constants.CLONE_NEWUSER
                    | Constants.CLONE_NEWNS
                    | Constants.CLONE_NEWPID
                    | Constants.CLONE_NEWUTS
                    | Constants.CLONE_NEWIPC
                    | Constants.CLONE_NEWNET;

    private Launches() {}

    static Plan exec(String... argv) {
        return exec(List.of("PATH=" + PATH), argv);
    }

    static Plan exec(List<String> environment, String... argv) {
        return Plan.of(Exec.search(List.of(argv), environment, PATH));
    }

    static Plan shell(String script) {
        return exec("sh", "-c", script);
    }

    /** A launch of a shell. */
    static Launch of(String script) {
        return Launch.of(shell(script));
    }

    static Do call(Syscall syscall, Arg... args) {
        Call call = Call.of(syscall, args);
        return Step.call("try " + call, call);
    }

    static Do mount(String source, String target, String type, long flags) {
        return call(
                Syscall.MOUNT,
                Arg.text(source),
                Arg.text(target),
                Arg.text(type),
                Arg.flag(flags, Family.MOUNT),
                Arg.NULL);
    }

    /**
     * The launch in a user namespace whose root is us; root of the machine takes a range for it.
     */
    static Launch inUserNamespace(Launch launch) {
        if (ProcessStatus.isRoot()) return inUserNamespaceOfARange(launch);
        Plan maps =
                Plan.of(
                        new WriteFile("/proc/$pid/setgroups", "deny", "give up groups"),
                        map("uid_map", "0 " + ProcessStatus.uid() + " 1"),
                        map("gid_map", "0 " + ProcessStatus.gid() + " 1"));
        return inUserNamespace(launch, maps, becomeRoot(false));
    }

    /** Needs CAP_SETUID and CAP_SETGID. */
    static Launch inUserNamespaceOfARange(Launch launch) {
        Plan maps = Plan.of(map("uid_map", "0 100000 65536"), map("gid_map", "0 100000 65536"));
        return inUserNamespace(launch, maps, becomeRoot(true));
    }

    private static Step map(String file, String map) {
        return new WriteFile("/proc/$pid/" + file, map, "write its " + file);
    }

    private static Launch inUserNamespace(Launch launch, Plan maps, Plan identity) {
        return launch.withNamespaces(launch.namespaces() | Constants.CLONE_NEWUSER)
                .withWhileCloned(maps)
                .withIdentity(identity);
    }

    private static Plan becomeRoot(boolean groups) {
        Arg zero = Arg.num(0);
        Plan ids =
                Plan.of(
                        call(Syscall.SETRESGID, zero, zero, zero),
                        call(Syscall.SETRESUID, zero, zero, zero));
        return groups ? Plan.of(call(Syscall.SETGROUPS, zero, Arg.NULL)).then(ids) : ids;
    }

    /** What the program prints on stdout and stderr; it must exit with 0. */
    static String printed(Launcher launcher, Launch launch) {
        try {
            Path file = Files.createTempFile("printed", ".txt");
            try {
                ExitStatus status = run(launcher, launch, file);
                String text = Files.readString(file);
                assertThat(status).as(text).isEqualTo(ExitStatus.exited(0));
                return text;
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExitStatus run(Launcher launcher, Launch launch, Path file) {
        try (Fd out = Fd.open(file.toString(), Constants.O_WRONLY, 0);
                Fd in = Fd.open("/dev/null", Constants.O_RDONLY, 0);
                Child child = launcher.start(launch.withFds(Map.of(0, in, 1, out, 2, out)))) {
            return child.await();
        }
    }
}

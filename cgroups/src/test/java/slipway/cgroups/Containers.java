package slipway.cgroups;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.plan.program.ElfImage;
import slipway.plan.program.ProgramBuilder;

/** A program in a group of its own, in a PID namespace as containers have one. */
final class Containers implements AutoCloseable {
    static final int REFUSED = 42;
    static final int FORKED = 43;
    private static final Step FORK =
            Step.call(
                    "fork",
                    Call.of(
                            Syscall.CLONE,
                            Arg.num(17), // SIGCHLD
                            Arg.num(0),
                            Arg.num(0),
                            Arg.num(0),
                            Arg.num(0)));

    final GroupPlan plan;
    final Cgroup group;
    final Child child;

    private Containers(GroupPlan plan, Cgroup group, Child child) {
        this.plan = plan;
        this.group = group;
        this.child = child;
    }

    static GroupPlan plan(Limits limits) {
        GroupPath path = Owner.us().group(UUID.randomUUID().toString());
        return CgroupPlanner.group(CgroupHost.detect(), path, limits);
    }

    /** Started, and in its group from before its first instruction. */
    static Containers start(Launcher launcher, Limits limits, String... argv) {
        GroupPlan plan = plan(limits);
        Cgroup group = Cgroup.make(LinuxKernel.INSTANCE, plan);
        try {
            Plan inside =
                    Plan.of(Exec.search(List.of(argv), List.of("PATH=/bin"), "/bin:/usr/bin"));
            Launch launch =
                    Launch.of(inside)
                            .withNamespaces(Constants.CLONE_NEWPID)
                            .withWhileReady(plan.join());
            return new Containers(plan, group, launcher.start(launch));
        } catch (RuntimeException e) {
            group.close();
            throw e;
        }
    }

    /** Where the group lies in the first, or only, hierarchy. */
    Path directory() {
        return Path.of(plan.places().get(0).directory());
    }

    /** A file of the group: the one name is of version 1, the other of version 2. */
    Path file(String version1, String version2) {
        return directory().resolve(plan.places().get(0).unified() ? version2 : version1);
    }

    @Override
    public void close() {
        child.close();
        group.close();
    }

    /** A static program that forks at once, and ends with {@link #REFUSED} if it may not. */
    static String forking(Path folder) {
        ProgramBuilder out = new ProgramBuilder(Arch.current());
        fork(out);
        end(out, FORKED);
        out.bind(out.onFailure());
        end(out, REFUSED);
        return write(folder.resolve("forking"), out);
    }

    /** One that forks twice at once, so that there are four, which all stay. */
    static String four(Path folder) {
        ProgramBuilder out = new ProgramBuilder(Arch.current());
        fork(out);
        fork(out);
        Call poll =
                Call.of(Syscall.PPOLL, Arg.num(0), Arg.num(0), Arg.num(0), Arg.num(0), Arg.num(8));
        out.call(Step.call("stay", poll), poll);
        out.bind(out.onFailure());
        end(out, REFUSED);
        return write(folder.resolve("four"), out);
    }

    private static void fork(ProgramBuilder out) {
        out.call(FORK, ((slipway.plan.Do) FORK).call());
    }

    private static void end(ProgramBuilder out, int status) {
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(status));
        out.call(Step.call("end", exit), exit);
    }

    private static String write(Path file, ProgramBuilder out) {
        try {
            Files.write(file, new ElfImage(Arch.current()).of(out.build()));
            if (!file.toFile().setExecutable(true)) throw new AssertionError(file);
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package slipway.plan.launch;

import org.jspecify.annotations.Nullable;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.program.Fork;
import slipway.plan.program.Program;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Sabotage;
import slipway.plan.program.Word;

/**
 * The program of a process that goes where others are. A PID namespace that a process enters is one
 * for the children that it makes from then on, so it makes one, which is our child and not its own,
 * and ends.
 */
final class JoinedProgram {
    private JoinedProgram() {}

    static Program write(
            Arch arch,
            Descriptors fds,
            Launch launch,
            Plan joining,
            @Nullable Held held,
            Sabotage sabotage) {
        ProgramBuilder out = new ProgramBuilder(arch);
        OwnMemory own = new OwnMemory(out, fds);
        Word report = out.word(fds.report());
        Rec.Label abandoned = new Rec.Label();
        own.shedTheJvm();
        // By which we find the other one, should this one be killed before it has told us.
        Call group = Call.of(Syscall.SETPGID, Arg.num(0), Arg.num(0));
        own.compile(Plan.of(Step.call("be in a process group of its own", group)));
        if (!launch.whileReady().isEmpty()) own.waitFor("the cgroup", abandoned);
        own.compile(joining);
        Rec.Label child = new Rec.Label();
        Fork fork = new Fork(Constants.CLONE_PARENT, 0, "go on as a child of the one before");
        Fork.Made made = fork.write(out, child);
        Report.writeForked(out, fds.report(), made.pid());
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(0));
        out.call(Step.call("leave it to the new process", exit), exit, null, abandoned);

        out.bind(child);
        GoByte.await(out, fds.go(), abandoned, "wait until it is known");
        if (held != null) {
            own.beHeld(report, launch.inside(), held, abandoned);
        } else {
            own.closed(fds.go(), "close the pipe that GO came on");
            own.closedByExec(fds.report(), "let exec close the report pipe");
            own.compile(launch.inside());
        }
        Report.writeFailure(out, report, Report.AFTER_EXEC, abandoned);
        return out.build(sabotage);
    }
}

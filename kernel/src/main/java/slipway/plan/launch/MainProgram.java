package slipway.plan.launch;

import slipway.linux.Arch;
import slipway.plan.Plan;
import slipway.plan.program.Program;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Sabotage;
import slipway.plan.program.Word;

/**
 * What the process does in memory of its own: shed what it inherited from the JVM, wait for its
 * cgroup if there is one, and do the plan.
 */
final class MainProgram {
    private final ProgramBuilder out;
    private final OwnMemory own;
    private final Descriptors fds;

    /** Where failures are told now. */
    private final Word report;

    private MainProgram(Arch arch, Descriptors fds) {
        this.out = new ProgramBuilder(arch);
        this.own = new OwnMemory(out, fds);
        this.fds = fds;
        this.report = out.word(fds.report());
    }

    static Program write(
            Arch arch, Descriptors fds, boolean waits, Body inside, Sabotage sabotage) {
        return new MainProgram(arch, fds).write(waits, inside, sabotage);
    }

    /** A process that waits three times: for its cgroup, when its world is made, and to start. */
    static Program writeHeld(Arch arch, Descriptors fds, Plan world, Held held, Sabotage sabotage) {
        return new MainProgram(arch, fds).writeHeld(world, held, sabotage);
    }

    private Program write(boolean waits, Body inside, Sabotage sabotage) {
        Rec.Label abandoned = new Rec.Label();
        own.shedTheJvm();
        if (waits) own.waitFor("the cgroup", abandoned);
        own.closed(fds.go(), "close the pipe that GO came on");
        own.closedByExec(fds.report(), "let exec close the report pipe");
        inside.write(out);
        Report.writeFailure(out, report, Report.AFTER_EXEC, abandoned);
        return out.build(sabotage);
    }

    private Program writeHeld(Plan world, Held held, Sabotage sabotage) {
        Rec.Label abandoned = new Rec.Label();
        own.shedTheJvm();
        own.waitFor("the cgroup", abandoned);
        own.beHeld(report, world, held, abandoned);
        Report.writeFailure(out, report, Report.AFTER_EXEC, abandoned);
        return out.build(sabotage);
    }
}

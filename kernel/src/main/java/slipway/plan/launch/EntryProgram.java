package slipway.plan.launch;

import static slipway.linux.Constants.AT_EMPTY_PATH;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.PR_SET_DUMPABLE;

import java.util.List;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.Program;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Sabotage;

/**
 * What a clone does while it still shares our memory: keep its descriptors and drop all others,
 * wait for its id maps, take its ids, and exec a program of its own.
 */
final class EntryProgram {
    private final ProgramBuilder out;
    private final Descriptors fds;

    private final int[] sources;

    private EntryProgram(Arch arch, Descriptors fds, int[] sources) {
        this.out = new ProgramBuilder(arch);
        this.fds = fds;
        this.sources = sources;
    }

    /**
     * @param sources our numbers, in the order of {@link Descriptors#targets}
     */
    static Program write(
            Arch arch, Descriptors fds, int[] sources, Plan identity, Sabotage sabotage) {
        return new EntryProgram(arch, fds, sources).write(identity, sabotage);
    }

    private Program write(Plan identity, Sabotage sabotage) {
        Rec.Label abandoned = new Rec.Label();
        placeDescriptors();
        // Before the first wait: our own end of the GO pipe is among what is closed, and so are the
        // pipes of launches on other threads, which would otherwise keep each other from ending.
        closeOthers();
        GoByte.await(out, fds.go(), abandoned, "wait for the id maps");
        PlanCompiler compiler = new PlanCompiler(out);
        compiler.compile(identity);
        // Taking ids made the memory non-dumpable, and the memory is still the JVM's: an ordinary
        // user could not open the next child's uid_map.
        Call dumpable =
                Call.of(
                        Syscall.PRCTL,
                        Arg.flag(PR_SET_DUMPABLE, Family.PRCTL),
                        Arg.num(1),
                        Arg.num(0),
                        Arg.num(0),
                        Arg.num(0));
        compiler.compile(Step.call("leave the JVM's memory as dumpable as it was", dumpable));
        Arg none = new Arg.Words(List.of(Arg.NULL), "[]");
        Call exec =
                Call.of(
                        Syscall.EXECVEAT,
                        Arg.num(fds.program()),
                        Arg.text(""),
                        new Arg.Words(List.of(Arg.text("slipway"), Arg.NULL), "[\"slipway\"]"),
                        none,
                        Arg.flag(AT_EMPTY_PATH, Family.AT));
        compiler.compile(Step.call("go on in memory of its own", exec));
        Report.writeFailure(out, fds.report(), Report.BEFORE_EXEC, abandoned);
        return out.build(sabotage);
    }

    /**
     * Copies every source above all numbers in play first, so that no copy can hit a source that is
     * still needed, and from there to its place.
     */
    private void placeDescriptors() {
        PlanCompiler compiler = new PlanCompiler(out);
        int[] targets = fds.targets();
        int scratch = fds.program() + 1;
        for (int source : sources) scratch = Math.max(scratch, source + 1);
        for (int i = 0; i < sources.length; i++) {
            String why = "keep fd " + targets[i] + " out of the way";
            compiler.compile(copy(why, sources[i], scratch + i, O_CLOEXEC));
        }
        for (int i = 0; i < targets.length; i++) {
            long flags = targets[i] == fds.program() ? O_CLOEXEC : 0;
            String why = "put fd " + targets[i] + " in its place";
            compiler.compile(copy(why, scratch + i, targets[i], flags));
        }
    }

    private static Step copy(String why, int from, int to, long flags) {
        return Step.call(
                why,
                Call.of(Syscall.DUP3, Arg.num(from), Arg.num(to), Arg.flag(flags, Family.OPEN)));
    }

    private void closeOthers() {
        PlanCompiler compiler = new PlanCompiler(out);
        int free = 0;
        for (int target : fds.targets()) {
            for (; free < target; free++) {
                Call close = Call.of(Syscall.CLOSE, Arg.num(free));
                compiler.compile(
                        Step.call("close what was not asked for", close).tolerating(Errno.EBADF));
            }
            free = target + 1;
        }
        Call others =
                Call.of(
                        Syscall.CLOSE_RANGE,
                        Arg.num(fds.program() + 1L),
                        new Arg.Num(0xffffffffL, "~0U"),
                        Arg.num(0));
        compiler.compile(Step.call("close every other descriptor of the JVM", others));
    }
}

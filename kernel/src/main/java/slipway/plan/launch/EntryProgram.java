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
import slipway.plan.Do;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.Program;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Sabotage;
import slipway.plan.program.Word;

/**
 * What a clone does while it still shares our memory: keep its descriptors and drop all others,
 * wait for its id maps, take its ids, and exec a program of its own.
 */
final class EntryProgram {
    /** One each millisecond. */
    private static final int MOST_ATTEMPTS = 1000;

    private final ProgramBuilder out;
    private final Descriptors fds;

    private final int[] sources;

    /** Where the report pipe is by now. */
    private final Word report;

    private EntryProgram(Arch arch, Descriptors fds, int[] sources) {
        this.out = new ProgramBuilder(arch);
        this.fds = fds;
        this.sources = sources;
        this.report = out.word(sources[reportIndex()]);
    }

    /** Behind the descriptors that were asked for stand report, go and program. */
    private int reportIndex() {
        return sources.length - 3;
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
        become(Step.call("go on in memory of its own", exec));
        Report.writeFailure(out, report, Report.BEFORE_EXEC, abandoned);
        return out.build(sabotage);
    }

    /**
     * A program that is a file on the disk may still be open for writing in the clone of another
     * launch, which got it while it was written here, and closes it in a moment: ETXTBSY.
     */
    private void become(Do exec) {
        Rec.Label again = new Rec.Label();
        Rec.Label refused = new Rec.Label();
        Word attempts = out.word(0);
        out.bind(again);
        out.call(exec, exec.call(), null, refused);
        out.bind(refused);
        out.jumpUnlessEqual(Word.ERRNO, Errno.ETXTBSY.number(), out.onFailure());
        out.add(attempts, 1);
        out.jumpIfEqual(attempts, MOST_ATTEMPTS, out.onFailure());
        Arg millisecond = new Arg.Words(List.of(Arg.num(0), Arg.num(1_000_000)), "{0, 1000000}");
        Call sleep = Call.of(Syscall.NANOSLEEP, millisecond, Arg.NULL);
        out.call(Step.call("wait until nobody has the program open", sleep), sleep);
        out.jump(again);
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
        out.copy(report, out.word(scratch + reportIndex()), 8);
        for (int i = 0; i < targets.length; i++) {
            long flags = targets[i] == fds.program() ? O_CLOEXEC : 0;
            String why = "put fd " + targets[i] + " in its place";
            compiler.compile(copy(why, scratch + i, targets[i], flags));
        }
        out.copy(report, out.word(fds.report()), 8);
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
            if (free < target) {
                Arg last = Arg.num(target - 1L);
                compiler.compile(closeRange("close what was not asked for", free, last));
            }
            free = target + 1;
        }
        Arg end = new Arg.Num(0xffffffffL, "~0U");
        compiler.compile(closeRange("close every other descriptor of the JVM", free, end));
    }

    private static Step closeRange(String why, int first, Arg last) {
        return Step.call(why, Call.of(Syscall.CLOSE_RANGE, Arg.num(first), last, Arg.num(0)));
    }
}

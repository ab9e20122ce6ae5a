package slipway.plan.launch;

import java.util.List;
import java.util.Map;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.Fork;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;

/**
 * The program of a keeper, the parent of a container that stays: writes down what it prints, hands
 * on what is typed, waits for its end, and writes down how it came.
 *
 * <p>It is a file of its own, which the keeper becomes as soon as it is on its own: the program by
 * which it has made the container holds all that is the container's, and is several times as large.
 */
public final class KeeperProgram implements KeeperBody {
    private final Keep keep;
    private final KeeperFile file;
    private final String title;

    /**
     * A keeper.
     *
     * @param file made for this {@code keep}, or for one of the same shape
     * @param title what ps(1) shows
     */
    public KeeperProgram(Keep keep, KeeperFile file, String title) {
        this.keep = keep;
        this.file = file;
        this.title = title;
    }

    /** What the keeper gets. */
    public Map<Integer, Fd> descriptors() {
        Map<Integer, Fd> all = keep.descriptors();
        all.put(Keep.PROGRAM, file.fd());
        return all;
    }

    @Override
    public void write(ProgramBuilder out, Fork.Made kept) {
        PlanCompiler compiler = new PlanCompiler(out);
        compiler.compile(Apart.plan());
        Call copy =
                Call.of(Syscall.DUP3, Arg.NULL, Arg.num(Keep.PROCESS), Arg.flag(0, Family.OPEN));
        Rec place =
                out.prepared(
                        Step.call("take the process along", copy), copy, null, out.onFailure());
        out.copy(out.argumentOf(place, 0), kept.pidFd(), 8);
        out.add(place);
        closedByExec(compiler, Keep.PROGRAM);
        Arg words = new Arg.Words(List.of(Arg.text(title), Arg.NULL), "[\"" + title + "\"]");
        compiler.compile(
                Step.call(
                        "become nothing but a keeper",
                        Call.of(
                                Syscall.EXECVEAT,
                                Arg.num(Keep.PROGRAM),
                                Arg.text(""),
                                words,
                                new Arg.Words(List.of(Arg.NULL), "[]"),
                                Arg.flag(Constants.AT_EMPTY_PATH, Family.AT))));
    }

    private static void closedByExec(PlanCompiler compiler, int fd) {
        compiler.compile(
                Step.call(
                        "let exec close it",
                        Call.of(
                                Syscall.FCNTL,
                                Arg.num(fd),
                                Arg.flag(Constants.F_SETFD, Family.FCNTL),
                                Arg.num(Constants.FD_CLOEXEC))));
    }
}

package slipway.lessons.desk;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Fd;
import slipway.linux.Pipe;
import slipway.linux.Syscall;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * The process with the learner's class, as the process that checks has it. Interfaces that are
 * called by it work as if they were here: arguments and answers are values; an object of ours that
 * is handed over stays here and is called back; a record or an enum of the kit's goes over whole,
 * so that what it does is done there. An effect.
 */
public final class Desk implements AutoCloseable {
    private static final int RLIMIT_FSIZE = 1;

    /** Nobody's answer is as long; a loop that prints would fill the disk. */
    private static final long LARGEST_FILE = 64L << 20;

    private static final Duration SOON = Duration.ofSeconds(5);

    private final Child child;
    private final InputStream in;
    private final OutputStream out;
    private final Peer peer;
    private final Maker maker;

    private Desk(Child child, InputStream in, OutputStream out) {
        this.child = child;
        this.in = in;
        this.out = out;
        this.peer = new Peer(in, out, new Thrown());
        this.maker = (Maker) peer.standIn(0, Maker.class);
    }

    /**
     * Starts it.
     *
     * @param classes folder with the learner's classes
     * @param name of the one to be called
     */
    public static Desk start(Launcher launcher, Path classes, String name, Visible visible)
            throws IOException {
        String packages = String.join(",", visible.packages());
        List<String> argv =
                JavaCommand.of(DeskMain.class, List.of(classes.toString(), name, packages));
        List<String> variables = new ArrayList<>();
        System.getenv().forEach((key, value) -> variables.add(key + "=" + value));
        Plan inside = Plan.of(limit(), Exec.search(argv, variables, ""));
        try (Pipe questions = Pipe.open();
                Pipe answers = Pipe.open()) {
            // Other openings of the same pipes, for these go with the end of this block.
            OutputStream out = new FileOutputStream(questions.writeEnd().path());
            InputStream in = new FileInputStream(answers.readEnd().path());
            Map<Integer, Fd> fds =
                    Map.of(
                            0,
                            Fd.STDIN,
                            1,
                            Fd.STDOUT,
                            2,
                            Fd.STDERR,
                            DeskMain.QUESTIONS,
                            questions.readEnd(),
                            DeskMain.ANSWERS,
                            answers.writeEnd());
            return new Desk(launcher.start(Launch.of(inside).withFds(fds)), in, out);
        }
    }

    private static Step limit() {
        ByteBuffer limit = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        limit.putLong(LARGEST_FILE).putLong(LARGEST_FILE);
        return Step.call(
                "write no larger files than 64 MiB",
                Call.of(
                        Syscall.PRLIMIT64,
                        Arg.num(0),
                        Arg.num(RLIMIT_FSIZE),
                        new Arg.Bytes(limit.array(), "{rlim_cur=64M, rlim_max=64M}"),
                        Arg.NULL));
    }

    /** Its number, for those who look at it from outside. */
    public int pid() {
        return child.pid();
    }

    /**
     * A new object of the learner's class, called from here.
     *
     * @throws LearnerThrew if its constructor does
     * @throws NotAValue if there is no such class, or it is of another type
     */
    public <T> T learner(Class<T> type, String name) throws Exception {
        int number = maker.make(type.getName());
        if (number == Maker.NO_CLASS) {
            throw new NotAValue(
                    "There is no public class "
                            + name
                            + " with a public constructor without parameters in "
                            + name
                            + ".java.");
        }
        if (number == Maker.OTHER_TYPE) {
            throw new NotAValue(
                    "The class "
                            + name
                            + " does not implement "
                            + type.getSimpleName()
                            + ", by which it is called.");
        }
        return type.cast(peer.standIn(number, type));
    }

    /** How the process ended by itself; empty while it still runs. */
    public String ended() {
        return child.await(SOON).map(Object::toString).orElse("");
    }

    @Override
    public void close() throws IOException {
        try (out;
                in) {
            child.close();
        }
    }
}

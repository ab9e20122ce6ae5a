package slipway.lessons.spaces;

import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.O_APPEND;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_RDWR;
import static slipway.linux.Constants.O_WRONLY;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.lessons.NotYet;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.FdPassing;
import slipway.linux.Memory;
import slipway.linux.Pipe;
import slipway.linux.SyscallException;
import slipway.plan.Exec;
import slipway.plan.StepFailed;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/**
 * A real PID 1 whose life is led by the learner's class, on a thread of its own, while a check
 * looks at it from outside. An effect.
 */
final class PidOne implements AutoCloseable, ServesAsInit.Calls {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** So long nothing happens, and nothing more will. */
    private static final Duration STILL = Duration.ofSeconds(3);

    private static final Duration A_MOMENT = Duration.ofMillis(300);
    private static final long PAUSE_MILLIS = 20;

    private final Child process;
    private final FdPassing.Pair sockets;
    private final Pipe release;
    private final Path report;
    private final FutureTask<Integer> life;
    private final Semaphore gate = new Semaphore(1);
    private final List<String> made = new CopyOnWriteArrayList<>();
    private volatile long waitingSince;

    private PidOne(
            Child process,
            FdPassing.Pair sockets,
            Pipe release,
            Path report,
            ServesAsInit learners) {
        this.process = process;
        this.sockets = sockets;
        this.release = release;
        this.report = report;
        this.life = new FutureTask<>(() -> live(learners));
    }

    /** Starts it, and its ward is ready when this returns. */
    static PidOne start(Bench bench, ServesAsInit learners, Ward ward) throws Exception {
        Path folder = Files.createTempDirectory(bench.scratch().toRealPath(), "init");
        Path program =
                PidOneProgram.write(ward.write(folder.resolve("program")), folder.resolve("init"));
        Path report = folder.resolve("report");
        FdPassing.Pair sockets = FdPassing.pair();
        Pipe release = Pipe.open();
        PidOne one;
        try (Fd nothing = Fd.open("/dev/null", O_RDWR, 0);
                Fd told = Fd.open(report.toString(), O_WRONLY | O_CREAT | O_APPEND, 0600)) {
            Map<Integer, Fd> fds =
                    Map.of(
                            0,
                            nothing,
                            1,
                            nothing,
                            2,
                            nothing,
                            PidOneProgram.SOCKET,
                            sockets.theirs(),
                            Ward.REPORT,
                            told,
                            Ward.RELEASE,
                            release.readEnd());
            Exec exec = Exec.search(List.of(program.toString()), List.of(), "");
            Launch launch = Ground.apart(CLONE_NEWPID, List.of(exec)).withFds(fds);
            Child process = bench.launcher().start(launch);
            sockets.theirs().close();
            one = new PidOne(process, sockets, release, report, learners);
        } catch (StepFailed | SyscallException e) {
            sockets.close();
            release.close();
            throw new CannotJudge("no PID namespace can be made here: " + e.getMessage());
        }
        one.begin();
        return one;
    }

    private void begin() throws Exception {
        Thread thread = new Thread(life, "life of PID 1");
        thread.setDaemon(true);
        thread.start();
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (told().isEmpty() && System.nanoTime() < end) {
                if (life.isDone()) lived();
                if (life.isDone() || !isThere()) break;
                Thread.sleep(PAUSE_MILLIS);
            }
            if (!told().isEmpty()) return;
            throw new NotYet("The program was not started: start() was not called.");
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private int live(ServesAsInit learners) {
        int code = learners.run(this);
        order(PidOneProgram.EXIT, code, 0);
        return code;
    }

    @Override
    public int start() {
        int pid = (int) order(PidOneProgram.START, 0, 0).getLong();
        made.add("start() = " + pid);
        return pid;
    }

    @Override
    public int signal() {
        waitingSince = System.nanoTime();
        long signal = order(PidOneProgram.SIGNAL, 0, 0).getLong();
        waitingSince = 0;
        gate.acquireUninterruptibly();
        gate.release();
        made.add("signal() = " + signal);
        return (int) signal;
    }

    @Override
    public Optional<ServesAsInit.Ended> reap(int pid) {
        ByteBuffer answer = order(PidOneProgram.REAP, pid, 0);
        int ended = (int) answer.getLong();
        int status = answer.getInt();
        Optional<ServesAsInit.Ended> told = Optional.empty();
        if (ended > 0) {
            told = Optional.of(new ServesAsInit.Ended(ended, status >> 8 & 0xff, status & 0x7f));
        }
        made.add("reap(" + pid + ") = " + told.map(Object::toString).orElse("nobody"));
        return told;
    }

    @Override
    public void kill(int pid, int signal) {
        order(PidOneProgram.KILL, pid, signal);
        made.add("kill(" + pid + ", " + signal + ")");
    }

    private synchronized ByteBuffer order(int what, int first, int second) {
        ByteBuffer order = ByteBuffer.allocate(PidOneProgram.ORDER).order(ByteOrder.LITTLE_ENDIAN);
        order.putLong(what).putLong(first).putLong(second);
        byte[] answer = new byte[PidOneProgram.ANSWER];
        try (Memory memory = Memory.allocate(answer.length)) {
            sockets.ours().write(order.array());
            int count = sockets.ours().read(memory, answer.length);
            if (count < answer.length && what != PidOneProgram.EXIT) throw gone();
            memory.getBytes(0, answer, 0, count);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EPIPE && e.errno() != Errno.ECONNRESET) throw e;
            if (what != PidOneProgram.EXIT) throw gone();
        }
        return ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What it was told to do, for those who want to see it. */
    @Override
    public String toString() {
        return String.join("; ", made);
    }

    private static IllegalStateException gone() {
        return new IllegalStateException("PID 1 has ended");
    }

    /** The learner's class is told of no signal until {@link #goOn}. */
    void hold() {
        gate.acquireUninterruptibly();
    }

    void goOn() {
        gate.release();
    }

    /** Lets so many orphans end. */
    void release(int orphans) {
        release.writeEnd().write(new byte[orphans]);
    }

    /** The signals that the program has been sent by PID 1. */
    List<Integer> told() throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(report)).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> told = new ArrayList<>();
        while (all.remaining() >= Long.BYTES) told.add((int) all.getLong());
        return told;
    }

    Children children() throws IOException {
        return Children.of(process.pid());
    }

    /** Sends a signal from outside. */
    void signalFromOutside(int signal) {
        process.signal(signal);
    }

    boolean isThere() {
        return process.await(Duration.ZERO).isEmpty();
    }

    /** How PID 1 ended, if it did within our patience. */
    Optional<ExitStatus> end() throws Exception {
        until(() -> !isThere());
        return process.await(Duration.ZERO);
    }

    /**
     * Waits until something is so.
     *
     * @return false if PID 1 waits for a signal, and it is not
     */
    boolean until(Callable<Boolean> so) throws Exception {
        return until(so, STILL);
    }

    /** The same with less patience, for what does not have to happen. */
    boolean soon(Callable<Boolean> so) throws Exception {
        return until(so, A_MOMENT);
    }

    private boolean until(Callable<Boolean> so, Duration patience) throws Exception {
        long begin = System.nanoTime();
        long end = begin + PATIENCE.toNanos();
        while (!so.call()) {
            if (life.isDone()) {
                lived();
                return process.await(STILL).isPresent() && so.call();
            }
            long now = System.nanoTime();
            long since = waitingSince;
            boolean still = since != 0 && now - Math.max(since, begin) > patience.toNanos();
            if (still || now > end) return so.call();
            Thread.sleep(PAUSE_MILLIS);
        }
        return true;
    }

    /** Throws what the learner's class has thrown. */
    private void lived() throws Exception {
        try {
            life.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) throw cause;
            throw e;
        }
    }

    /** The thread of the learner's life ends with the process that it speaks to. */
    @Override
    public void close() {
        try (sockets;
                release) {
            process.close();
            life.get(2, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            return; // has been told, or comes to nothing more
        }
    }
}

package slipway.lessons.spaces;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.FutureTask;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.ProcStatus;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;

/**
 * A JVM in which things go wrong, each on a thread of its own, and which is thrown away. It tells
 * what happened, a line each. An effect.
 */
public final class ClinicMain {
    /** So begins a line that is for us; its fields are separated by {@link #FIELD}. */
    static final String MARK = "> ";

    static final char FIELD = '\t';

    private static final long UNKNOWN_FLAG = 1;
    private static final long TOO_MUCH = 1L << 46;
    private static final int LOOKS = 600;
    private static final long PAUSE_MILLIS = 20;

    private ClinicMain() {}

    /** What is tried. */
    private interface Body {
        void run() throws Exception;
    }

    public static void main(String[] words) throws Exception {
        onAThread(
                () ->
                        tell(
                                "threads",
                                "unshare(CLONE_NEWUSER)",
                                () -> unshare(Constants.CLONE_NEWUSER)));
        onAThread(() -> tell("argument", "unshare(0x1)", () -> unshare(UNKNOWN_FLAG)));
        onAThread(() -> tell("heap", "new long[100_000_000]", ClinicMain::muchHeap));
        onAThread(
                () ->
                        tell(
                                "stack",
                                "new Thread(…, 64 TiB of stack).start()",
                                ClinicMain::muchStack));
        // Before any process: later Java has a thread that waits for processes already.
        onAThread(
                () -> {
                    unshare(Constants.CLONE_NEWPID);
                    tell("thread", "new Thread(…).start()", () -> new Thread(() -> {}).start());
                    tell("process", "new ProcessBuilder(\"true\").start()", ClinicMain::start);
                });
        onAThread(
                () ->
                        tell(
                                "program",
                                "new ProcessBuilder(\"treu\").start()",
                                () -> new ProcessBuilder("treu").start()));
        spawn();
        onAThread(
                () -> {
                    unshare(Constants.CLONE_NEWPID);
                    spawn();
                    tell("init", "new ProcessBuilder(\"true\").start()", ClinicMain::start);
                });
        Runtime.getRuntime().halt(0);
    }

    private static void unshare(long flags) {
        Arg what = Arg.flag(flags, Family.CLONE);
        LinuxKernel.INSTANCE.call(Call.of(Syscall.UNSHARE, what));
    }

    private static void muchHeap() {
        long[] much = new long[100_000_000];
        much[0] = 1;
    }

    private static void muchStack() {
        new Thread(null, () -> {}, "much", TOO_MUCH).start();
    }

    private static void start() throws IOException {
        new ProcessBuilder("true").start();
    }

    /** Java has a thread to wait for processes, which it keeps for the next one if that is soon. */
    private static void spawn() throws Exception {
        new ProcessBuilder("true").start().waitFor();
        for (int look = 0; look < LOOKS && !reaperIsIdle(); look++) Thread.sleep(PAUSE_MILLIS);
    }

    private static boolean reaperIsIdle() {
        for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
            if (!each.getKey().getName().startsWith("process reaper")) continue;
            for (StackTraceElement frame : each.getValue()) {
                if (frame.getMethodName().equals("getTask")) return true;
            }
        }
        return false;
    }

    private static void tell(String name, String call, Body body) throws IOException {
        String said = "nothing went wrong";
        try {
            body.run();
        } catch (SyscallException e) {
            said = e.call() + ": " + e.errno().name();
        } catch (Exception | OutOfMemoryError e) {
            said = e.toString();
        }
        Runtime java = Runtime.getRuntime();
        long free = (java.maxMemory() - java.totalMemory() + java.freeMemory()) >> 20;
        int threads = ProcStatus.ofPid(ProcessHandle.current().pid()).threads();
        say(name, call, said, threads, elsewhere(), free);
    }

    private static boolean elsewhere() throws IOException {
        Path links = Path.of("/proc/thread-self/ns");
        try {
            Path children = Files.readSymbolicLink(links.resolve("pid_for_children"));
            return !children.equals(Files.readSymbolicLink(links.resolve("pid")));
        } catch (NoSuchFileException e) {
            return true; // until its first process is there
        }
    }

    private static void say(Object... fields) {
        StringBuilder line = new StringBuilder(MARK);
        for (Object field : fields) {
            line.append(String.valueOf(field).replace('\n', ' ').replace(FIELD, ' ')).append(FIELD);
        }
        Fd.STDOUT.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void onAThread(Body body) throws Exception {
        FutureTask<String> task =
                new FutureTask<>(
                        () -> {
                            body.run();
                            return "";
                        });
        Thread thread = new Thread(task, "patient");
        thread.setDaemon(true);
        thread.start();
        task.get();
    }
}

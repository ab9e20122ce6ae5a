package slipway.lessons.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
 * A JVM that does to itself what no JVM should, and is thrown away: {@code SceneMain SCENE [JAIL]}.
 * An effect.
 */
public final class SceneMain {
    /** So begins each line that is for us: mark, name, blank, text. */
    static final String MARK = "> ";

    private static final int LOOKS = 600;
    private static final long PAUSE_MILLIS = 50;
    private static final String UTS = "/proc/thread-self/ns/uts";

    private SceneMain() {}

    public static void main(String[] words) throws Exception {
        switch (words[0]) {
            case "threads" -> say("threads", threads());
            case "leave" -> leave();
            case "threads-differ" -> threadsDiffer();
            case "no-thread" -> onAThread(SceneMain::noThread);
            case "no-process" -> noProcess();
            case "jail" -> jail(words[1], false);
            case "jail-one" -> jail(words[1], true);
            default -> throw new IllegalArgumentException(words[0]);
        }
        Runtime.getRuntime().halt(0);
    }

    private static String threads() throws IOException {
        return Integer.toString(ProcStatus.ofPid(ProcessHandle.current().pid()).threads());
    }

    /** Each on a thread of its own. */
    private static void leave() throws Exception {
        Map<String, Long> kinds = new LinkedHashMap<>();
        kinds.put("CLONE_NEWUSER", Constants.CLONE_NEWUSER);
        kinds.put("CLONE_NEWNS", Constants.CLONE_NEWNS);
        kinds.put("CLONE_NEWUTS", Constants.CLONE_NEWUTS);
        kinds.put("CLONE_NEWIPC", Constants.CLONE_NEWIPC);
        kinds.put("CLONE_NEWNET", Constants.CLONE_NEWNET);
        kinds.put("CLONE_NEWCGROUP", Constants.CLONE_NEWCGROUP);
        kinds.put("CLONE_NEWPID", Constants.CLONE_NEWPID);
        kinds.put("CLONE_NEWTIME", Constants.CLONE_NEWTIME);
        kinds.put("CLONE_FS", Constants.CLONE_FS);
        say("threads", threads());
        for (Map.Entry<String, Long> kind : kinds.entrySet()) {
            say(kind.getKey(), onAThread(() -> unshare(kind.getValue())));
        }
    }

    private static void threadsDiffer() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        FutureTask<String> earlier =
                start(
                        () -> {
                            changed.await();
                            return link();
                        });
        say("before", link());
        String after =
                onAThread(
                        () -> {
                            unshare(Constants.CLONE_NEWUTS);
                            say("child", onAThread(SceneMain::link));
                            return link();
                        });
        changed.countDown();
        say("changed", after);
        say("earlier", earlier.get());
        say("main", link());
    }

    private static String link() throws IOException {
        return Files.readSymbolicLink(Path.of(UTS)).toString();
    }

    private static String noThread() {
        say("unshare", unshare(Constants.CLONE_NEWPID));
        say("thread", failure(() -> new Thread(() -> {}).start()));
        say("process", failure(() -> new ProcessBuilder("true").start()));
        return "";
    }

    /** Java has a thread to wait for processes, which it keeps for the next one if that is soon. */
    private static void noProcess() throws Exception {
        spawn();
        onAThread(
                () -> {
                    say("unshare", unshare(Constants.CLONE_NEWPID));
                    say("first", failure(SceneMain::spawn));
                    say("second", failure(SceneMain::spawn));
                    return "";
                });
    }

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

    /** Tells what main and a thread find: the file in the jail, and the same by its old name. */
    private static void jail(String jail, boolean alone) throws Exception {
        look("rehearsal", jail); // for no class can be found any more once there is another root
        look("rehearsal", "/nothing");
        onAThread(
                () -> {
                    if (alone) say("unshare", unshare(Constants.CLONE_FS));
                    Call chroot = Call.of(Syscall.CHROOT, Arg.text(jail));
                    LinuxKernel.INSTANCE.call(chroot);
                    look("thread", jail);
                    return "";
                });
        look("main", jail);
    }

    private static void look(String who, String jail) {
        say(who + "-new", open("/in-jail"));
        say(who + "-old", open(jail + "/in-jail"));
    }

    private static String open(String path) {
        try (Fd file = Fd.open(path, Constants.O_RDONLY, 0)) {
            return "opened as " + file.number();
        } catch (SyscallException e) {
            return e.errno().name();
        }
    }

    private static String unshare(long flags) {
        try {
            Arg what = Arg.flag(flags, Family.CLONE);
            LinuxKernel.INSTANCE.call(Call.of(Syscall.UNSHARE, what));
            return "0";
        } catch (SyscallException e) {
            return e.errno().name();
        }
    }

    /** What a body does that may throw anything. */
    private interface Body {
        void run() throws Exception;
    }

    private static String failure(Body body) {
        try {
            body.run();
            return "done";
        } catch (Exception | OutOfMemoryError e) {
            return e.toString();
        }
    }

    private static String onAThread(Callable<String> body) throws Exception {
        return start(body).get();
    }

    private static FutureTask<String> start(Callable<String> body) {
        FutureTask<String> task = new FutureTask<>(body);
        Thread thread = new Thread(task, "scene");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static void say(String name, String text) {
        String line = MARK + name + " " + text.replace('\n', ' ') + "\n";
        Fd.STDOUT.write(line.getBytes(StandardCharsets.UTF_8));
    }
}

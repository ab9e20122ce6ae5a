package slipway.lessons.probe;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What becomes of a JVM that goes where it does not belong: J1 to J6. */
final class JvmFacts {
    private static final List<String> OTHERS =
            List.of(
                    "CLONE_NEWNS",
                    "CLONE_NEWUTS",
                    "CLONE_NEWIPC",
                    "CLONE_NEWNET",
                    "CLONE_NEWCGROUP",
                    "CLONE_NEWPID",
                    "CLONE_NEWTIME",
                    "CLONE_FS");

    private JvmFacts() {}

    static Map<String, Experiment> all() {
        return Map.of(
                "J1", JvmFacts::leave,
                "J2", JvmFacts::perThread,
                "J3", JvmFacts::noThread,
                "J4", JvmFacts::noProcess,
                "J5", JvmFacts::jailsAll,
                "J6", JvmFacts::jailsOne);
    }

    private static Seen leave(Lab lab) throws Exception {
        Scene.Said said = Scene.play(lab, 0, "leave");
        List<String> lines = new ArrayList<>();
        lines.add("a JVM with " + said.of("threads") + " threads:");
        boolean holds = said.of("CLONE_NEWUSER").equals("EINVAL");
        lines.add("unshare(CLONE_NEWUSER) = " + said.of("CLONE_NEWUSER"));
        for (String other : OTHERS) {
            holds &= said.of(other).equals("0");
            lines.add("unshare(" + other + ") = " + said.of(other));
        }
        return new Seen(holds, lines);
    }

    private static Seen perThread(Lab lab) throws Exception {
        Scene.Said said = Scene.play(lab, 0, "threads-differ");
        String before = said.of("before");
        String changed = said.of("changed");
        return Seen.of(
                !changed.equals(before)
                        && said.of("child").equals(changed)
                        && said.of("earlier").equals(before)
                        && said.of("main").equals(before),
                "before: every thread in " + before,
                "the thread that called unshare(CLONE_NEWUTS): " + changed,
                "one that it started then:  " + said.of("child"),
                "one that was there before: " + said.of("earlier"),
                "the main thread:           " + said.of("main"));
    }

    private static Seen noThread(Lab lab) throws Exception {
        Scene.Said said = Scene.play(lab, 0, "no-thread");
        String thread = said.of("thread");
        String process = said.of("process");
        return Seen.of(
                said.of("unshare").equals("0")
                        && thread.startsWith("java.lang.OutOfMemoryError")
                        && process.startsWith("java.lang.OutOfMemoryError"),
                "unshare(CLONE_NEWPID) = " + said.of("unshare") + ", and then on that thread:",
                "new Thread(…).start(): " + thread,
                "new ProcessBuilder(\"true\").start(): " + process);
    }

    private static Seen noProcess(Lab lab) throws Exception {
        Scene.Said said = Scene.play(lab, 0, "no-process");
        String second = said.of("second");
        return Seen.of(
                said.of("first").equals("done")
                        && second.contains("error")
                        && second.contains("12"),
                "unshare(CLONE_NEWPID) = " + said.of("unshare") + ", and then on that thread:",
                "the first process, PID 1 of the namespace, has ended: " + said.of("first"),
                "the second: " + second,
                "error 12 is ENOMEM");
    }

    private static Seen jailsAll(Lab lab) throws Exception {
        Scene.Said said = jail(lab, "jail");
        boolean holds = opened(said, "thread-new") && opened(said, "main-new");
        return new Seen(holds && said.of("main-old").equals("ENOENT"), lines(said));
    }

    private static Seen jailsOne(Lab lab) throws Exception {
        Scene.Said said = jail(lab, "jail-one");
        boolean holds = opened(said, "thread-new") && opened(said, "main-old");
        return new Seen(holds && said.of("main-new").equals("ENOENT"), lines(said));
    }

    private static Scene.Said jail(Lab lab, String scene) throws Exception {
        String jail = lab.folder("jail").toString();
        Files.createFile(lab.folder().resolve("jail/in-jail"));
        return Scene.play(lab, 0, scene, jail);
    }

    private static boolean opened(Scene.Said said, String name) {
        return said.of(name).startsWith("opened");
    }

    private static List<String> lines(Scene.Said said) {
        List<String> lines = new ArrayList<>();
        if (said.lines().containsKey("unshare")) {
            lines.add("unshare(CLONE_FS) = " + said.of("unshare"));
        }
        lines.add("one thread has called chroot(\"JAIL\"), and opens");
        lines.add("    /in-jail: " + said.of("thread-new"));
        lines.add("    JAIL/in-jail: " + said.of("thread-old"));
        lines.add("the main thread opens");
        lines.add("    /in-jail: " + said.of("main-new"));
        lines.add("    JAIL/in-jail: " + said.of("main-old"));
        return lines;
    }
}

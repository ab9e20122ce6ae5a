package slipway.lessons.probe;

import static slipway.linux.Constants.CLONE_NEWIPC;
import static slipway.linux.Constants.CLONE_NEWNET;
import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUTS;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_SHARED;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slipway.linux.Arg;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Plan;
import slipway.plan.Steps;

/** What pivot_root does and asks for, and what other roots leave in sight. */
final class RootFacts {
    private static final int UTSNAME_RELEASE = 2 * 65;

    private RootFacts() {}

    static Map<String, Experiment> all() {
        return Map.of(
                "F4", RootFacts::noWayOut,
                "F5", RootFacts::oldRoot,
                "F6", RootFacts::conditions,
                "F13", RootFacts::oldProc,
                "F23", RootFacts::release);
    }

    /** The way out of F2. An open directory of F3 would still lead out, as no root changes it. */
    private static Seen noWayOut(Lab lab) throws IOException {
        Path secret = lab.secret();
        String jail = lab.folder("jail").toString();
        List<Ask> asked =
                new ArrayList<>(
                        List.of(
                                Ask.of("bind", Steps.bind(jail, jail)),
                                Ask.of("enter", Steps.chdir(jail)),
                                Ask.of("pivot", Steps.pivotRoot(".", ".")),
                                Ask.of("detach", Steps.detach(".")),
                                Ask.of("chdir", Steps.chdir("/")),
                                Ask.of("mkdir", Steps.mkdir("second", 0700)),
                                Ask.of("second", Steps.chroot("second"))));
        Answers answers = lab.ask(lab.apart(0, Plan.NOTHING), JailFacts.wayOut(asked, secret));
        boolean holds =
                answers.worked("pivot")
                        && answers.worked("detach")
                        && answers.worked("here")
                        && answers.failed("relative", Errno.ENOENT);
        return new Seen(holds, answers.lines());
    }

    private static Seen oldRoot(Lab lab) throws IOException {
        Path secret = lab.secret();
        Path jail = lab.folder("jail");
        lab.folder("jail/old");
        Answers answers =
                lab.ask(
                        lab.apart(0, Plan.NOTHING),
                        List.of(
                                Ask.of("bind", Steps.bind(jail.toString(), jail.toString())),
                                Ask.of("pivot", Steps.pivotRoot(jail.toString(), jail + "/old")),
                                Ask.of("chdir", Steps.chdir("/")),
                                Ask.open("gone", secret.toString()),
                                Ask.open("relative", "/old" + secret),
                                Ask.read("read", "relative"),
                                Ask.of("detach", Steps.detach("/old")),
                                Ask.open("then", "/old" + secret)));
        boolean holds =
                answers.failed("gone", Errno.ENOENT)
                        && JailFacts.reads(answers, secret)
                        && answers.failed("then", Errno.ENOENT);
        return new Seen(holds, answers.lines());
    }

    /** In a root that is a new mount, so that it does not depend on how this machine is mounted. */
    private static Seen conditions(Lab lab) throws IOException {
        String world = lab.folder("world").toString();
        Plan inNewMount =
                Plan.of(
                        Steps.mount("tmpfs", world, 0, "mode=755"),
                        Steps.chroot(world),
                        Steps.chdir("/"),
                        Steps.mkdir("/jail", 0755),
                        Steps.mkdir("/jail/old", 0755));
        Answers answers =
                lab.ask(
                        lab.apart(0, inNewMount),
                        List.of(
                                Ask.of("folder", Steps.pivotRoot("/jail", "/jail/old")),
                                Ask.of("bind", Steps.bind("/jail", "/jail")),
                                Ask.of("share", propagation("/", MS_SHARED)),
                                Ask.of("shared", Steps.pivotRoot("/jail", "/jail/old")),
                                Ask.of("private", propagation("/", MS_PRIVATE)),
                                Ask.of("chdir", Steps.chdir("/jail")),
                                Ask.of("bound", Steps.pivotRoot(".", ".")),
                                Ask.of("detach", Steps.detach("."))));
        boolean holds =
                answers.failed("folder", Errno.EBUSY)
                        && answers.failed("shared", Errno.EINVAL)
                        && answers.worked("bound")
                        && answers.worked("detach");
        return new Seen(holds, answers.lines());
    }

    /** Of one mount only: not as in {@link Steps#propagation}, of those below it, too. */
    private static Do propagation(String path, long flag) {
        return slipway.plan.Step.call(
                "say who hears of mounts",
                slipway.linux.Call.of(
                        Syscall.MOUNT,
                        Arg.NULL,
                        Arg.text(path),
                        Arg.NULL,
                        Arg.flag(flag, Family.MOUNT),
                        Arg.NULL));
    }

    private static Seen oldProc(Lab lab) throws IOException {
        Answers answers =
                lab.ask(
                        lab.apart(CLONE_NEWPID, Plan.NOTHING),
                        List.of(
                                Ask.of("pid", Syscall.GETPID),
                                Ask.open("self", "/proc/self/stat"),
                                Ask.read("stat", "self"),
                                Ask.open("host", "/proc/" + Lab.us() + "/stat")));
        String self = answers.text("stat", 0).split(" ")[0];
        boolean holds =
                answers.result("pid") == 1
                        && answers.worked("self")
                        && !self.equals("1")
                        && answers.worked("host");
        List<String> lines = new ArrayList<>(answers.lines());
        lines.add("so in the old /proc it is process " + self + ", and the JVM outside is there");
        return new Seen(holds, lines);
    }

    private static Seen release(Lab lab) throws IOException {
        String jail = lab.folder("jail").toString();
        long all = CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET;
        Answers answers =
                lab.ask(
                        lab.apart(all, Plan.of(Steps.chroot(jail), Steps.chdir("/"))),
                        List.of(Ask.of("pid", Syscall.GETPID), Ask.uname("uname")));
        String here = Probes.kernelRelease();
        boolean holds = answers.text("uname", UTSNAME_RELEASE).equals(here);
        List<String> lines = new ArrayList<>(answers.lines());
        lines.add("outside, /proc/sys/kernel/osrelease says " + here);
        return new Seen(holds, lines);
    }
}

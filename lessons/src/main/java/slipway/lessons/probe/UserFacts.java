package slipway.lessons.probe;

import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.CLONE_NEWUTS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slipway.linux.Arg;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.ProcStatus;
import slipway.linux.Syscall;
import slipway.namespaces.IdMapPlanner;
import slipway.plan.Plan;
import slipway.plan.Steps;
import slipway.plan.launch.Launch;

/** Who one is in a user namespace, and what one may do there: F17, F18 and F19. */
final class UserFacts {
    private static final long NOBODY = 65534;
    private static final Arg ZERO = Arg.num(0);

    private UserFacts() {}

    static Map<String, Experiment> all() {
        return Map.of(
                "F17", UserFacts::rootOfLittle,
                "F18", UserFacts::maps,
                "F19", UserFacts::ownProc,
                "F20", IdentityFacts::order);
    }

    /** As nobody in particular, also if we are root: whose uid 0 inside was root, would be root. */
    private static Seen rootOfLittle(Lab lab) throws IOException {
        Answers none =
                lab.ask(
                        Lab.plain(Plan.NOTHING).withNamespaces(CLONE_NEWUSER),
                        List.of(
                                Ask.of("uid", Syscall.GETEUID),
                                Ask.of("unshare", Steps.unshare(CLONE_NEWUTS)),
                                Ask.of("nested", Steps.unshare(CLONE_NEWUSER))));
        Path open = lab.folder("open");
        for (Path path : List.of(lab.folder(), open)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        Lab.Ran caps = lab.run(mapped(lab, Plan.of(Lab.program("cat", "/proc/self/status"))));
        ProcStatus status = ProcStatus.parse(caps.out() + "\n");
        Answers root = lab.ask(mapped(lab, Plan.NOTHING), asRoot(open));
        boolean all =
                status.capabilities().effective().equals(status.capabilities().bounding())
                        && status.capabilities()
                                .effective()
                                .contains(slipway.linux.Capability.CAP_SYS_ADMIN);
        List<String> lines = new ArrayList<>(List.of("without a map:"));
        lines.addAll(none.lines());
        lines.add("mapped as 0: " + (all ? "every capability" : "not every capability") + ", but");
        lines.addAll(root.lines());
        return new Seen(
                none.result("uid") == NOBODY
                        && none.failed("unshare", Errno.EPERM)
                        && none.failed("nested", Errno.EPERM)
                        && all
                        && root.result("uid") == 0
                        && root.failed("mount", Errno.EPERM)
                        && root.failed("hostname", Errno.EPERM)
                        && root.failed("mknod", Errno.EPERM)
                        && root.failed("shadow", Errno.EACCES)
                        && root.failed("nice", Errno.EACCES)
                        && root.worked("unshare"),
                lines);
    }

    /** The name that the host has: nothing changes, should it succeed. */
    private static List<Ask> asRoot(Path open) throws IOException {
        String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        return List.of(
                Ask.of("uid", Syscall.GETEUID),
                Ask.of("mount", Steps.mount("tmpfs", open.toString(), 0, "")),
                Ask.of("hostname", Syscall.SETHOSTNAME, Arg.text(name), Arg.num(name.length())),
                Ask.of("mknod", Steps.characterDevice(open + "/kmsg", 0600, 1, 11)),
                Ask.open("shadow", "/etc/shadow"),
                Ask.of("nice", Syscall.SETPRIORITY, ZERO, ZERO, Arg.num(-1)),
                Ask.of("unshare", Steps.unshare(CLONE_NEWUTS)));
    }

    private static Launch mapped(Lab lab, Plan inside) {
        long uid = lab.isPrivileged() ? NOBODY : lab.uid();
        long gid = lab.isPrivileged() ? NOBODY : lab.gid();
        return Lab.plain(inside)
                .withNamespaces(CLONE_NEWUSER)
                .withWhileCloned(IdMapPlanner.mapOnly(uid, gid))
                .withIdentity(IdMapPlanner.becomeRoot(false));
    }

    /** An ordinary user's process makes its namespace and writes its own maps. */
    private static Seen maps(Lab lab) throws IOException {
        long uid = lab.isPrivileged() ? NOBODY : lab.uid();
        long gid = lab.isPrivileged() ? NOBODY : lab.gid();
        Plan ordinary =
                lab.isPrivileged() ? IdMapPlanner.become(uid, gid, List.of(), true) : Plan.NOTHING;
        List<Ask> asked = new ArrayList<>();
        asked.add(Ask.of("user", Steps.unshare(CLONE_NEWUSER)));
        // The kit's processes are invisible; the files of such a one belong to root.
        asked.add(
                Ask.of(
                        "visible",
                        Syscall.PRCTL,
                        Arg.flag(Constants.PR_SET_DUMPABLE, Family.PRCTL),
                        Arg.num(1),
                        ZERO,
                        ZERO,
                        ZERO));
        asked.addAll(Ask.write("early", "/proc/self/gid_map", "0 " + gid + " 1"));
        asked.addAll(Ask.write("deny", "/proc/self/setgroups", "deny"));
        asked.addAll(Ask.write("group", "/proc/self/gid_map", "0 " + gid + " 1"));
        asked.addAll(Ask.write("other", "/proc/self/uid_map", "0 " + (uid - 1) + " 1"));
        asked.addAll(Ask.write("own", "/proc/self/uid_map", "0 " + uid + " 1"));
        asked.addAll(Ask.write("again", "/proc/self/uid_map", "0 " + uid + " 1"));
        asked.add(Ask.of("setgroups", Syscall.SETGROUPS, ZERO, Arg.NULL));
        Answers answers = lab.ask(Lab.plain(ordinary), asked);
        if (!answers.worked("user")) throw new CannotTell("no user namespace can be made here");
        return new Seen(
                answers.failed("early", Errno.EPERM)
                        && answers.worked("deny")
                        && answers.worked("group")
                        && answers.failed("other", Errno.EPERM)
                        && answers.worked("own")
                        && answers.failed("again", Errno.EPERM)
                        && answers.failed("setgroups", Errno.EPERM),
                answers.lines());
    }

    /** As root, too, in a user namespace, in which one owns no PID namespace at first. */
    private static Seen ownProc(Lab lab) throws IOException {
        String place = lab.folder("proc").toString();
        Ask mount = Ask.of("mount", Steps.mount("proc", place, 0, ""));
        Answers without = lab.ask(inUser(lab, 0), List.of(mount));
        Answers with = lab.ask(inUser(lab, CLONE_NEWPID), List.of(mount));
        if (!with.worked("mount")) {
            throw new CannotTell("parts of the /proc of this machine are covered: " + with.lines());
        }
        List<String> lines = new ArrayList<>(List.of("in the PID namespace of the host:"));
        lines.addAll(without.lines());
        lines.add("in one of its own:");
        lines.addAll(with.lines());
        return new Seen(without.failed("mount", Errno.EPERM), lines);
    }

    private static Launch inUser(Lab lab, long more) {
        Plan apart = Plan.of(Steps.makePrivate("/"));
        return Lab.plain(apart)
                .withNamespaces(CLONE_NEWUSER | Constants.CLONE_NEWNS | more)
                .withWhileCloned(IdMapPlanner.mapOnly(lab.uid(), lab.gid()))
                .withIdentity(IdMapPlanner.becomeRoot(false));
    }
}

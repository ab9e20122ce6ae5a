package slipway.lessons.probe;

import static slipway.linux.Constants.CLONE_NEWUSER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slipway.linux.Arg;
import slipway.linux.Errno;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Steps;

/** What chroot does, and what it does not: F1, F2, F3, F7 and F8. */
final class JailFacts {
    private static final long NOBODY = 65534;

    private JailFacts() {}

    static Map<String, Experiment> all() {
        return Map.of(
                "F1", JailFacts::staysWhereItWas,
                "F2", JailFacts::secondRoot,
                "F3", JailFacts::openDirectory,
                "F7", JailFacts::signals,
                "F8", JailFacts::privilege);
    }

    /** It stands beside the jail and reads a file there by a relative path. */
    private static Seen staysWhereItWas(Lab lab) throws IOException {
        String jail = lab.folder("jail").toString();
        Path secret = lab.secret();
        Answers answers =
                lab.ask(
                        lab.apart(0, Plan.of(Steps.chdir(lab.folder().toString()))),
                        List.of(
                                Ask.of("chroot", Steps.chroot(jail)),
                                Ask.cwd("cwd"),
                                Ask.open("absolute", secret.toString()),
                                Ask.open("relative", "secret"),
                                Ask.read("read", "relative")));
        boolean holds =
                answers.worked("chroot")
                        && answers.text("cwd", 0).equals("(unreachable)" + lab.folder())
                        && answers.failed("absolute", Errno.ENOENT)
                        && reads(answers, secret);
        return new Seen(holds, answers.lines());
    }

    private static Seen secondRoot(Lab lab) throws IOException {
        Path secret = lab.secret();
        Answers answers =
                lab.ask(
                        jailed(lab),
                        wayOut(
                                List.of(
                                        Ask.open("before", secret.toString()),
                                        Ask.of("mkdir", Steps.mkdir("second", 0700)),
                                        Ask.of("second", Steps.chroot("second"))),
                                secret));
        boolean holds = answers.failed("before", Errno.ENOENT) && reads(answers, secret);
        return new Seen(holds, answers.lines());
    }

    private static Seen openDirectory(Lab lab) throws IOException {
        Path secret = lab.secret();
        String jail = lab.folder("jail").toString();
        Answers answers =
                lab.ask(
                        lab.apart(0, Plan.NOTHING),
                        wayOut(
                                List.of(
                                        Ask.of("directory", Steps.open("/", "directory")),
                                        Ask.of("chroot", Steps.chroot(jail)),
                                        Ask.of("chdir", Steps.chdir("/")),
                                        Ask.open("before", secret.toString()),
                                        Ask.of("back", Steps.fchdir("directory"))),
                                secret));
        boolean holds = answers.failed("before", Errno.ENOENT) && reads(answers, secret);
        return new Seen(holds, answers.lines());
    }

    /** These calls, then up and up, and then the way is free. */
    static List<Ask> wayOut(List<Ask> first, Path secret) {
        List<Ask> all = new ArrayList<>(first);
        String up = "../".repeat(secret.getNameCount()) + "..";
        all.add(Ask.of("up", Steps.chdir(up)));
        all.add(Ask.of("here", Steps.chroot(".")));
        all.add(Ask.open("relative", secret.toString()));
        all.add(Ask.read("read", "relative"));
        return all;
    }

    static boolean reads(Answers answers, Path secret) throws IOException {
        return answers.worked("relative")
                && answers.text("read", 0).equals(Files.readString(secret));
    }

    /** In a jail that is an empty folder, standing in its root. */
    private static slipway.plan.launch.Launch jailed(Lab lab) throws IOException {
        String jail = lab.folder("jail").toString();
        return lab.apart(0, Plan.of(Steps.chroot(jail), Steps.chdir("/")));
    }

    private static Seen signals(Lab lab) throws IOException {
        int us = (int) Lab.us();
        Answers answers =
                lab.ask(
                        jailed(lab),
                        List.of(
                                Ask.open("proc", "/proc/" + us + "/status"),
                                Ask.of("kill", Steps.kill(us, 0))));
        boolean holds = answers.failed("proc", Errno.ENOENT) && answers.worked("kill");
        List<String> lines = new ArrayList<>(answers.lines());
        lines.add("process " + us + " is the JVM outside; signal 0 only asks whether one may");
        return new Seen(holds, lines);
    }

    /** Without any capability; in a user namespace of one's own; and that again, after chroot. */
    private static Seen privilege(Lab lab) throws IOException {
        Plan nobody =
                lab.isPrivileged()
                        ? Plan.of(become(Syscall.SETRESGID), become(Syscall.SETRESUID))
                        : Plan.NOTHING;
        Answers ordinary =
                lab.ask(
                        Lab.plain(nobody),
                        List.of(
                                Ask.of("without", Steps.chroot("/")),
                                Ask.of("user", Steps.unshare(CLONE_NEWUSER)),
                                Ask.of("with", Steps.chroot("/"))));
        Answers free =
                lab.ask(
                        lab.apart(0, Plan.NOTHING),
                        List.of(Ask.of("user", Steps.unshare(CLONE_NEWUSER))));
        Answers jailed =
                lab.ask(jailed(lab), List.of(Ask.of("user", Steps.unshare(CLONE_NEWUSER))));
        if (!free.worked("user") || !ordinary.worked("user")) {
            throw new CannotTell("no user namespace can be made here: " + ordinary.lines());
        }
        boolean holds =
                ordinary.failed("without", Errno.EPERM)
                        && ordinary.worked("with")
                        && jailed.failed("user", Errno.EPERM);
        List<String> lines = new ArrayList<>(ordinary.lines());
        lines.add("after chroot:");
        lines.addAll(jailed.lines());
        return new Seen(holds, lines);
    }

    private static slipway.plan.Do become(Syscall syscall) {
        Arg nobody = Arg.num(NOBODY);
        return slipway.plan.Step.call(
                "be nobody", slipway.linux.Call.of(syscall, nobody, nobody, nobody));
    }
}

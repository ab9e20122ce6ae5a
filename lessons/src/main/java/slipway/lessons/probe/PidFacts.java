package slipway.lessons.probe;

import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.SIGCHLD;
import static slipway.linux.Constants.SIGKILL;
import static slipway.linux.Constants.SIGTERM;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.Memory;
import slipway.linux.Pipe;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Child;

/** Process numbers, and what the first process has to do: F9 to F12 and F21. */
final class PidFacts {
    private static final Duration A_WHILE = Duration.ofMillis(300);

    private static final int MUCH = 256;
    private static final long S_IFIFO = 0010000;

    /** MAX_PID_NS_LEVEL of the kernel. */
    private static final int DEEPEST = 32;

    /** How the kernel numbers the first of all PID namespaces. */
    private static final String FIRST = "pid:[4026531836]";

    private PidFacts() {}

    static Map<String, Experiment> all() {
        return Map.of(
                "F9", PidFacts::firstChild,
                "F10", PidFacts::unimpressed,
                "F11", PidFacts::diesWithTheFirst,
                "F12", OrphanFacts::zombies,
                "F21", PidFacts::nesting);
    }

    /** A shell that is outside starts children inside; the first waits until it is let go. */
    private static Seen firstChild(Lab lab) throws IOException {
        String pipe = lab.folder() + "/pipe";
        String script =
                String.join(
                        "\n",
                        "echo before $$",
                        "sh -c 'echo first $$ $PPID; read line' <" + pipe + " &",
                        "exec 9>" + pipe,
                        "sh -c 'echo second $$ $PPID'",
                        "exec 9>&-",
                        "wait",
                        // It forks once, and says so if it cannot.
                        "exec timeout 9 true");
        // Not by mkfifo in the script, which would be the first child.
        Call named =
                Call.of(
                        Syscall.MKNODAT,
                        Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                        Arg.text(pipe),
                        new Arg.Num(S_IFIFO | 0600, "S_IFIFO|0600"),
                        Arg.num(0));
        Plan plan =
                Plan.of(
                        Step.call("make a named pipe", named),
                        Steps.unshare(CLONE_NEWPID),
                        Lab.shell(script));
        Lab.Ran ran = lab.run(lab.apart(0, plan));
        List<String> said = Arrays.asList(ran.out().split("\n"));
        boolean stayed = said.stream().anyMatch(line -> line.matches("before \\d{2,}"));
        return Seen.of(
                stayed
                        && said.contains("first 1 0")
                        && said.contains("second 2 0")
                        && ran.err().contains("emory"),
                "a shell, after unshare(CLONE_NEWPID), tells its number: " + word(said, "before"),
                "its first child tells its own and its parent's:         " + word(said, "first"),
                "its second child:                                       " + word(said, "second"),
                "another one, when the first has ended: " + ran.err());
    }

    private static String word(List<String> said, String name) {
        for (String line : said) {
            if (line.startsWith(name)) return line.substring(name.length() + 1);
        }
        return "nothing";
    }

    private static Seen unimpressed(Lab lab) throws IOException {
        Answers inside =
                lab.ask(
                        lab.apart(CLONE_NEWPID, Plan.NOTHING),
                        List.of(
                                Ask.of("who", Syscall.GETPID),
                                Ask.of("kill", Steps.kill(1, SIGKILL)),
                                Ask.of("term", Steps.kill(1, SIGTERM)),
                                Ask.of("still", Syscall.GETPID)));
        List<String> lines = new ArrayList<>(inside.lines());
        try (Child first = lab.hold(lab.apart(CLONE_NEWPID, Plan.NOTHING))) {
            first.signal(SIGTERM);
            boolean ignored = first.await(A_WHILE).isEmpty();
            lines.add("SIGTERM from outside: " + (ignored ? "it goes on" : "it has ended"));
            first.signal(SIGKILL);
            ExitStatus end = first.await();
            lines.add("SIGKILL from outside: " + end);
            boolean holds =
                    inside.result("who") == 1
                            && inside.worked("kill")
                            && inside.worked("term")
                            && inside.result("still") == 1;
            return new Seen(holds && ignored && end.equals(ExitStatus.killedBy(SIGKILL)), lines);
        }
    }

    /** The pipe has an end for as long as anybody lives who could write to it. */
    private static Seen diesWithTheFirst(Lab lab) throws IOException {
        Plan plan = Plan.of(Lab.shell("(sleep 9; echo survived) & echo $$; exit 7"));
        try (Pipe pipe = Pipe.open();
                Fd nothing = Fd.open("/dev/null", Constants.O_RDWR, 0);
                Memory memory = Memory.allocate(MUCH)) {
            Map<Integer, Fd> fds = Map.of(0, nothing, 1, pipe.writeEnd(), 2, nothing);
            ExitStatus end;
            try (Child first = lab.launcher().start(lab.apart(CLONE_NEWPID, plan).withFds(fds))) {
                end = first.await();
            }
            pipe.writeEnd().close();
            StringBuilder said = new StringBuilder();
            int count = pipe.readEnd().read(memory, MUCH);
            while (count > 0) {
                byte[] bytes = new byte[count];
                memory.getBytes(0, bytes, 0, count);
                said.append(new String(bytes, StandardCharsets.UTF_8));
                count = pipe.readEnd().read(memory, MUCH);
            }
            boolean survived = said.toString().contains("survived");
            return Seen.of(
                    said.toString().startsWith("1\n")
                            && !survived
                            && end.equals(ExitStatus.exited(7)),
                    "PID 1 starts a process that is to write \"survived\" to a pipe after 9 seconds,",
                    "and ends itself: " + end,
                    "what has come when nobody has the pipe open any more: "
                            + (survived ? "survived" : "nothing"));
        }
    }

    /**
     * Of PID namespaces: each process makes a child in a new one below its own and waits for it;
     * the deepest, which has no child, tells what all calls have answered.
     */
    private static Seen nesting(Lab lab) throws Exception {
        List<Ask> asked = new ArrayList<>();
        for (int i = 0; i <= DEEPEST; i++) {
            Arg none = Arg.num(0);
            Arg flags = Arg.flag(CLONE_NEWPID | SIGCHLD, Family.CLONE);
            asked.add(Ask.of("clone" + i, Syscall.CLONE, flags, none, none, none, none));
            asked.add(Ask.of("wait" + i, Syscall.WAIT4, Arg.num(-1), Arg.NULL, none, Arg.NULL));
        }
        Answers answers = lab.askForked(lab.apart(CLONE_NEWPID, Plan.NOTHING), asked);
        int depth = 1; // the launch has made the first
        while (depth <= DEEPEST && answers.worked("clone" + (depth - 1))) depth++;
        Optional<String> last =
                answers.lines().stream().filter(l -> l.contains("-1 ENOSPC")).findFirst();
        boolean first = Lab.link(Lab.us(), "ns/pid").equals(FIRST);
        boolean unmapped =
                lab.ask(
                                Lab.plain(Plan.NOTHING).withNamespaces(CLONE_NEWUSER),
                                List.of(Ask.of("nested", Steps.unshare(CLONE_NEWUSER))))
                        .failed("nested", Errno.EPERM);
        return Seen.of(
                answers.failed("clone" + (depth - 1), Errno.ENOSPC)
                        && (first ? depth == DEEPEST : depth < DEEPEST)
                        && unmapped,
                "clone(CLONE_NEWPID|SIGCHLD) in the child of the child of the child …:",
                "namespaces below ours: " + depth + (first ? "" : " (ours is not the first)"),
                "and then: " + last.orElse("no refusal"),
                "unshare(CLONE_NEWUSER) in a user namespace without a map: "
                        + (unmapped ? "EPERM" : "not refused with EPERM"));
    }
}

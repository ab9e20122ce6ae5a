package slipway.lessons.probe;

import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUTS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Fd;
import slipway.linux.Memory;
import slipway.linux.Pipe;
import slipway.linux.ProcStatus;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/** What a process has when it is new: G12 and G16. */
final class BirthFacts {
    private static final int DIGITS = 16;
    private static final int LOOKS = 600;
    private static final long PAUSE_MILLIS = 100;

    private BirthFacts() {}

    /**
     * The process is looked at after its clone and before its exec, while the launcher is held up
     * by a step of ours: it tells the pid and waits for a byte.
     */
    static Seen oneThread(Lab lab) throws Exception {
        try (Pipe pid = Pipe.open();
                Pipe go = Pipe.open()) {
            Arg room = new Arg.Bytes(new byte[1], "…");
            Call wait = Call.of(Syscall.READ, Arg.num(go.readEnd().number()), room, Arg.num(1));
            Call tell =
                    Call.of(
                            Syscall.WRITE,
                            Arg.num(pid.writeEnd().number()),
                            Arg.text("$pid" + " ".repeat(DIGITS)),
                            Arg.num(DIGITS));
            Plan held =
                    Plan.of(
                            Step.call("tell who it is", tell),
                            Step.call("wait until it has been looked at", wait));
            Launch launch = Lab.plain(Plan.of(Steps.exit(0))).withWhileCloned(held);
            FutureTask<Child> starting = new FutureTask<>(() -> lab.launcher().start(launch));
            Thread thread = new Thread(starting, "probe");
            thread.setDaemon(true);
            thread.start();
            int child = number(pid.readEnd());
            int theirs = ProcStatus.ofPid(child).threads();
            int ours = ProcStatus.ofPid(Lab.us()).threads();
            go.writeEnd().write(new byte[1]);
            try (Child ended = starting.get()) {
                ended.await();
            } catch (ExecutionException e) {
                throw new CannotTell("nothing could be launched: " + e.getCause());
            }
            return Seen.of(
                    theirs == 1 && ours > 1,
                    "the JVM, which called clone3, has " + ours + " threads",
                    "its child, before it executes anything, has " + theirs);
        }
    }

    private static int number(Fd from) {
        try (Memory memory = Memory.allocate(DIGITS)) {
            byte[] digits = new byte[from.read(memory, DIGITS)];
            memory.getBytes(0, digits, 0, digits.length);
            return Integer.parseInt(new String(digits, StandardCharsets.US_ASCII).strip());
        }
    }

    /** A shell in a root, a folder and namespaces of its own starts a child. */
    static Seen inherited(Lab lab) throws Exception {
        String jail = lab.folder("jail").toString();
        Plan plan =
                Plan.of(
                        Steps.bindAll("/", jail),
                        Steps.chroot(jail),
                        Steps.chdir("/usr"),
                        Lab.shell("sleep 600; :"));
        Launch launch = lab.apart(CLONE_NEWUTS | CLONE_NEWPID, plan);
        try (Child shell = lab.launcher().start(launch)) {
            int child = childOf(shell.pid());
            List<String> lines = new ArrayList<>();
            boolean holds = Lab.link(shell.pid(), "root").equals(jail);
            for (String name : List.of("root", "cwd", "ns/mnt", "ns/uts", "ns/user")) {
                String theirs = Lab.link(shell.pid(), name);
                String inherited = Lab.link(child, name);
                holds &= theirs.equals(inherited);
                lines.add(name + " of a shell: " + theirs + ", of its child: " + inherited);
            }
            lines.add("our own root: " + Lab.link(Lab.us(), "root"));
            return new Seen(holds, lines);
        }
    }

    private static int childOf(int pid) throws IOException, InterruptedException {
        Path children = Path.of("/proc/" + pid + "/task/" + pid + "/children");
        for (int look = 0; look < LOOKS; look++) {
            String text = Files.readString(children).strip();
            if (!text.isEmpty()) return Integer.parseInt(text.split(" ")[0]);
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new CannotTell("the shell has started no child");
    }
}

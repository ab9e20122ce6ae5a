package slipway.lessons.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.linux.ProcStatus;
import slipway.plan.Plan;
import slipway.plan.Steps;
import slipway.plan.launch.Child;

/** How a process ends, and what it writes before: G1 to G4. */
final class EndFacts {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KILLED_SHELL_CODE = 137;

    private EndFacts() {}

    static Map<String, Experiment> all() {
        return Map.of(
                "G1", EndFacts::exitOrSignal,
                "G2", EndFacts::zombie,
                "G3", EndFacts::eightBits,
                "G4", EndFacts::twoStreams);
    }

    private static Seen exitOrSignal(Lab lab) throws IOException {
        ExitStatus exited = lab.run(Lab.plain(Plan.of(Lab.shell("exit 137")))).end();
        ExitStatus killed = lab.run(Lab.plain(Plan.of(Lab.shell("kill -9 $$")))).end();
        Lab.Ran told =
                lab.run(
                        Lab.plain(
                                Plan.of(
                                        Lab.shell(
                                                "sh -c 'exit 137'; echo $?;"
                                                        + " sh -c 'kill -9 $$'; echo $?"))));
        boolean holds =
                exited.equals(ExitStatus.exited(KILLED_SHELL_CODE))
                        && killed.equals(ExitStatus.killedBy(Constants.SIGKILL))
                        && told.out().equals("137\n137");
        return Seen.of(
                holds,
                "waitid after sh -c 'exit 137':    " + exited,
                "waitid after sh -c 'kill -9 $$':  " + killed,
                "a shell's $? after the same two:  " + told.out().replace('\n', ' '));
    }

    private static Seen zombie(Lab lab) throws IOException {
        try (Child child = lab.launcher().start(Lab.plain(Plan.of(Steps.exit(0))))) {
            if (!child.pidFd().awaitEnd(PATIENCE)) throw new CannotTell("it does not end");
            char state = ProcStatus.ofPid(child.pid()).state();
            child.await();
            boolean gone = !Files.exists(Path.of("/proc/" + child.pid()));
            return Seen.of(
                    state == 'Z' && gone,
                    "process " + child.pid() + " has called exit; its state is " + state,
                    "after waitid, /proc/" + child.pid() + (gone ? " is gone" : " is still there"));
        }
    }

    private static Seen eightBits(Lab lab) throws IOException {
        ExitStatus end = lab.run(Lab.plain(Plan.of(Steps.exit(300)))).end();
        return Seen.of(
                end.equals(ExitStatus.exited(44)),
                "exit_group(300): waitid says " + end + ", and 300 is 256 + 44");
    }

    private static Seen twoStreams(Lab lab) throws IOException {
        String out = UUID.randomUUID().toString();
        String err = UUID.randomUUID().toString();
        String script = "echo " + out + "; echo " + err + " >&2";
        Lab.Ran ran = lab.run(Lab.plain(Plan.of(Lab.shell(script))));
        return Seen.of(
                ran.out().equals(out) && ran.err().equals(err),
                "the program wrote " + out + " to 1, " + err + " to 2",
                "from 1 came " + ran.out() + ", from 2 " + ran.err());
    }
}

package slipway.lessons.ground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.linux.Constants;
import slipway.linux.Fd;
import slipway.plan.Exec;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/** Exercise 0.2: shells that say and do random things are run by the learner's class. */
public final class RunnerChecks implements Checks {
    private static final String SHELL = "/bin/sh";
    private static final int KILL = 9;

    @Override
    public void run(Bench bench) {
        bench.check("waits", () -> waits(bench));
        bench.check("input", () -> input(bench));
        bench.check("streams", () -> streams(bench));
        bench.check("exit-code", () -> exitCode(bench));
        bench.check("signal", () -> signal(bench));
        bench.check("which-signal", () -> whichSignal(bench));
    }

    /** What a run of a shell script gave. */
    private record Ran(int answer, String out, String err, char stateAfterwards) {}

    private static Ran shell(Bench bench, String script, String input) throws Exception {
        if (!Files.isExecutable(Path.of(SHELL))) throw new CannotJudge("there is no " + SHELL);
        RunsPrograms learner = bench.learner(RunsPrograms.class);
        Path in = bench.file("in", input);
        Path out = bench.file("out", "");
        Path err = bench.file("err", "");
        Exec program = Exec.search(List.of(SHELL, "-c", script), List.of("PATH=/usr/bin:/bin"), "");
        try (Fd stdin = Fd.open(in.toString(), Constants.O_RDONLY, 0);
                Fd stdout = Fd.open(out.toString(), Constants.O_WRONLY | Constants.O_APPEND, 0);
                Fd stderr = Fd.open(err.toString(), Constants.O_WRONLY | Constants.O_APPEND, 0)) {
            Launch launch = learner.launch(program, stdin, stdout, stderr);
            try (Child child = bench.launcher().start(launch)) {
                int answer = learner.finish(new StartedChild(child));
                char state = state(child.pid());
                return new Ran(answer, Files.readString(out), Files.readString(err), state);
            }
        }
    }

    /** R, S, Z and so on, from outside; {@code -} when there is no such process any more. */
    private static char state(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return '-';
        }
    }

    private static void waits(Bench bench) throws Exception {
        char state = shell(bench, "sleep 0.4; exit 0", "").stateAfterwards();
        if (state == 'Z') {
            throw new NotYet(
                    "When finish returned, the program had ended and was a zombie: state Z in"
                            + " /proc/PID/stat.");
        }
        if (state != '-') {
            throw new NotYet(
                    "finish returned while the program still ran: state "
                            + state
                            + " in /proc/PID/stat, and not yet gone.");
        }
    }

    private static void input(Bench bench) throws Exception {
        String word = word();
        Ran ran = shell(bench, "read line; echo \"$line\"", word + "\n");
        if (!ran.out().contains(word)) {
            throw new NotYet(
                    "stdin held '"
                            + word
                            + "'. A program that repeats a line of its input wrote '"
                            + ran.out().strip()
                            + "'.");
        }
    }

    private static void streams(Bench bench) throws Exception {
        String toOut = word();
        String toErr = word();
        Ran ran = shell(bench, "echo " + toOut + "; echo " + toErr + " >&2", "");
        if (ran.out().strip().equals(toOut) && ran.err().strip().equals(toErr)) return;
        throw new NotYet(
                "The program wrote '"
                        + toOut
                        + "' to 1 and '"
                        + toErr
                        + "' to 2. In stdout arrived '"
                        + ran.out().strip().replace("\n", " ")
                        + "', in stderr '"
                        + ran.err().strip().replace("\n", " ")
                        + "'.");
    }

    private static void exitCode(Bench bench) throws Exception {
        int some = ThreadLocalRandom.current().nextInt(2, 127);
        for (int code : new int[] {0, 1, some, 137, 255}) {
            int answer = shell(bench, "exit " + code, "").answer();
            if (answer != code) {
                throw new NotYet("A program ended by exit(" + code + "). Your answer: " + answer);
            }
        }
    }

    private static void signal(Bench bench) throws Exception {
        int answer = shell(bench, "kill -9 $$; exit 3", "").answer();
        if (answer != 128 + KILL) {
            throw new NotYet(
                    "A program was killed by signal 9; it did not exit. Your answer: " + answer);
        }
    }

    private static void whichSignal(Bench bench) throws Exception {
        int[] signals = {1, 2, 10, 12, 15};
        int number = signals[ThreadLocalRandom.current().nextInt(signals.length)];
        int answer = shell(bench, "kill -" + number + " $$; exit 3", "").answer();
        if (answer != 128 + number) {
            throw new NotYet(
                    "A program was ended by signal " + number + ". Your answer: " + answer);
        }
    }

    private static String word() {
        return "w" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    }
}

package slipway.lessons.spaces;

import static slipway.linux.Constants.SIGHUP;
import static slipway.linux.Constants.SIGKILL;
import static slipway.linux.Constants.SIGTERM;
import static slipway.linux.Constants.SIGUSR1;
import static slipway.linux.Constants.SIGUSR2;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.linux.ExitStatus;
import slipway.linux.PidFd;

/** Exercise 2.5: a PID 1 that does as the learner's class says, looked at from outside. */
public final class InitChecks implements Checks {
    private static final int FEW = 3;
    private static final int MANY = 100;

    @Override
    public void run(Bench bench) {
        bench.check("code", () -> code(bench));
        bench.check("killed", () -> killed(bench));
        bench.check("program", () -> program(bench));
        bench.check("orphans", () -> orphans(bench));
        bench.check("all", () -> all(bench));
        bench.check("grace", () -> grace(bench));
        bench.check("forwards", () -> forwards(bench));
        bench.check("same", () -> same(bench));
    }

    private static int anyCode() {
        return ThreadLocalRandom.current().nextInt(2, 100);
    }

    private static PidOne start(Bench bench, Ward ward) throws Exception {
        return PidOne.start(bench, bench.learner(ServesAsInit.class), ward);
    }

    /** From outside, straight to the program, and not by way of PID 1. */
    private static void signalProgram(PidOne one, int signal) throws Exception {
        Optional<Children.Member> program = one.children().eldest();
        if (program.isEmpty()) throw new NotYet("PID 1 has no child any more.");
        try (PidFd process = PidFd.open(program.get().pid())) {
            process.signal(signal);
        }
    }

    private static void requireEnd(PidOne one, String what, ExitStatus wanted) throws Exception {
        Optional<ExitStatus> end = one.end();
        if (end.equals(Optional.of(wanted))) return;
        String instead = end.map(Object::toString).orElse("still there");
        throw new NotYet(what + " PID 1 was to end with: " + wanted + ". It is: " + instead + ".");
    }

    private static void code(Bench bench) throws Exception {
        int code = anyCode();
        try (PidOne one = start(bench, new Ward(0, 0, code))) {
            signalProgram(one, Ward.END);
            requireEnd(one, "The program exited with " + code + ".", ExitStatus.exited(code));
        }
    }

    private static void killed(Bench bench) throws Exception {
        try (PidOne one = start(bench, new Ward(0, 0, anyCode()))) {
            signalProgram(one, SIGKILL);
            ExitStatus wanted = ExitStatus.exited(128 + SIGKILL);
            requireEnd(one, "Signal 9 ended the program.", wanted);
        }
    }

    private static void program(Bench bench) throws Exception {
        int code = anyCode();
        int other = code + 100;
        try (PidOne one = start(bench, new Ward(1, other, code))) {
            releaseOne(one);
            if (!one.isThere()) {
                throw new NotYet(
                        "A child that PID 1 did not start ended, with code "
                                + other
                                + ". The program still ran, and PID 1 ended: "
                                + one.end().map(Object::toString).orElse("")
                                + ".");
            }
            signalProgram(one, Ward.END);
            requireEnd(one, "The program exited with " + code + ".", ExitStatus.exited(code));
        }
    }

    /** Lets one orphan end; whether it has gone for good. */
    private static boolean releaseOne(PidOne one) throws Exception {
        int before = one.children().members().size();
        one.release(1);
        return one.until(() -> one.children().members().size() < before || !one.isThere());
    }

    private static void orphans(Bench bench) throws Exception {
        try (PidOne one = start(bench, new Ward(FEW, anyCode(), anyCode()))) {
            for (int i = 0; i < FEW; i++) {
                if (releaseOne(one)) continue;
                throw new NotYet(
                        "A process whose parent had ended, and which PID 1 had not started, ended."
                                + " It is a zombie now, and a child of PID 1.");
            }
        }
    }

    private static void all(Bench bench) throws Exception {
        try (PidOne one = start(bench, new Ward(MANY, anyCode(), anyCode()))) {
            one.hold();
            try {
                one.release(MANY);
                one.until(() -> one.children().zombies() >= MANY || !one.isThere());
            } finally {
                one.goOn();
            }
            if (one.until(() -> one.children().zombies() == 0)) return;
            throw new NotYet(
                    MANY
                            + " orphans ended at the same time. "
                            + one.children().zombies()
                            + " of them are zombies now, and PID 1 waits for a signal.");
        }
    }

    private static void forwards(Bench bench) throws Exception {
        try (PidOne one = start(bench, new Ward(0, 0, anyCode()))) {
            one.signalFromOutside(SIGTERM);
            if (one.until(() -> one.told().size() > 1)) return;
            boolean isThere = one.isThere();
            throw new NotYet(
                    "SIGTERM was sent to PID 1 from outside. The program got no signal"
                            + (isThere ? ", and runs on." : ": PID 1 ended."));
        }
    }

    private static void same(Bench bench) throws Exception {
        for (int signal : List.of(SIGHUP, SIGUSR1, SIGUSR2)) {
            try (PidOne one = start(bench, new Ward(0, 0, anyCode()))) {
                one.signalFromOutside(signal);
                one.until(() -> one.told().size() > 1);
                List<Integer> told = one.told();
                if (told.equals(List.of(0, signal))) continue;
                Object got = told.size() > 1 ? told.get(1) : "none that it could handle";
                throw new NotYet(
                        "Signal " + signal + " was sent to PID 1. The program got " + got + ".");
            }
        }
    }

    private static void grace(Bench bench) throws Exception {
        int code = anyCode();
        try (PidOne one = start(bench, new Ward(0, 0, code))) {
            one.signalFromOutside(SIGTERM);
            one.until(() -> one.told().size() > 1 || !one.isThere());
            if (one.soon(() -> !one.isThere())) {
                String how = one.end().map(Object::toString).orElse("");
                throw new NotYet(
                        "SIGTERM was sent to PID 1. The program, which takes its time to end, still"
                                + " ran when PID 1 ended ("
                                + how
                                + "), and was killed with it.");
            }
            signalProgram(one, Ward.END);
            requireEnd(one, "The program exited with " + code + ".", ExitStatus.exited(code));
        }
    }
}

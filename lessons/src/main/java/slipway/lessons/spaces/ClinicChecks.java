package slipway.lessons.spaces;

import static slipway.linux.Constants.O_APPEND;
import static slipway.linux.Constants.O_RDWR;
import static slipway.linux.Constants.O_WRONLY;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.desk.JavaCommand;
import slipway.lessons.spaces.FindsCauses.Cause;
import slipway.lessons.spaces.FindsCauses.Symptom;
import slipway.linux.Fd;
import slipway.linux.SyscallException;
import slipway.plan.Exec;
import slipway.plan.StepFailed;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/** Exercise 2.13: errors are provoked in a JVM, and the learner's class says what is behind. */
public final class ClinicChecks implements Checks {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Symptom ANY =
            new Symptom(
                    "new long[1_000_000_000]",
                    "java.lang.OutOfMemoryError: Java heap space",
                    12,
                    false,
                    90);

    @Override
    public void run(Bench bench) {
        Clinic clinic = new Clinic(bench);
        bench.check("threads", () -> clinic.ask("threads", Cause.PROCESS_HAS_THREADS));
        bench.check("argument", () -> clinic.ask("argument", Cause.WRONG_ARGUMENT));
        bench.check("thread", () -> clinic.ask("thread", Cause.CHILDREN_GO_ELSEWHERE));
        bench.check(
                "memory",
                () -> {
                    clinic.ask("heap", Cause.MEMORY_IS_SHORT);
                    clinic.ask("stack", Cause.MEMORY_IS_SHORT);
                });
        bench.check("process", () -> clinic.ask("process", Cause.CHILDREN_GO_ELSEWHERE));
        bench.check("init", () -> clinic.ask("init", Cause.INIT_HAS_ENDED));
        bench.check("program", () -> clinic.ask("program", Cause.NO_SUCH_PROGRAM));
    }

    /** One JVM for all checks: it takes its time to start. */
    private static final class Clinic {
        private final Bench bench;
        private final Map<String, Symptom> patients = new HashMap<>();

        Clinic(Bench bench) {
            this.bench = bench;
        }

        void ask(String name, Cause really) throws Exception {
            FindsCauses learners = bench.learner(FindsCauses.class);
            learners.cause(ANY); // so that who has written nothing is told so anywhere
            if (patients.isEmpty()) admit();
            Symptom symptom = patients.get(name);
            if (symptom == null || symptom.said().startsWith("nothing")) {
                throw new CannotJudge("this JVM has no trouble with: " + name + " " + symptom);
            }
            Cause said = learners.cause(symptom);
            if (said == really) return;
            throw new NotYet(
                    symptom.call()
                            + " said: "
                            + symptom.said()
                            + ". The JVM had "
                            + symptom.threads()
                            + " threads, "
                            + symptom.freeMiB()
                            + " MiB free, and childrenElsewhere was "
                            + symptom.childrenElsewhere()
                            + ". You say: "
                            + said
                            + ".");
        }

        private void admit() throws Exception {
            for (String line : Files.readAllLines(told())) {
                String[] fields = line.split(String.valueOf(ClinicMain.FIELD));
                if (!line.startsWith(ClinicMain.MARK) || fields.length < 6) continue;
                patients.put(
                        fields[0].substring(ClinicMain.MARK.length()),
                        new Symptom(
                                fields[1],
                                fields[2],
                                Integer.parseInt(fields[3]),
                                Boolean.parseBoolean(fields[4]),
                                Long.parseLong(fields[5])));
            }
        }

        private Path told() throws Exception {
            Path told = bench.file("clinic", "");
            List<String> variables = new ArrayList<>();
            System.getenv().forEach((name, value) -> variables.add(name + "=" + value));
            List<String> argv = JavaCommand.of(ClinicMain.class, Collections.emptyList());
            Exec java = Exec.search(argv, variables, "");
            try (Fd nothing = Fd.open("/dev/null", O_RDWR, 0);
                    Fd out = Fd.open(told.toString(), O_WRONLY | O_APPEND, 0)) {
                Launch launch =
                        Ground.apart(0, List.of(java))
                                .withFds(Map.of(0, nothing, 1, out, 2, nothing));
                try (Child child = bench.launcher().start(launch)) {
                    if (child.await(PATIENCE).isPresent()) return told;
                    throw new CannotJudge(
                            "the JVM took longer than " + PATIENCE.toSeconds() + " s");
                }
            } catch (StepFailed | SyscallException e) {
                throw new CannotJudge("no JVM apart can be started here: " + e.getMessage());
            }
        }
    }
}

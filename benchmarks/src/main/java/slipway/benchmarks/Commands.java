package slipway.benchmarks;

import static slipway.linux.Constants.O_RDWR;
import static slipway.linux.Constants.O_WRONLY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * Starts commands of other runtimes, with as little around them as can be: Slipway's own launcher
 * without namespaces and without its guard. {@code ProcessBuilder} would add a helper process and a
 * thread to each, a millisecond that is not theirs; the row {@code fork+exec} shows what is left.
 */
final class Commands implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("PATH", "HOME", "TMPDIR", "LC_ALL");

    private final Launcher launcher = new Launcher();
    private final Fd nothing = Fd.open("/dev/null", O_RDWR, 0);
    private final Path errors;

    /**
     * @param directory for what the commands say on their standard error
     */
    Commands(Path directory) {
        this.errors = directory.resolve("stderr");
    }

    /** The command as a contender. */
    Contender contender(String name, String shown, List<String> argv, String... environment) {
        List<String> variables = new ArrayList<>();
        for (String variable : PASSED_ON) {
            String value = System.getenv(variable);
            if (value != null) variables.add(variable + "=" + value);
        }
        variables.addAll(List.of(environment));
        Plan plan = Plan.of(Exec.search(argv, variables, ""));
        return new Command(name, shown, plan);
    }

    @Override
    public void close() {
        nothing.close();
        launcher.close();
    }

    private final class Command implements Contender {
        private final String name;
        private final String shown;
        private final Plan plan;

        Command(String name, String shown, Plan plan) {
            this.name = name;
            this.shown = shown;
            this.plan = plan;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String shown() {
            return shown;
        }

        @Override
        public long run() {
            // A file, not a pipe: a process that stays behind would hold a pipe open.
            try (Fd said = emptied(errors)) {
                Launch launch =
                        Launch.of(plan)
                                .withFds(Map.of(0, nothing, 1, nothing, 2, said))
                                .outlivingUs();
                long start = System.nanoTime();
                ExitStatus status;
                try (Child child = launcher.start(launch)) {
                    status = child.await();
                }
                long end = System.nanoTime();
                if (status.shellCode() != 0) throw failed(status);
                return end - start;
            }
        }

        private IllegalStateException failed(ExitStatus status) {
            return new IllegalStateException(name + ": " + status + ": " + read(errors).strip());
        }

        @Override
        public void close() {}
    }

    private static Fd emptied(Path file) {
        try {
            Files.write(file, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Fd.open(file.toString(), O_WRONLY, 0);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

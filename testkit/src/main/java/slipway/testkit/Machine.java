package slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What this process may do on this machine, as the kernel says in /proc; proc(5). */
final class Machine {
    private static final String AS_ROOT = "sudo .ci/test";
    private static final Duration TRIAL = Duration.ofSeconds(10);

    private final Path process;

    Machine() {
        this(Path.of("/proc/self"));
    }

    /**
     * @param process a directory with {@code status} and {@code uid_map} as in /proc/PID
     */
    Machine(Path process) {
        this.process = process;
    }

    /** Empty if this is root of the machine; else why not, and what to do. */
    Optional<String> lacksRoot() {
        if (!field("Uid:").split("\\s+")[1].equals("0")) {
            return Optional.of("needs root: " + AS_ROOT);
        }
        if (!read("uid_map").strip().replaceAll("\\s+", " ").equals("0 0 4294967295")) {
            return Optional.of(
                    "needs root of the initial user namespace, this is root of another: "
                            + AS_ROOT);
        }
        return lacksCapability(List.of("CAP_SYS_ADMIN"));
    }

    /** Empty if all these capabilities are effective; else those that are not, and what to do. */
    Optional<String> lacksCapability(List<String> names) {
        long effective = Long.parseUnsignedLong(field("CapEff:"), 16);
        List<String> absent = new ArrayList<>();
        for (String name : names) {
            if ((effective & Capability.bit(name)) == 0) {
                absent.add(name);
            }
        }
        return absent.isEmpty()
                ? Optional.empty()
                : Optional.of("needs " + String.join(", ", absent) + ": " + AS_ROOT);
    }

    /** Empty if an ordinary user may make a user namespace; tried once in a JVM. */
    Optional<String> lacksUserNamespaces() {
        return Trial.RESULT;
    }

    private String field(String key) {
        for (String line : read("status").split("\n")) {
            if (line.startsWith(key)) {
                return line.substring(key.length()).strip();
            }
        }
        throw new AssertionError("no " + key + " in " + process + "/status");
    }

    private String read(String file) {
        try {
            return Files.readString(process.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Initialised at the first question, since the answer costs a process. */
    private static final class Trial {
        static final Optional<String> RESULT = run();

        private static Optional<String> run() {
            if (Programs.find("unshare").isEmpty() || Programs.find("setpriv").isEmpty()) {
                return Optional.of("needs unshare, setpriv: apt-get install util-linux");
            }
            List<String> command = new ArrayList<>();
            if (new Machine().field("Uid:").split("\\s+")[1].equals("0")) {
                // Root may always; the question is about the others.
                command.addAll(
                        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
            }
            command.addAll(List.of("unshare", "-Ur", "true"));
            Run.Result result = Run.program(command).within(TRIAL).result();
            if (result.exitCode() == 0) {
                return Optional.empty();
            }
            return Optional.of(
                    "needs user namespaces for ordinary users ("
                            + result.stderr().strip()
                            + "): sysctl user.max_user_namespaces=10000"
                            + " kernel.unprivileged_userns_clone=1"
                            + " kernel.apparmor_restrict_unprivileged_userns=0, those there are");
        }
    }
}

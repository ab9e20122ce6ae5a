package slipway.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another machine, made of this one's files and a kernel of Debian in qemu, with control groups of
 * version 2 alone and every capability. It has no network, sees this machine's files as they are,
 * and keeps what it writes to itself. {@code testkit/guest} is the same for a terminal.
 *
 * <p>It lasts for one command, and ends with this JVM whatever that dies of. To boot takes some
 * seconds: tests share one boot by {@link GuestTests}.
 */
public final class Guest {
    static final List<String> PROGRAMS =
            List.of("qemu-system-x86_64", "busybox", "mkfs.ext4", "depmod", "setpriv", "unshare");
    static final List<String> DEBIAN =
            List.of("qemu-system-x86", "busybox-static", "e2fsprogs", "kmod", "util-linux");

    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final List<Path> VIRTIOFSD =
            List.of(Path.of("/usr/lib/qemu/virtiofsd"), Path.of("/usr/libexec/virtiofsd"));

    private Guest() {}

    /**
     * Runs a command as root of the guest, in the current directory, with PATH, HOME, LANG,
     * JAVA_HOME and {@code SLIPWAY_*} of this JVM. Its status is 125 where there was no guest.
     */
    public static Run.Result run(String... command) {
        return Run.program(commandLine(List.of(), List.of(command))).within(LIMIT).result();
    }

    /** As {@link #run(String...)}; both machines may write to {@code job}, there {@code /job}. */
    static Run.Result run(Path job, List<String> command) {
        return Run.program(commandLine(List.of("-j", job.toString()), command))
                .environment("SLIPWAY_GUEST_PATHS", System.getProperty("java.home"))
                .within(LIMIT)
                .result();
    }

    /** For a test that starts it in a way of its own. */
    static List<String> commandLine(List<String> options, List<String> command) {
        List<String> line = new ArrayList<>();
        line.add(Repository.root().resolve("testkit/guest").toString());
        line.addAll(options);
        line.add("--");
        line.addAll(command);
        return line;
    }

    /** Whether this JVM runs in it; it is slow there, so that what is done often is done less. */
    public static boolean isHere() {
        return "yes".equals(System.getenv("SLIPWAY_IN_GUEST"));
    }

    /** Empty if there is what {@link #PROGRAMS} cannot name. */
    static Optional<String> lacks() {
        if (!System.getProperty("os.arch").equals("amd64")) {
            return Optional.of("needs an x86-64 machine, for its guest is one");
        }
        if (VIRTIOFSD.stream().noneMatch(Files::isExecutable)) {
            return Optional.of("needs virtiofsd: apt-get install qemu-system-common");
        }
        return Optional.empty();
    }
}

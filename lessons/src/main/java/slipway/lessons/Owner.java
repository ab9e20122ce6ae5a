package slipway.lessons;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that a folder or another process belongs to, in a form that can be a name. By its
 * number alone it could not be told from a later process with the same one, nor from one of another
 * container with the same home.
 *
 * @param namespace the inode of its PID namespace
 * @param started in milliseconds of the epoch
 */
record Owner(String namespace, long pid, long started) {
    private static final String BETWEEN = "-";
    private static final int PARTS = 4;

    /** This process. */
    static Owner us() throws IOException {
        long pid = ProcessHandle.current().pid();
        return new Owner(ourNamespace(), pid, started(pid).orElse(0L));
    }

    /** A name that begins with the owner and has not been given before. */
    String name(String rest) {
        return String.join(BETWEEN, namespace, Long.toString(pid), Long.toString(started), rest);
    }

    /** Empty if the name has no owner. */
    static Optional<Owner> of(String name) {
        String[] parts = name.split(BETWEEN);
        if (parts.length != PARTS) return Optional.empty();
        try {
            long pid = Long.parseLong(parts[1]);
            return Optional.of(new Owner(parts[0], pid, Long.parseLong(parts[2])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Never true of a process that cannot be seen from here. */
    boolean isGone() throws IOException {
        return namespace.equals(ourNamespace()) && started(pid).orElse(0L) != started;
    }

    private static String ourNamespace() throws IOException {
        String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        return link.replaceAll("[^0-9]", "");
    }

    private static Optional<Long> started(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .map(Instant::toEpochMilli);
    }
}

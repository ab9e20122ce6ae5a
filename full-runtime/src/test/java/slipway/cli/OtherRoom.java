package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process in namespaces of its own, made by unshare(1), that sleeps until this is closed. */
final class OtherRoom implements AutoCloseable {
    private final Process process;

    private OtherRoom(Process process) {
        this.process = process;
    }

    /** In new ones of these kinds; not pid, for unshare would have to fork. */
    static OtherRoom of(String... options) {
        return of(Caller.ROOT, options);
    }

    /** The same of somebody. */
    static OtherRoom of(Caller caller, String... options) {
        List<String> command = new ArrayList<>(caller.prefix());
        command.add("unshare");
        command.addAll(List.of(options));
        command.addAll(List.of("sh", "-c", "echo; exec sleep 600"));
        try {
            Process started = new ProcessBuilder(command).start();
            if (started.getInputStream().read() != '\n') {
                throw new AssertionError(command + " did not start");
            }
            return new OtherRoom(started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** As {@code net:[4026531833]}. */
    String link(String kind) {
        return link(pid(), kind);
    }

    static String link(long pid, String kind) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + kind)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the tests themselves. */
    static String ours(String kind) {
        return link(ProcessHandle.current().pid(), kind);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

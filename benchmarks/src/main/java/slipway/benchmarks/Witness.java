package slipway.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds out what a contender really makes, so that no row is fast by leaving something out: in the
 * place of {@code true} stands, for one run, a script that writes down what it sees.
 */
final class Witness {
    private static final List<String> KINDS =
            List.of("cgroup", "ipc", "mnt", "net", "pid", "user", "uts");
    private static final String SCRIPT =
            "#!/bin/sh\n{ for n in "
                    + String.join(" ", KINDS)
                    + "; do echo \"$n $(/bin/busybox readlink /proc/self/ns/$n)\"; done\n"
                    + "echo \"pid $$\"; /bin/busybox grep -E 'CapEff|NoNewPrivs|Seccomp:' /proc/self/status\n"
                    + "echo \"mounts $(/bin/busybox wc -l </proc/self/mountinfo)\"; } >/seen\n";

    private final Path rootfs;

    Witness(Path rootfs) {
        this.rootfs = rootfs;
    }

    /**
     * One run.
     *
     * @return {@code namespaces} (the own ones), {@code CapEff}, {@code mounts} and others; values
     *     as text
     */
    Map<String, String> of(Contender contender) {
        Path program = rootfs.resolve("bin/true");
        Path kept = rootfs.resolve("bin/true.kept");
        Path seen = rootfs.resolve("seen");
        try {
            Files.deleteIfExists(seen);
            Files.move(program, kept);
            try {
                Files.writeString(program, SCRIPT);
                Files.setPosixFilePermissions(
                        program, PosixFilePermissions.fromString("rwxr-xr-x"));
                contender.run();
                return read(Files.readAllLines(seen));
            } finally {
                Files.delete(program);
                Files.move(kept, program);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(contender.name(), e);
        }
    }

    private static Map<String, String> read(List<String> lines) throws IOException {
        Map<String, String> all = new TreeMap<>();
        List<String> own = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split("[\\s:]+", 2);
            if (line.contains(":[")) {
                Path ours = Path.of("/proc/self/ns", words[0]);
                if (!Files.readSymbolicLink(ours).toString().equals(words[1])) own.add(words[0]);
            } else {
                all.put(words[0], words[1]);
            }
        }
        all.put("namespaces", String.join(" ", own));
        return all;
    }
}

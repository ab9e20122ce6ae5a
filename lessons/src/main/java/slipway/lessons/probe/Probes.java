package slipway.lessons.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that the course claims of the kernel and of the JVM. */
public final class Probes {
    private static final int RELEASE_MAX = 65;

    private Probes() {}

    /** In the order of the claims. */
    public static List<Probe> all() {
        Map<String, Experiment> experiments = new HashMap<>();
        for (Map<String, Experiment> some :
                List.of(
                        EndFacts.all(),
                        ProgramFacts.all(),
                        ProcessFacts.all(),
                        JailFacts.all(),
                        RootFacts.all(),
                        PidFacts.all(),
                        SharedFacts.all(),
                        UserFacts.all(),
                        LifeFacts.all(),
                        JvmFacts.all())) {
            experiments.putAll(some);
        }
        List<Probe> probes = new ArrayList<>();
        for (String line : claims()) {
            String id = line.substring(0, line.indexOf(' '));
            Experiment experiment = experiments.remove(id);
            if (experiment == null) throw new IllegalStateException("nothing shows " + line);
            probes.add(new Probe(id, line.substring(id.length() + 1), experiment));
        }
        if (!experiments.isEmpty()) {
            throw new IllegalStateException("no claim for " + experiments.keySet());
        }
        return List.copyOf(probes);
    }

    /** Empty if there is none of that id. */
    public static Optional<Probe> find(String id) {
        return all().stream().filter(probe -> probe.id().equalsIgnoreCase(id)).findFirst();
    }

    /** As {@code uname -r} prints it. */
    public static String kernelRelease() {
        // Not readString: files of /proc/sys answer one read only, whose size it does not choose.
        try (InputStream file = Files.newInputStream(Path.of("/proc/sys/kernel/osrelease"))) {
            return new String(file.readNBytes(RELEASE_MAX), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> claims() {
        try (InputStream stream = Probes.class.getResourceAsStream("claims.txt")) {
            if (stream == null) throw new IllegalStateException("claims.txt is missing");
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

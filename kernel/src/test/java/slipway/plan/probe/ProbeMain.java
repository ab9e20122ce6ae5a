package slipway.plan.probe;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs the probes that are named, or all, in a JVM of its own; prints the results as JSON. */
final class ProbeMain {
    private ProbeMain() {}

    public static void main(String[] names) throws IOException {
        List<Probe> wanted = new ArrayList<>();
        for (Probe probe : Probes.all()) {
            if (names.length == 0 || List.of(names).contains(probe.name())) wanted.add(probe);
        }
        List<ProbeResult> results = Probes.run(wanted);
        Writer out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        Probes.writeJson(results, out);
        out.flush();
        for (ProbeResult result : results) System.err.print(result.print());
    }
}

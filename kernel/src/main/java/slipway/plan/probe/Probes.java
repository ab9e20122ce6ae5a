package slipway.plan.probe;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Everything that a container may want of a machine, asked for by this user. */
public final class Probes {
    private Probes() {}

    /** All probes, in the order in which a container is put together. */
    public static List<Probe> all() {
        Self self = Self.now();
        List<Probe> all = new ArrayList<>(new MachineExperiments(self).all());
        all.addAll(new ProcessExperiments(self).all());
        all.addAll(new NamespaceExperiments(self).all());
        all.addAll(IdRangeExperiment.all(self));
        all.addAll(new MountExperiments(self).all());
        all.addAll(new CgroupExperiments(self).all());
        return List.copyOf(all);
    }

    /** Runs them one after the other; each ends within seconds and leaves nothing. */
    public static List<ProbeResult> run(List<Probe> probes) {
        List<ProbeResult> results = new ArrayList<>();
        for (Probe probe : probes) results.add(probe.run());
        return results;
    }

    /** An array of {@link ProbeResult#writeTo objects}. */
    public static void writeJson(List<ProbeResult> results, Writer to) throws IOException {
        JsonWriter json = new JsonWriter(to);
        json.setIndent("  ");
        json.beginArray();
        for (ProbeResult result : results) result.writeTo(json);
        json.endArray();
        json.flush();
    }
}

package slipway.book;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The experiments of the course, with what they were last seen to show. An effect. */
final class Probes {
    private Probes() {}

    /** From the file that the lessons keep of them, in its order. */
    static Map<String, Probe> read(Path file) {
        Map<String, Probe> probes = new LinkedHashMap<>();
        JsonArray all = JsonParser.parseString(BookFiles.read(file)).getAsJsonArray();
        for (JsonElement each : all) {
            JsonObject probe = each.getAsJsonObject();
            String id = probe.get("id").getAsString();
            String seen = "Linux " + number(probe, "kernel") + ", JDK " + number(probe, "jdk");
            probes.put(id, new Probe(id, probe.get("claim").getAsString(), seen));
        }
        return probes;
    }

    /** Without what a distributor has put behind it. */
    private static String number(JsonObject probe, String name) {
        return probe.get(name).getAsString().replaceFirst("^(\\d+(\\.\\d+)*).*", "$1");
    }
}

package slipway.plan.probe;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.testkit.Run;

/** Probes in another JVM, which a program such as unshare or setpriv starts in its own way. */
final class ProbeJvm {
    private ProbeJvm() {}

    /** The results by name. The words of {@code prefix} come before {@code java}. */
    static Map<String, JsonObject> run(List<String> prefix, String classPath, String... probes) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-cp", classPath));
        command.add(ProbeMain.class.getName());
        command.addAll(List.of(probes));
        String printed = Run.program(command).result().succeeded().stdout();
        Map<String, JsonObject> results = new LinkedHashMap<>();
        for (JsonElement each : JsonParser.parseString(printed).getAsJsonArray()) {
            JsonObject result = each.getAsJsonObject();
            results.put(result.get("name").getAsString(), result);
        }
        return results;
    }

    static String ownClassPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** The class path, copied to where every user may read it. */
    static String classPathForEverybody(Path folder) throws IOException {
        Run.output("chmod", "755", folder.toString());
        List<String> copied = new ArrayList<>();
        for (String entry : ownClassPath().split(":")) {
            Path original = Path.of(entry);
            if (!Files.exists(original)) continue;
            Path copy = folder.resolve(copied.size() + "-" + original.getFileName());
            Run.output("cp", "-r", "--", entry, copy.toString());
            copied.add(copy.toString());
        }
        Run.output("chmod", "-R", "a+rX", folder.toString());
        return String.join(":", copied);
    }
}

package slipway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    @TempDir Path directory;

    @Test
    void the_minimal_bundle_asks_for_six_namespaces_and_proc_and_for_nothing_else()
            throws IOException {
        Path bundle =
                Bundle.write(
                        Bundle.minimal(),
                        directory.resolve("b"),
                        Path.of("/root"),
                        "/g/one",
                        "/bin/true");
        String text = Files.readString(bundle.resolve("config.json"));
        JsonObject config = JsonParser.parseString(text).getAsJsonObject();
        JsonObject process = config.getAsJsonObject("process");
        assertThat(process.getAsJsonArray("args").toString()).isEqualTo("[\"/bin/true\"]");
        assertThat(process.get("terminal").getAsBoolean()).isFalse();
        assertThat(process.getAsJsonObject("capabilities").getAsJsonArray("bounding")).hasSize(14);
        assertThat(config.getAsJsonArray("mounts")).hasSize(1);
        JsonObject linux = config.getAsJsonObject("linux");
        assertThat(linux.getAsJsonArray("namespaces")).hasSize(6);
        assertThat(linux.get("cgroupsPath").getAsString()).isEqualTo("/g/one");
        assertThat(linux.has("seccomp")).isFalse();
        assertThat(config.getAsJsonObject("root").get("path").getAsString()).isEqualTo("/root");
    }

    @Test
    void the_usual_bundle_asks_for_what_slipway_run_mounts_and_hides() {
        String plan = new Wishes("/").usual().inside().print();
        JsonObject config = Bundle.usual();
        for (JsonElement mount : config.getAsJsonArray("mounts")) {
            String type = mount.getAsJsonObject().get("type").getAsString();
            assertThat(plan).contains("fsopen(\"" + type + "\"");
        }
        JsonObject linux = config.getAsJsonObject("linux");
        for (String list : List.of("maskedPaths", "readonlyPaths")) {
            for (JsonElement path : linux.getAsJsonArray(list)) {
                String below = path.getAsString().replaceFirst("^/(proc|sys)/", "");
                assertThat(plan).contains(", \"" + below + "\", {flags=");
            }
        }
    }
}

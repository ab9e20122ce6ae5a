package slipway.lessons.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import slipway.testkit.Golden;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Repository;

/** Everything that the course claims, tried on the machine that runs the tests. */
@NothingLeaks(tempDirs = true)
class ProbesTest {
    private static final Path SEEN = Path.of("lessons/probes-seen.json");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Root is always told; an ordinary user is told why not where this machine forbids it. */
    @Test
    void every_claim_holds_here_and_is_written_down_with_kernel_and_JDK() throws Exception {
        Map<String, JsonObject> before = seenBefore();
        List<String> lines = new ArrayList<>();
        for (Probe probe : Probes.all()) {
            Observation seen = probe.run();
            assertThat(seen.lines()).as(seen.print()).isNotEmpty();
            assertThat(seen.result()).as(seen.print()).isNotEqualTo(Result.DOES_NOT_HOLD);
            if (isRoot()) assertThat(seen.result()).as(seen.print()).isEqualTo(Result.HOLDS);
            boolean holds = seen.result() == Result.HOLDS;
            lines.add(line(probe, before.get(probe.id()), holds));
        }
        Golden.check(SEEN, "[\n" + String.join(",\n", lines) + "\n]\n");
    }

    /** What it was last seen on stays as it is, except when it is to be renewed. */
    private static String line(Probe probe, JsonObject before, boolean holds) {
        String update = System.getProperty("update");
        boolean renew = holds && update != null && !update.equals("false");
        JsonObject line = new JsonObject();
        line.addProperty("id", probe.id());
        line.addProperty("claim", probe.claim());
        boolean kept = before != null && !renew;
        line.addProperty(
                "kernel", kept ? before.get("kernel").getAsString() : Probes.kernelRelease());
        line.addProperty(
                "jdk", kept ? before.get("jdk").getAsString() : Runtime.version().toString());
        return line.toString();
    }

    private static Map<String, JsonObject> seenBefore() throws IOException {
        Map<String, JsonObject> seen = new HashMap<>();
        Path file = Repository.root().resolve(SEEN);
        if (!Files.exists(file)) return seen;
        JsonArray all = JsonParser.parseString(Files.readString(file)).getAsJsonArray();
        for (JsonElement each : all) {
            seen.put(each.getAsJsonObject().get("id").getAsString(), each.getAsJsonObject());
        }
        return seen;
    }

    private static boolean isRoot() throws IOException {
        String map = Files.readString(Path.of("/proc/self/uid_map")).strip();
        boolean first = map.matches("0 +0 +4294967295");
        return first && (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    @Test
    void without_a_word_the_claims_are_listed_and_nothing_is_run() throws Exception {
        assertThat(ProbeCommand.run(List.of(), out)).isZero();
        for (Probe probe : Probes.all()) assertThat(said()).contains(probe.id(), probe.claim());
        assertThat(said()).doesNotContain("holds here");
    }

    @Test
    void one_is_shown_with_the_calls_that_were_made_and_where_it_was_seen() throws Exception {
        assertThat(ProbeCommand.run(List.of("f8"), out)).isZero();
        assertThat(said())
                .contains(Probes.find("F8").orElseThrow().claim().substring(0, 40))
                .containsAnyOf("chroot(\"/\") = -1 EPERM", "cannot judge here")
                .contains("Linux " + Probes.kernelRelease(), "JDK " + Runtime.version());
        assertThat(said().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    }

    @Test
    void programs_get_the_same_as_JSON() throws Exception {
        ProbeCommand.run(List.of("G3", "--json"), out);
        JsonObject all = JsonParser.parseString(said()).getAsJsonObject();
        JsonObject one = all.get("probes").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(one.get("id").getAsString()).isEqualTo("G3");
        assertThat(one.get("result").getAsString()).isEqualTo("holds here");
        assertThat(all.get("kernel").getAsString()).isEqualTo(Probes.kernelRelease());
    }

    @Test
    void a_name_that_is_none_is_answered_with_what_to_try() {
        assertThatThrownBy(() -> ProbeCommand.run(List.of("F99"), out))
                .hasMessage("there is no probe F99. Try: ./slipway learn probe");
    }
}

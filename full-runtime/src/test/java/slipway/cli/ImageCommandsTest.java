package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** {@code slipway load, images, inspect, tag, rmi}, on images of one program. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "tar"},
        debian = {"busybox-static", "util-linux", "tar"})
class ImageCommandsTest {
    private static final int MANY = 100;

    @TempDir private Path directory;
    private Path data = Path.of("/");

    @BeforeEach
    void a_data_directory() throws IOException {
        Installed.opened(directory);
        data = Files.createDirectory(directory.resolve("of-caller")).resolve("data");
        Caller.USER.own(data.getParent());
    }

    private Slipway slipway(String... words) {
        return Slipway.words(words).asCallerBehind("env", "SLIPWAY_DATA=" + data);
    }

    private Path tiny(String name) {
        return TinyImage.ofBusybox(directory.resolve("tiny"))
                .config("{'Cmd':['sh'],'Labels':{'who':'me'}}")
                .saved(name);
    }

    private String refusal(String... words) {
        Run.Result result = slipway(words).result();
        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr().lines()).hasSize(1);
        return result.stderr();
    }

    @Test
    void images_are_listed_for_people_and_for_programs() {
        assertThat(slipway("images").output().lines())
                .singleElement()
                .asString()
                .startsWith("REPOSITORY");
        assertThat(slipway("images", "--json").output()).isEqualTo("[]\n");
        slipway("load", "-i", tiny("example.org/some/thing:2").toString()).output();

        String id = slipway("images", "-q").output().strip();
        assertThat(id).matches("[0-9a-f]{12}");
        assertThat(slipway("images").output().lines().toList().get(1))
                .matches("example.org/some/thing +2 +" + id + " +just now +[0-9.]+MB");
        JsonArray all =
                JsonParser.parseString(slipway("images", "--format", "json").output())
                        .getAsJsonArray();
        assertThat(all).hasSize(1);
        JsonObject image = all.get(0).getAsJsonObject();
        assertThat(image.get("id").getAsString()).startsWith("sha256:" + id);
        assertThat(image.get("names")).hasToString("[\"example.org/some/thing:2\"]");
        assertThat(image.get("bytes").getAsLong()).isGreaterThan(500_000);
    }

    @Test
    void inspect_shows_what_docker_shows() {
        slipway("load", "-i", tiny("tiny:1").toString()).output();
        String id = slipway("images", "-q").output().strip();
        for (String name : new String[] {"tiny:1", id, id.substring(0, 5), "sha256:" + id}) {
            JsonObject image =
                    JsonParser.parseString(slipway("inspect", name).output())
                            .getAsJsonArray()
                            .get(0)
                            .getAsJsonObject();
            assertThat(image.get("RepoTags")).hasToString("[\"tiny:1\"]");
            assertThat(image.getAsJsonObject("Config").get("Cmd")).hasToString("[\"sh\"]");
            assertThat(image.getAsJsonObject("RootFS").getAsJsonArray("Layers")).hasSize(1);
        }
    }

    @Test
    void an_image_goes_with_its_last_name() {
        slipway("load", "-i", tiny("tiny:1").toString()).output();
        String id = slipway("images", "-q").output().strip();
        assertThat(slipway("tag", "tiny:1", "other").output()).isEmpty();
        assertThat(slipway("run", "other", "echo", "x").output()).isEqualTo("x\n");
        assertThat(refusal("rmi", id)).contains("has 2 names. Try: slipway rmi with a name, or");
        assertThat(slipway("rmi", "tiny:1").output()).isEqualTo("Untagged: tiny:1\n");
        assertThat(slipway("rmi", "other").output())
                .matches("Untagged: other:latest\nDeleted: sha256:" + id + "[0-9a-f]*\n");
        assertThat(slipway("images", "-q").output()).isEmpty();
        assertThat(data.resolve("images/layers/" + space())).isEmptyDirectory();
        assertThat(data.resolve("images/drafts")).isEmptyDirectory();
    }

    @Test
    void an_image_in_use_is_not_removed() throws Exception {
        slipway("load", "-i", tiny("tiny:1").toString()).output();
        Slipway run = slipway("run", "tiny:1", "sh", "-c", "echo ready; read line; echo still");
        Process container = new ProcessBuilder("sh", "-c", "exec " + run.line()).start();
        assertThat(container.inputReader().readLine()).isEqualTo("ready");
        assertThat(refusal("rmi", "-f", "tiny:1"))
                .contains("a container runs on image", "Try: to end the container first");
        container.outputWriter().close();
        assertThat(container.inputReader().readLine()).isEqualTo("still");
        assertThat(container.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(slipway("rmi", "tiny:1").output()).contains("Deleted: ");
    }

    @Test
    void what_is_not_there_is_said_with_what_to_do() {
        String missing = "there is no image 'tiny:2' here, but tiny:1. Try: slipway images, which";
        slipway("load", "-i", tiny("tiny:1").toString()).output();
        assertThat(refusal("rmi", "tiny:2")).contains(missing);
        assertThat(refusal("inspect", "tiny:2")).contains(missing);
        assertThat(refusal("tag", "tiny:2", "x")).contains(missing).doesNotContain("run --");
        assertThat(refusal("tag", "tiny:1", "A/B")).contains("'A/B' is no name of an image. Try:");
        assertThat(refusal("load", "-i", "/no/such")).contains("there is no file /no/such. Try:");
        assertThat(refusal("tag", "tiny:1", "base"))
                .contains("base is the built-in root file system, and not to be replaced. Try:");
    }

    /** Trap 14: sixty layers with their full names do not fit into mount's one page. */
    @ParameterizedTest
    @EnumSource
    void a_hundred_layers_are_one_tree(Caller caller) throws IOException {
        caller.prefix();
        TinyImage image = TinyImage.ofBusybox(directory.resolve("many"));
        for (int i = 1; i < MANY; i++) {
            Path layer = Files.createDirectories(directory.resolve("layer"));
            Files.createDirectories(layer.resolve("all"));
            Files.writeString(layer.resolve("all/" + i), "" + i);
            Files.writeString(layer.resolve("last"), "" + i);
            if (i == MANY / 2) Files.writeString(layer.resolve("all/.wh.7"), "");
            image.layer(layer);
            Run.output("rm", "-rf", layer.toString());
        }
        Path of = Files.createDirectory(directory.resolve("of-" + caller));
        caller.own(of);
        Path archive = image.saved("many:1");
        String data = "SLIPWAY_DATA=" + of.resolve("data");
        Slipway.words("load", "-i", archive.toString())
                .as(caller)
                .asCallerBehind("env", data)
                .output();
        String script =
                "ls /all | wc -l; cat /last; rm -r /all; mkdir /all; ls /all; echo; ls / | wc -l";
        assertThat(
                        Slipway.words("run", "many:1", "sh", "-c", script)
                                .as(caller)
                                .asCallerBehind("env", data)
                                .output())
                .startsWith((MANY - 2) + "\n" + (MANY - 1) + "\n");
    }

    private static String space() {
        return Caller.USER.uid() == 0 ? "trusted" : "user";
    }
}

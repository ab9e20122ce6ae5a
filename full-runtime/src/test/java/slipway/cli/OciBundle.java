package slipway.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import slipway.testkit.Run;

/** A bundle over the busybox tree, its configuration to be changed, and the commands for it. */
final class OciBundle {
    private final Path directory;
    private Path states;
    private final String id = "c" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    private final JsonObject config;
    private List<String> prefix = List.of();

    OciBundle(Path directory, String... command) {
        this(directory, false, command);
        linux().addProperty("cgroupsPath", "/slipway-test/" + id);
    }

    /** Of an ordinary user, who has no control group; in a directory that JUnit made for us. */
    static OciBundle of(ImageUser user, Path directory, String... command) {
        OciBundle bundle = new OciBundle(Installed.opened(directory), true, command);
        bundle.prefix = user.prefix();
        bundle.states = user.data(directory);
        return bundle;
    }

    private OciBundle(Path directory, boolean rootless, String... command) {
        this.directory = directory;
        this.states = directory.resolve("states");
        this.config = JsonParser.parseString(OciExample.text(rootless)).getAsJsonObject();
        config.getAsJsonObject("root").addProperty("path", Installed.busybox().toString());
        process().add("args", array(command));
    }

    String id() {
        return id;
    }

    /** Where states are if nobody says otherwise. */
    void inTheUsualPlace() {
        states = Path.of("/run/slipway/oci");
    }

    Path states() {
        return states;
    }

    JsonObject config() {
        return config;
    }

    JsonObject process() {
        return config.getAsJsonObject("process");
    }

    JsonObject linux() {
        return config.getAsJsonObject("linux");
    }

    static JsonArray array(String... texts) {
        JsonArray array = new JsonArray();
        for (String text : texts) array.add(text);
        return array;
    }

    static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    /** Shows {@code folder} of the host as {@code target}. */
    OciBundle withFolder(Path folder, String target) {
        String mount =
                "{\"destination\":\"%s\",\"type\":\"bind\",\"source\":\"%s\",\"options\":[\"bind\"]}";
        config.getAsJsonArray("mounts").add(json(String.format(mount, target, folder)));
        return this;
    }

    /** Writes the configuration, and runs a command with {@code --root} of this bundle's own. */
    Run.Result oci(String... words) {
        return run(command(words));
    }

    Run.Result create(String... options) {
        return withBundle("create", options);
    }

    Run.Result runInFront(String... options) {
        return withBundle("run", options);
    }

    private Run.Result withBundle(String verb, String... options) {
        List<String> words = new ArrayList<>(List.of(verb, "--bundle", directory.toString()));
        words.addAll(Arrays.asList(options));
        words.add(id);
        return oci(words.toArray(new String[0]));
    }

    String status() {
        return json(oci("state", id).succeeded().stdout()).get("status").getAsString();
    }

    int pid() {
        return json(oci("state", id).succeeded().stdout()).get("pid").getAsInt();
    }

    /** The words of a shell: the script beside {@code slipway}, on the JVM of this test. */
    List<String> command(String... words) {
        try {
            Files.writeString(directory.resolve("config.json"), config.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(prefix);
        command.add("env");
        command.add("SLIPWAY_JAVA=" + System.getProperty("java.home"));
        command.add(Installed.home().resolve("slipway-oci").toString());
        command.add("--root");
        command.add(states.toString());
        command.addAll(Arrays.asList(words));
        return command;
    }

    /** Its output goes to a file: a container that goes on would keep a pipe open. */
    private Run.Result run(List<String> command) {
        String script =
                "exec 3>&1 4>&2; \"$@\" >\"$0.out\" 2>\"$0.err\" </dev/null; status=$?;"
                        + " cat \"$0.out\"; cat \"$0.err\" >&4; exit $status";
        List<String> whole = new ArrayList<>(List.of("sh", "-c", script));
        whole.add(directory.resolve("output").toString());
        whole.addAll(command);
        return Run.program(whole).result();
    }

    /** What it has written by now. */
    String output() {
        return read(directory.resolve("output.out"));
    }

    /** The group of a controller of version 1, or the only one of version 2. */
    static Path group(String controller, String id) {
        Path first = Path.of("/sys/fs/cgroup", controller);
        Path top = Files.isDirectory(first) ? first : Path.of("/sys/fs/cgroup");
        return top.resolve("slipway-test").resolve(id);
    }

    Path group(String controller) {
        return group(controller, id);
    }

    /** Takes everything away that is left, also of a test that failed. */
    void clean() {
        oci("delete", "--force", id);
        File[] all = new File("/sys/fs/cgroup").listFiles();
        if (all == null) return;
        for (File each : all) {
            File group = new File(each, "slipway-test");
            if (group.isDirectory() && !group.delete()) continue; // another test's is in it
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

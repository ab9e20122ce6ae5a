package slipway.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.engine.ContainerStore;
import slipway.engine.EngineProblem;
import slipway.engine.KeptConfig;
import slipway.engine.KeptContainer;
import slipway.engine.KeptEnd;
import slipway.engine.KeptRun;
import slipway.engine.KeptStatus;
import slipway.runtime.lifecycle.Rfc3339;

/** {@code slipway inspect}: of containers and of images, whichever a word names. */
final class InspectCommand {
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private InspectCommand() {}

    static int run(String[] words) {
        if (KeptCommands.help("inspect", words)) return 0;
        List<String> names = new ArrayList<>();
        String format = "";
        String type = "";
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            boolean more = i + 1 < words.length;
            if ((word.equals("-f") || word.equals("--format")) && more) format = words[++i];
            else if (word.startsWith("--format=")) format = word.substring("--format=".length());
            else if (word.equals("--type") && more) type = words[++i];
            else if (word.startsWith("--type=")) type = word.substring("--type=".length());
            else if (word.startsWith("-")) throw KeptCommands.unknown("inspect", word);
            else names.add(word);
        }
        if (names.isEmpty()) {
            throw new UsageError("inspect wants a container or an image", "slipway ps -a");
        }
        JsonArray all = new JsonArray();
        for (String name : names) all.add(one(name, type));
        if (format.isEmpty() || format.equals("json")) {
            System.out.println(pretty().toJson(all));
            return 0;
        }
        for (JsonElement each : all) System.out.println(InspectFormat.fill(format, each));
        return 0;
    }

    private static JsonElement one(String name, String type) {
        if (!type.equals("image")) {
            try {
                return of(new ContainerStore(ImageCommands.dataDirectory()).find(name));
            } catch (EngineProblem e) {
                if (!e.isMissing() || type.equals("container")) throw e;
            }
        }
        return ImageCommands.inspected(name);
    }

    private static Gson pretty() {
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    }

    private static JsonObject of(KeptContainer container) {
        KeptConfig config = container.config();
        KeptRun run = container.run();
        JsonObject one = new JsonObject();
        one.addProperty("Id", config.id());
        one.addProperty("Name", "/" + config.name());
        one.addProperty("Created", Rfc3339.of(config.createdMillis()));
        one.addProperty("Path", config.command().get(0));
        one.add("Args", texts(config.command().subList(1, config.command().size())));
        one.add("State", state(container, config, run));
        one.addProperty("Image", config.imageId());
        one.addProperty("RestartCount", run.restarts());
        one.addProperty("LogPath", container.log().toString());
        one.addProperty("LogLostBytes", container.lost().bytes());
        JsonObject host = new JsonObject();
        JsonObject restart = new JsonObject();
        restart.addProperty("Name", config.restart().kind().word());
        restart.addProperty("MaximumRetryCount", config.restart().most());
        host.add("RestartPolicy", restart);
        host.addProperty("AutoRemove", config.remove());
        host.addProperty("LogMax", config.logMost());
        one.add("HostConfig", host);
        one.add("Config", config(config));
        one.add("RunWords", texts(config.words()));
        return one;
    }

    private static JsonObject state(KeptContainer container, KeptConfig config, KeptRun run) {
        KeptStatus status = container.status(config, run);
        boolean runs = status == KeptStatus.RUNNING;
        Optional<KeptEnd> end = runs ? Optional.empty() : container.end();
        JsonObject state = new JsonObject();
        state.addProperty("Status", status.word());
        state.addProperty("Running", runs);
        state.addProperty("Paused", false);
        state.addProperty("Restarting", status == KeptStatus.RESTARTING);
        state.addProperty("OOMKilled", end.isPresent() && end.get().outOfMemory());
        state.addProperty("Dead", false);
        state.addProperty("Pid", runs ? run.process().orElseThrow().pid() : 0);
        boolean ended = status == KeptStatus.EXITED || status == KeptStatus.RESTARTING;
        state.addProperty("ExitCode", ended ? container.exitStatus().shellCode() : 0);
        state.addProperty("Error", run.trouble());
        state.addProperty(
                "StartedAt", run.startedMillis() == 0 ? NEVER : Rfc3339.of(run.startedMillis()));
        state.addProperty("FinishedAt", end.isEmpty() ? NEVER : Rfc3339.of(end.get().millis()));
        if (runs) state.addProperty("KeeperPid", run.keeper().orElseThrow().pid());
        return state;
    }

    private static JsonObject config(KeptConfig config) {
        JsonObject one = new JsonObject();
        one.addProperty("Image", config.image());
        one.add("Cmd", texts(config.command()));
        one.addProperty("Tty", config.terminal());
        one.addProperty("OpenStdin", config.interactive());
        one.addProperty("StopSignal", "" + config.stopSignal());
        one.addProperty("StopTimeout", config.stopSeconds());
        JsonObject labels = new JsonObject();
        for (String label : config.labels()) {
            int equals = label.indexOf('=');
            labels.addProperty(label.substring(0, equals), label.substring(equals + 1));
        }
        one.add("Labels", labels);
        return one;
    }

    private static JsonArray texts(List<String> texts) {
        JsonArray all = new JsonArray();
        for (String text : texts) all.add(text);
        return all;
    }
}

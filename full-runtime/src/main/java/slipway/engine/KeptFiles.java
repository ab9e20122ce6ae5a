package slipway.engine;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.cgroups.GroupPlan;
import slipway.runtime.state.ProcessIdentity;

/** The formats of {@code config.json} and {@code state.json}. */
final class KeptFiles {
    private KeptFiles() {}

    static String write(KeptConfig config) throws IOException {
        StringWriter text = new StringWriter();
        JsonWriter out = new JsonWriter(text);
        out.beginObject();
        out.name("version").value(KeptConfig.VERSION);
        out.name("id").value(config.id());
        out.name("name").value(config.name());
        out.name("created").value(config.createdMillis());
        out.name("image").value(config.image());
        out.name("imageId").value(config.imageId());
        texts(out, "command", config.command());
        out.name("restart").value(config.restart().text());
        out.name("remove").value(config.remove());
        out.name("stopSignal").value(config.stopSignal());
        out.name("stopSeconds").value(config.stopSeconds());
        out.name("logMost").value(config.logMost());
        out.name("terminal").value(config.terminal());
        out.name("interactive").value(config.interactive());
        texts(out, "labels", config.labels());
        texts(out, "words", config.words());
        out.endObject();
        return text.append('\n').toString();
    }

    /**
     * @throws IOException if it is no such file, or of a newer format
     */
    static KeptConfig config(Reader text) throws IOException {
        JsonReader in = new JsonReader(text);
        in.setStrictness(Strictness.STRICT);
        String id = "";
        String name = "";
        long created = 0;
        String image = "";
        String imageId = "";
        List<String> command = List.of();
        List<String> words = List.of();
        List<String> labels = List.of();
        RestartPolicy restart = RestartPolicy.NO;
        boolean remove = false;
        int stopSignal = 0;
        int stopSeconds = 0;
        long logMost = 0;
        boolean terminal = false;
        boolean interactive = false;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "version" -> refuseOther(in.nextInt());
                case "id" -> id = in.nextString();
                case "name" -> name = in.nextString();
                case "created" -> created = in.nextLong();
                case "image" -> image = in.nextString();
                case "imageId" -> imageId = in.nextString();
                case "command" -> command = texts(in);
                case "restart" -> restart = RestartPolicy.parse(in.nextString());
                case "remove" -> remove = in.nextBoolean();
                case "stopSignal" -> stopSignal = in.nextInt();
                case "stopSeconds" -> stopSeconds = in.nextInt();
                case "logMost" -> logMost = in.nextLong();
                case "terminal" -> terminal = in.nextBoolean();
                case "interactive" -> interactive = in.nextBoolean();
                case "labels" -> labels = texts(in);
                case "words" -> words = texts(in);
                default -> in.skipValue();
            }
        }
        in.endObject();
        return new KeptConfig(
                id,
                name,
                created,
                words,
                image,
                imageId,
                command,
                restart,
                remove,
                stopSignal,
                stopSeconds,
                logMost,
                labels,
                terminal,
                interactive);
    }

    static String write(KeptRun run) throws IOException {
        StringWriter text = new StringWriter();
        JsonWriter out = new JsonWriter(text);
        out.beginObject();
        out.name("version").value(KeptConfig.VERSION);
        out.name("boot").value(run.boot());
        process(out, "process", run.process());
        process(out, "keeper", run.keeper());
        out.name("started").value(run.startedMillis());
        out.name("stopped").value(run.stopped());
        out.name("restarts").value(run.restarts());
        out.name("pause").value(run.pauseMillis());
        out.name("trouble").value(run.trouble());
        out.name("groups").beginArray();
        for (GroupPlan.Place group : run.groups()) {
            out.beginObject().name("directory").value(group.directory());
            out.name("unified").value(group.unified()).endObject();
        }
        out.endArray();
        out.endObject();
        return text.append('\n').toString();
    }

    private static void process(JsonWriter out, String name, Optional<ProcessIdentity> process)
            throws IOException {
        if (process.isEmpty()) return;
        out.name(name).beginObject().name("pid").value(process.get().pid());
        out.name("startTicks").value(process.get().startTicks()).endObject();
    }

    /**
     * @throws IOException if it is no such file, or of a newer format
     */
    static KeptRun run(Reader text) throws IOException {
        JsonReader in = new JsonReader(text);
        in.setStrictness(Strictness.STRICT);
        String boot = "";
        Optional<ProcessIdentity> process = Optional.empty();
        Optional<ProcessIdentity> keeper = Optional.empty();
        long started = 0;
        boolean stopped = false;
        int restarts = 0;
        long pause = KeptRun.FIRST_PAUSE_MILLIS;
        String trouble = "";
        List<GroupPlan.Place> groups = new ArrayList<>();
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "version" -> refuseOther(in.nextInt());
                case "boot" -> boot = in.nextString();
                case "process" -> process = Optional.of(process(in));
                case "keeper" -> keeper = Optional.of(process(in));
                case "started" -> started = in.nextLong();
                case "stopped" -> stopped = in.nextBoolean();
                case "restarts" -> restarts = in.nextInt();
                case "pause" -> pause = in.nextLong();
                case "trouble" -> trouble = in.nextString();
                case "groups" -> groups(in, groups);
                default -> in.skipValue();
            }
        }
        in.endObject();
        return new KeptRun(
                boot, process, keeper, started, groups, stopped, restarts, pause, trouble);
    }

    private static void refuseOther(int version) throws IOException {
        if (version == KeptConfig.VERSION) return;
        throw new IOException("its format is " + version + ", of another version of Slipway");
    }

    private static ProcessIdentity process(JsonReader in) throws IOException {
        int pid = 0;
        long ticks = 0;
        in.beginObject();
        while (in.hasNext()) {
            if (in.nextName().equals("pid")) pid = in.nextInt();
            else ticks = in.nextLong();
        }
        in.endObject();
        return new ProcessIdentity(pid, ticks);
    }

    private static void groups(JsonReader in, List<GroupPlan.Place> groups) throws IOException {
        in.beginArray();
        while (in.hasNext()) {
            String directory = "";
            boolean unified = false;
            in.beginObject();
            while (in.hasNext()) {
                if (in.nextName().equals("directory")) directory = in.nextString();
                else unified = in.nextBoolean();
            }
            in.endObject();
            groups.add(new GroupPlan.Place(directory, unified));
        }
        in.endArray();
    }

    private static void texts(JsonWriter out, String name, List<String> texts) throws IOException {
        out.name(name).beginArray();
        for (String text : texts) out.value(text);
        out.endArray();
    }

    private static List<String> texts(JsonReader in) throws IOException {
        List<String> texts = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) texts.add(in.nextString());
        in.endArray();
        return texts;
    }
}

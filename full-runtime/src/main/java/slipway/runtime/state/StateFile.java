package slipway.runtime.state;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.oci.Hooks;

/** The format of {@code state.json}. */
final class StateFile {
    private StateFile() {}

    static String write(ContainerState state) throws IOException {
        StringWriter text = new StringWriter();
        JsonWriter out = new JsonWriter(text);
        out.setStrictness(Strictness.STRICT);
        out.beginObject();
        out.name("version").value(ContainerState.VERSION);
        out.name("ociVersion").value(state.ociVersion());
        out.name("id").value(state.id());
        out.name("bundle").value(state.bundle());
        out.name("rootfs").value(state.rootfs());
        out.name("createdMillis").value(state.createdMillis());
        if (state.process().isPresent()) {
            out.name("pid").value(state.process().get().pid());
            out.name("startTicks").value(state.process().get().startTicks());
        }
        out.name("started").value(state.started());
        out.name("ownPids").value(state.ownPids());
        out.name("groups").beginArray();
        for (ContainerState.Group group : state.groups()) {
            out.beginObject();
            out.name("directory").value(group.directory());
            out.name("unified").value(group.unified());
            out.endObject();
        }
        out.endArray();
        hooks(out, "poststart", state.hooks().poststart());
        hooks(out, "poststop", state.hooks().poststop());
        out.name("annotations").beginObject();
        for (Map.Entry<String, String> each : state.annotations().entrySet()) {
            out.name(each.getKey()).value(each.getValue());
        }
        out.endObject();
        out.endObject();
        return text.append('\n').toString();
    }

    private static void hooks(JsonWriter out, String name, List<Hooks.Hook> hooks)
            throws IOException {
        out.name(name).beginArray();
        for (Hooks.Hook hook : hooks) {
            out.beginObject().name("key").value(hook.key()).name("path").value(hook.path());
            texts(out, "args", hook.args());
            texts(out, "env", hook.environment());
            out.name("timeout").value(hook.timeoutSeconds()).endObject();
        }
        out.endArray();
    }

    private static void texts(JsonWriter out, String name, List<String> texts) throws IOException {
        out.name(name).beginArray();
        for (String text : texts) out.value(text);
        out.endArray();
    }

    /**
     * @throws IOException if it is no such file, or of a newer format
     */
    static ContainerState read(Reader text) throws IOException {
        JsonReader in = new JsonReader(text);
        in.setStrictness(Strictness.STRICT);
        String ociVersion = "";
        String id = "";
        String bundle = "";
        String rootfs = "";
        long created = 0;
        int pid = 0;
        long startTicks = 0;
        boolean started = false;
        boolean ownPids = false;
        List<ContainerState.Group> groups = List.of();
        List<Hooks.Hook> poststart = List.of();
        List<Hooks.Hook> poststop = List.of();
        Map<String, String> annotations = new LinkedHashMap<>();
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "version":
                    int version = in.nextInt();
                    if (version != ContainerState.VERSION) {
                        throw new IOException(
                                "its format is " + version + ", of another version of Slipway");
                    }
                    break;
                case "ociVersion":
                    ociVersion = in.nextString();
                    break;
                case "id":
                    id = in.nextString();
                    break;
                case "bundle":
                    bundle = in.nextString();
                    break;
                case "rootfs":
                    rootfs = in.nextString();
                    break;
                case "createdMillis":
                    created = in.nextLong();
                    break;
                case "pid":
                    pid = in.nextInt();
                    break;
                case "startTicks":
                    startTicks = in.nextLong();
                    break;
                case "started":
                    started = in.nextBoolean();
                    break;
                case "ownPids":
                    ownPids = in.nextBoolean();
                    break;
                case "groups":
                    groups = groups(in);
                    break;
                case "poststart":
                    poststart = hooks(in);
                    break;
                case "poststop":
                    poststop = hooks(in);
                    break;
                case "annotations":
                    in.beginObject();
                    while (in.hasNext()) annotations.put(in.nextName(), in.nextString());
                    in.endObject();
                    break;
                default:
                    in.skipValue();
            }
        }
        in.endObject();
        return new ContainerState(
                ociVersion,
                id,
                bundle,
                rootfs,
                created,
                pid == 0 ? Optional.empty() : Optional.of(new ProcessIdentity(pid, startTicks)),
                started,
                ownPids,
                groups,
                new Hooks(List.of(), List.of(), poststart, poststop),
                annotations);
    }

    private static List<ContainerState.Group> groups(JsonReader in) throws IOException {
        List<ContainerState.Group> groups = new ArrayList<>();
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
            groups.add(new ContainerState.Group(directory, unified));
        }
        in.endArray();
        return groups;
    }

    private static List<Hooks.Hook> hooks(JsonReader in) throws IOException {
        List<Hooks.Hook> hooks = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            String key = "";
            String path = "";
            List<String> args = List.of();
            List<String> environment = List.of();
            int timeout = 0;
            in.beginObject();
            while (in.hasNext()) {
                switch (in.nextName()) {
                    case "key":
                        key = in.nextString();
                        break;
                    case "path":
                        path = in.nextString();
                        break;
                    case "args":
                        args = texts(in);
                        break;
                    case "env":
                        environment = texts(in);
                        break;
                    default:
                        timeout = in.nextInt();
                }
            }
            in.endObject();
            hooks.add(new Hooks.Hook(key, path, args, environment, timeout));
        }
        in.endArray();
        return hooks;
    }

    private static List<String> texts(JsonReader in) throws IOException {
        List<String> texts = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) texts.add(in.nextString());
        in.endArray();
        return texts;
    }
}

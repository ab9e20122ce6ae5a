package slipway.runtime.lifecycle;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import slipway.runtime.state.ContainerState;
import slipway.runtime.state.Status;

/**
 * The state of a container as engines and hooks read it.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/main/runtime.md">State</a>
 */
public final class StateJson {
    private StateJson() {}

    /**
     * One object.
     *
     * @param pid 0 where there is no process
     */
    public static String of(ContainerState state, Status status, int pid) {
        StringWriter text = new StringWriter();
        JsonWriter out = new JsonWriter(text);
        out.setStrictness(Strictness.STRICT);
        out.setIndent("  ");
        try {
            write(out, state, status, pid);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    static void write(JsonWriter out, ContainerState state, Status status, int pid)
            throws IOException {
        out.beginObject();
        out.name("ociVersion").value(state.ociVersion());
        out.name("id").value(state.id());
        out.name("pid").value(pid);
        out.name("status").value(status.word());
        out.name("bundle").value(state.bundle());
        out.name("rootfs").value(state.rootfs());
        out.name("created").value(Rfc3339.of(state.createdMillis()));
        out.name("annotations").beginObject();
        for (Map.Entry<String, String> each : state.annotations().entrySet()) {
            out.name(each.getKey()).value(each.getValue());
        }
        out.endObject();
        out.endObject();
    }
}

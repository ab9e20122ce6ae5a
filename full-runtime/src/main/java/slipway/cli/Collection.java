package slipway.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import slipway.attack.SceneLeftovers;
import slipway.engine.KeptLeftovers;
import slipway.image.ImageLeftovers;
import slipway.jail.DataDirectory;
import slipway.linux.Call;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.runtime.BaseLeftovers;
import slipway.runtime.GroupLeftovers;
import slipway.runtime.HostFacts;
import slipway.runtime.Leftovers;
import slipway.runtime.lifecycle.ContainerLeftovers;
import slipway.runtime.state.StateRoot;

/**
 * {@code slipway doctor --gc}: removes what nobody owns any more, and says what. What belongs to a
 * living process is left alone. Ends with 0 if nothing of it is left, and 1 if something is.
 */
final class Collection {
    private static final int SOME_ARE_LEFT = 1;
    private static final long KIB = 1024;

    private final JsonWriter json;
    private final StringBuilder text = new StringBuilder();
    private int removed;
    private int failed;
    private long bytes;

    private Collection(JsonWriter json) {
        this.json = json;
    }

    /**
     * @param states where an engine has our containers' states; empty for the usual place
     */
    static int run(String states, boolean asJson) {
        return run(ofThisUser(states, System.getenv()), asJson);
    }

    /** Everything that this user may have left on this machine. */
    private static List<Leftovers> ofThisUser(String states, Map<String, String> environment) {
        long uid = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETEUID));
        Path data = DataDirectory.of(uid, environment);
        Path temporary = TemporaryFolder.ours();
        StateRoot root = states.isEmpty() ? StateRoot.usual() : new StateRoot(states);
        return List.of(
                new GroupLeftovers(),
                new BaseLeftovers(data),
                new ImageLeftovers(data, HostFacts.of(LinuxKernel.INSTANCE)),
                new KeptLeftovers(data, HostFacts.of(LinuxKernel.INSTANCE)),
                new SceneLeftovers(temporary, uid),
                new ContainerLeftovers(root));
    }

    static int run(List<Leftovers> kinds, boolean asJson) {
        StringWriter written = new StringWriter();
        try (JsonWriter json = new JsonWriter(written)) {
            json.setIndent("  ");
            Collection collection = new Collection(json);
            json.beginArray();
            for (Leftovers kind : kinds) collection.collect(kind);
            json.endArray();
            System.out.print(asJson ? written + "\n" : collection.report());
            return collection.failed == 0 ? 0 : SOME_ARE_LEFT;
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
    }

    /** A part of Slipway that cannot be looked at keeps none of the others from being cleaned. */
    private void collect(Leftovers kind) throws IOException {
        List<Leftovers.Leftover> list;
        try {
            list = kind.list();
        } catch (RuntimeException e) {
            String name = kind.getClass().getSimpleName();
            String why = String.valueOf(e.getMessage());
            tell(new Leftovers.Leftover("what could not be looked for", name, 0), why);
            return;
        }
        for (Leftovers.Leftover leftover : list) remove(kind, leftover);
    }

    private void remove(Leftovers kind, Leftovers.Leftover leftover) throws IOException {
        try {
            if (kind.remove(leftover)) tell(leftover, ""); // else it has found an owner
        } catch (IOException | RuntimeException e) {
            tell(leftover, String.valueOf(e.getMessage()));
        }
    }

    private void tell(Leftovers.Leftover leftover, String problem) throws IOException {
        boolean gone = problem.isEmpty();
        if (gone) removed++;
        else failed++;
        if (gone) bytes += leftover.bytes();
        text.append(gone ? "removed " : "left    ").append(leftover.what());
        if (leftover.bytes() > 0) text.append(", ").append(size(leftover.bytes()));
        text.append("\n        ").append(leftover.where()).append('\n');
        if (!gone) text.append("        ").append(problem).append('\n');
        json.beginObject().name("what").value(leftover.what());
        json.name("where").value(leftover.where()).name("bytes").value(leftover.bytes());
        json.name("removed").value(gone).name("problem").value(problem).endObject();
    }

    private String report() {
        if (removed + failed == 0) return "Nothing was left over.\n";
        String total = removed + (removed == 1 ? " leftover" : " leftovers") + " removed";
        return text
                + "\n"
                + total
                + ", "
                + size(bytes)
                + (failed == 0 ? "" : ", " + failed + " left")
                + ".\n";
    }

    /** Rounded up to whole KiB or MiB. */
    private static String size(long bytes) {
        long kib = (bytes + KIB - 1) / KIB;
        return kib < 10 * KIB ? kib + " KiB" : (kib + KIB - 1) / KIB + " MiB";
    }
}

package slipway.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slipway.namespaces.Namespace;
import slipway.runtime.NamespaceCensus;

/**
 * {@code slipway ns [--json] [PID…]}: who is in which namespace, as a tree of user namespaces and
 * what belongs to each.
 */
final class NsCommand {
    private NsCommand() {}

    static int run(String[] words) {
        boolean json = false;
        List<Integer> pids = new ArrayList<>();
        for (String word : words) {
            if (word.equals("--json")) json = true;
            else if (word.equals("--help")) return Help.print(new String[] {"ns"});
            else pids.add(pid(word));
        }
        NamespaceCensus.Result result =
                pids.isEmpty() ? NamespaceCensus.ofAll() : NamespaceCensus.of(pids);
        Map<Long, String> names = names(result);
        System.out.print(json ? json(result, names) : NsTree.print(result, names));
        return 0;
    }

    private static int pid(String word) {
        try {
            return Integer.parseUnsignedInt(word);
        } catch (NumberFormatException e) {
            throw new UsageError("ns: '" + word + "' is no process", "slipway ns --help");
        }
    }

    /** Which namespaces are a container's and not the ones that we are in. */
    private static Map<Long, String> names(NamespaceCensus.Result result) {
        Map<Integer, String> containers = RunningContainers.byFirstProcess();
        int self = (int) ProcessHandle.current().pid();
        Map<Long, String> names = new HashMap<>();
        for (NamespaceCensus.Entry each : result.entries()) {
            if (each.processes().contains(self)) continue;
            for (int pid : each.processes()) {
                String name = containers.get(pid);
                if (name != null) names.merge(each.number(), name, (one, two) -> one + ", " + two);
            }
        }
        return names;
    }

    private static String json(NamespaceCensus.Result result, Map<Long, String> names) {
        StringWriter written = new StringWriter();
        try (JsonWriter json = new JsonWriter(written)) {
            json.setIndent("  ");
            json.beginObject().name("namespaces").beginArray();
            for (NamespaceCensus.Entry each : result.entries()) entry(json, each, names);
            json.endArray().name("unseenProcesses").value(result.unseen()).endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return written + "\n";
    }

    private static void entry(JsonWriter json, NamespaceCensus.Entry each, Map<Long, String> names)
            throws IOException {
        Namespace kind = each.kind();
        json.beginObject().name("kind").value(kind.procName());
        json.name("number").value(each.number()).name("isolates").value(kind.isolates());
        String above = kind == Namespace.USER ? "parent" : "owner";
        if (each.owner().isPresent()) json.name(above).value(each.owner().getAsLong());
        if (each.maker().isPresent()) json.name("maker").value(each.maker().getAsLong());
        String name = names.get(each.number());
        if (name != null) json.name("container").value(name);
        json.name("processes").beginArray();
        for (int pid : each.processes()) json.value(pid);
        json.endArray().endObject();
    }
}

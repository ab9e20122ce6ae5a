package slipway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import slipway.namespaces.Namespace;
import slipway.runtime.NamespaceCensus;

/** What {@code slipway ns} prints for people, within 80 columns. */
final class NsTree {
    private static final int WIDTH = 80;

    private final NamespaceCensus.Result result;
    private final Map<Long, String> names;
    private final StringBuilder text = new StringBuilder();

    private NsTree(NamespaceCensus.Result result, Map<Long, String> names) {
        this.result = result;
        this.names = names;
    }

    static String print(NamespaceCensus.Result result, Map<Long, String> names) {
        NsTree tree = new NsTree(result, names);
        for (NamespaceCensus.Entry each : result.entries()) {
            // What belongs to a user namespace that we may not know of begins a tree, too.
            if (each.owner().isEmpty()) tree.entry(each, 0);
        }
        tree.legend();
        return tree.text.toString();
    }

    private void entry(NamespaceCensus.Entry entry, int depth) {
        line(entry, depth);
        if (entry.kind() != Namespace.USER) return;
        List<NamespaceCensus.Entry> below = new ArrayList<>();
        for (NamespaceCensus.Entry each : result.entries()) {
            boolean ours = each.owner().isPresent() && each.owner().getAsLong() == entry.number();
            if (ours) below.add(each);
        }
        // User namespaces last: they have more below them.
        below.sort(
                Comparator.comparing((NamespaceCensus.Entry each) -> each.kind() == Namespace.USER)
                        .thenComparing(NamespaceCensus.Entry::kind)
                        .thenComparing(NamespaceCensus.Entry::number));
        for (NamespaceCensus.Entry each : below) entry(each, depth + 1);
    }

    private void line(NamespaceCensus.Entry entry, int depth) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < depth; i++) line.append("  ");
        String kind = entry.kind().procName();
        line.append(kind);
        for (int i = kind.length(); i < 7; i++) line.append(' ');
        line.append(entry.number()).append("  ").append(who(entry));
        if (entry.kind() == Namespace.USER && entry.owner().isPresent()) {
            line.append(", made by user ").append(entry.maker().orElse(0));
        }
        String name = names.get(entry.number());
        if (name != null) line.append("  <- container ").append(name);
        if (line.length() > WIDTH) {
            line.setLength(WIDTH - 1);
            line.append('…');
        }
        text.append(line).append('\n');
    }

    private static String who(NamespaceCensus.Entry entry) {
        List<Integer> processes = entry.processes();
        if (processes.isEmpty()) return "nobody that you may see";
        int first = processes.get(0);
        for (int each : processes) first = Math.min(first, each);
        int count = processes.size();
        String all = count == 1 ? "1 process, " : count + " processes, first ";
        return all + first + " " + command(first);
    }

    private static String command(int pid) {
        try {
            byte[] name = Files.readAllBytes(Path.of("/proc/" + pid + "/comm"));
            return new String(name, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "(ended)";
        }
    }

    private void legend() {
        text.append(
                "\nBelow a user namespace stands what belongs to it: who has rights there has\n");
        text.append(
                "them over that. Two processes share what they are in the same namespace of:\n");
        for (Namespace each : Namespace.values()) {
            String kind = each.procName();
            text.append("  ").append(kind);
            for (int i = kind.length(); i < 7; i++) text.append(' ');
            text.append(each.isolates()).append('\n');
        }
        if (result.unseen() == 0) return;
        text.append('\n').append(result.unseen());
        text.append(result.unseen() == 1 ? " process belongs" : " processes belong");
        text.append(" to others and may not be looked into by you.\n");
    }
}

package slipway.lessons.probe;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.ForPeople;

/** {@code slipway learn probe [--all | ID…] [--json]}. */
public final class ProbeCommand {
    private ProbeCommand() {}

    /** There is no such probe, or option: what is wrong, and what to try. */
    public static final class NoSuchProbe extends RuntimeException implements ForPeople {
        private static final long serialVersionUID = 1L;

        NoSuchProbe(String message) {
            super(message);
        }
    }

    /**
     * @return the exit status: 1 if a claim does not hold here
     * @throws NoSuchProbe for words that name none
     */
    public static int run(List<String> words, PrintStream out) throws IOException {
        boolean json = words.contains("--json");
        List<Probe> chosen = chosen(words);
        if (chosen.isEmpty()) {
            for (Probe probe : Probes.all()) {
                out.println(String.format("%-4s %s", probe.id(), probe.claim()));
            }
            out.println("\nTo see one: ./slipway learn probe ID; all: ./slipway learn probe --all");
            return 0;
        }
        List<Observation> seen = new ArrayList<>();
        for (Probe probe : chosen) {
            Observation one = probe.run();
            seen.add(one);
            if (!json) out.println(one.print());
        }
        if (json) out.println(json(seen));
        else out.println(String.format("Linux %s, JDK %s, %s", kernel(), jdk(), LocalDate.now()));
        return seen.stream().anyMatch(one -> one.result() == Result.DOES_NOT_HOLD) ? 1 : 0;
    }

    private static List<Probe> chosen(List<String> words) {
        List<Probe> chosen = new ArrayList<>();
        for (String word : words) {
            if (word.equals("--json")) continue;
            if (word.equals("--all")) chosen.addAll(Probes.all());
            else chosen.add(find(word));
        }
        if (chosen.isEmpty() && words.contains("--json")) return Probes.all();
        return chosen;
    }

    private static Probe find(String id) {
        return Probes.find(id)
                .orElseThrow(
                        () ->
                                new NoSuchProbe(
                                        "there is no probe "
                                                + id
                                                + ". Try: ./slipway learn probe"));
    }

    private static String json(List<Observation> seen) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.beginObject().name("kernel").value(kernel()).name("jdk").value(jdk());
            json.name("date").value(LocalDate.now().toString()).name("probes").beginArray();
            for (Observation one : seen) {
                json.beginObject().name("id").value(one.id()).name("claim").value(one.claim());
                json.name("result").value(one.result().toString()).name("seen").beginArray();
                for (String line : one.lines()) json.value(line);
                json.endArray().endObject();
            }
            json.endArray().endObject();
        }
        return text.toString();
    }

    private static String kernel() {
        return Probes.kernelRelease();
    }

    private static String jdk() {
        return Runtime.version().toString();
    }
}

package slipway.benchmarks;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the start benchmark found.
 *
 * @param command that repeats it
 * @param commit of the sources
 * @param facts of the machine
 * @param others the share of the processors' time that others took meanwhile
 * @param missing what is not installed, so that its rows were left out
 * @param shown by row: what was run
 * @param seen by row: what a process in there saw, as {@link Witness} says
 * @param times by row: milliseconds, in the order of the rounds
 */
record StartReport(
        String command,
        String commit,
        LocalDate date,
        Map<String, String> facts,
        double others,
        Set<String> missing,
        Map<String, String> shown,
        Map<String, Map<String, String>> seen,
        Map<String, double[]> times) {
    private static final double BUSY = 0.1;

    /** For people. */
    String markdown() {
        StringBuilder text = new StringBuilder("# Start to exit of `true`\n\n");
        text.append("    $ ").append(command).append("\n\n");
        text.append(date).append(", commit ").append(commit).append(". ");
        text.append(String.join("; ", facts.values()));
        text.append(form(". Others took %.0f %% of the processors meanwhile.\n\n", others * 100));
        if (isBusy()) {
            text.append("**The machine was not quiet**: do not compare these numbers.\n\n");
        }
        for (String one : missing) text.append("Left out, not here: ").append(one).append("\n\n");
        text.append("| row | median ms | min | p90 | IQR | × crun | × runc |\n");
        text.append("|---|--:|--:|--:|--:|--:|--:|\n");
        for (Map.Entry<String, double[]> row : times.entrySet()) {
            Statistics of = new Statistics(row.getValue());
            text.append(form("| `%s` | %.2f", row.getKey(), of.median()));
            text.append(form(" | %.2f | %.2f", of.min(), of.quantile(0.9)));
            text.append(form(" | %.2f", of.interquartileRange()));
            text.append(ratio(row.getKey(), Contenders.CRUN));
            text.append(ratio(row.getKey(), Contenders.RUNC)).append(" |\n");
        }
        text.append("\n| row | what was run | own namespaces | mounts | capabilities |\n");
        text.append("|---|---|---|--:|--:|\n");
        for (Map.Entry<String, String> row : shown.entrySet()) {
            text.append(form("| `%s` | `%s`", row.getKey(), row.getValue()));
            Map<String, String> facts = seen.getOrDefault(row.getKey(), Map.of());
            text.append(" | ").append(facts.getOrDefault("namespaces", "–"));
            text.append(" | ").append(facts.getOrDefault("mounts", "–"));
            text.append(" | ").append(capabilities(facts)).append(" |\n");
        }
        return text.toString();
    }

    boolean isBusy() {
        return others > BUSY;
    }

    private static String capabilities(Map<String, String> facts) {
        String mask = facts.get("CapEff");
        return mask == null ? "–" : Integer.toString(Long.bitCount(Long.parseLong(mask, 16)));
    }

    private String ratio(String row, String base) {
        double[] theirs = times.get(base);
        double[] ours = times.get(row);
        if (theirs == null || ours == null) return " | –";
        return form(" | %.2f", Statistics.ratios(ours, theirs).median());
    }

    /** For programs; every single time is in it. */
    String json() {
        JsonObject all = new JsonObject();
        all.addProperty("benchmark", "start");
        all.addProperty("command", command);
        all.addProperty("commit", commit);
        all.addProperty("date", date.toString());
        all.add("machine", object(facts));
        all.addProperty("others", others);
        JsonArray rows = new JsonArray();
        for (Map.Entry<String, double[]> row : times.entrySet()) rows.add(json(row));
        all.add("rows", rows);
        return new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create().toJson(all)
                + "\n";
    }

    private JsonObject json(Map.Entry<String, double[]> row) {
        Statistics of = new Statistics(row.getValue());
        JsonObject json = new JsonObject();
        json.addProperty("name", row.getKey());
        json.addProperty("run", shown.get(row.getKey()));
        json.add("seen", object(seen.getOrDefault(row.getKey(), Map.of())));
        json.addProperty("medianMs", rounded(of.median()));
        json.addProperty("minMs", rounded(of.min()));
        json.addProperty("p90Ms", rounded(of.quantile(0.9)));
        json.addProperty("iqrMs", rounded(of.interquartileRange()));
        addRatio(json, "timesCrun", row.getValue(), Contenders.CRUN);
        addRatio(json, "timesRunc", row.getValue(), Contenders.RUNC);
        JsonArray each = new JsonArray();
        for (double time : row.getValue()) each.add(rounded(time));
        json.add("eachMs", each);
        return json;
    }

    private void addRatio(JsonObject json, String name, double[] ours, String base) {
        double[] theirs = times.get(base);
        if (theirs != null) {
            json.addProperty(name, rounded(Statistics.ratios(ours, theirs).median()));
        }
    }

    private static JsonObject object(Map<String, String> values) {
        JsonObject object = new JsonObject();
        values.forEach(object::addProperty);
        return object;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static String form(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

package slipway.book;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the text claims about the kernel, each with the probe that shows it. */
final class Claims {
    private static final Pattern CLAIM =
            Pattern.compile("\\bclaim:([A-Za-z0-9]+)\\[((?:[^\\]\\\\]|\\\\.)*)\\]");
    private static final Pattern OPEN =
            Pattern.compile("\\bclaim:[A-Za-z0-9]+\\[(?:[^\\]\\\\]|\\\\.)*$");

    private final Map<String, Probe> probes;
    private final Problems problems;
    private final List<Claim> made = new ArrayList<>();

    /** A sentence of the text. */
    private record Claim(String probe, String text, String anchor) {}

    Claims(Map<String, Probe> probes, Problems problems) {
        this.probes = Collections.unmodifiableMap(new LinkedHashMap<>(probes)); // in their order
        this.problems = problems;
    }

    /** True if a claim begins in the text and does not end in it. */
    static boolean isOpen(CharSequence text) {
        return OPEN.matcher(text).find();
    }

    /** The line with each claim as text and a link to the probe. */
    String replace(Place place, String line) {
        Matcher claim = CLAIM.matcher(line);
        StringBuilder replaced = new StringBuilder();
        while (claim.find()) {
            String id = claim.group(1);
            String text = claim.group(2).replace("\\]", "]");
            if (!probes.containsKey(id)) {
                problems.add(
                        place,
                        "a claim without a probe: there is no " + id,
                        "./slipway learn probe lists the probes; or write one in slipway.lessons.probe");
            }
            String anchor = "claim-" + id + "-" + (count(id) + 1);
            made.add(new Claim(id, text, anchor));
            String link = "[[" + anchor + "]]" + text + "^<<probe-" + id + "," + id + ">>^";
            claim.appendReplacement(replaced, Matcher.quoteReplacement(link));
        }
        return claim.appendTail(replaced).toString();
    }

    int size() {
        return made.size();
    }

    private long count(String id) {
        return made.stream().filter(each -> each.probe().equals(id)).count();
    }

    /** A table with a row for each probe that the text leans on. */
    List<String> table() {
        List<String> table = new ArrayList<>();
        table.add("[.claims,cols=\"1,7,4\",options=\"header\"]");
        table.add("|===");
        table.add(
                "|Probe |What was observed to hold, and where the text leans on it |Last seen on");
        probes.values().stream()
                .filter(probe -> count(probe.id()) > 0)
                .forEach(probe -> table.addAll(row(probe)));
        table.add("|===");
        return table;
    }

    private List<String> row(Probe probe) {
        List<String> row = new ArrayList<>();
        row.add("");
        row.add("|[[probe-" + probe.id() + "]]" + probe.id());
        row.add("a|" + AsciiDoc.verbatim(probe.claim()));
        row.add("");
        for (Claim claim : made) {
            if (!claim.probe().equals(probe.id())) continue;
            row.add("* xref:" + claim.anchor() + "[" + claim.text().replace("]", "\\]") + "]");
        }
        row.add("|" + Optional.of(probe.seen()).filter(seen -> !seen.isEmpty()).orElse("not yet"));
        return row;
    }
}

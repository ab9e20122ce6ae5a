package slipway.cli;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.engine.KeptConfig;
import slipway.engine.KeptEnd;
import slipway.runtime.lifecycle.Rfc3339;

/** Containers as {@code ps} shows them. */
final class ContainerTable {
    private static final String[] HEAD = {
        "CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "NAMES"
    };
    private static final int WIDEST_COMMAND = 20;
    private static final long[] SECONDS = {604_800, 86_400, 3_600, 60, 1};
    private static final String[] UNITS = {"week", "day", "hour", "minute", "second"};

    private ContainerTable() {}

    static String text(List<PsCommand.Row> rows, boolean whole) {
        long now = System.currentTimeMillis();
        List<String[]> cells = new ArrayList<>();
        cells.add(HEAD);
        for (PsCommand.Row row : rows) {
            KeptConfig config = row.config();
            cells.add(
                    new String[] {
                        whole ? config.id() : config.briefId(),
                        image(config),
                        '"' + cut(command(config), whole) + '"',
                        ago(now - config.createdMillis()) + " ago",
                        status(row, now),
                        config.name()
                    });
        }
        return aligned(cells);
    }

    private static String image(KeptConfig config) {
        if (!config.image().isEmpty()) return config.image();
        int rootfs = config.words().indexOf("--rootfs");
        int command = config.words().indexOf("--");
        boolean own = rootfs >= 0 && rootfs < command;
        return own ? config.words().get(rootfs + 1) : RunOptions.BASE;
    }

    private static String command(KeptConfig config) {
        return String.join(" ", config.command()).replace('\n', ' ');
    }

    private static String cut(String text, boolean whole) {
        if (whole || text.length() <= WIDEST_COMMAND) return text;
        return text.substring(0, WIDEST_COMMAND - 3) + "...";
    }

    private static String status(PsCommand.Row row, long now) {
        switch (row.status()) {
            case CREATED:
                return "Created";
            case RUNNING:
                return "Up " + ago(now - row.run().startedMillis());
            default:
                Optional<KeptEnd> end = row.container().end();
                String word = row.status().word();
                String name = Character.toUpperCase(word.charAt(0)) + word.substring(1);
                if (end.isEmpty()) return name + " (" + KeptEnd.UNKNOWN + "), keeper killed";
                return name
                        + " ("
                        + end.get().status().shellCode()
                        + ") "
                        + ago(now - end.get().millis())
                        + " ago"
                        + (end.get().outOfMemory() ? ", out of memory" : "");
        }
    }

    static String ago(long millis) {
        long seconds = Math.max(0, millis / 1000);
        for (int i = 0; i < UNITS.length; i++) {
            long count = seconds / SECONDS[i];
            if (count > 0) return count + " " + UNITS[i] + (count == 1 ? "" : "s");
        }
        return "less than a second";
    }

    static String aligned(List<String[]> rows) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) widths[i] = Math.max(widths[i], row[i].length());
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                text.append(row[i]);
                if (i < row.length - 1) text.append(" ".repeat(widths[i] - row[i].length() + 3));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** With docker's names for things. */
    static String json(PsCommand.Row row) {
        KeptConfig config = row.config();
        JsonObject one = new JsonObject();
        one.addProperty("ID", config.briefId());
        one.addProperty("Names", config.name());
        one.addProperty("Image", image(config));
        one.addProperty("Command", '"' + command(config) + '"');
        one.addProperty("CreatedAt", Rfc3339.of(config.createdMillis()));
        one.addProperty("State", row.status().word());
        one.addProperty("Status", status(row, System.currentTimeMillis()));
        one.addProperty("Labels", String.join(",", config.labels()));
        return one.toString();
    }
}

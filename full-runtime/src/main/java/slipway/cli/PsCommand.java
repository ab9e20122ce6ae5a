package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import slipway.engine.KeptConfig;
import slipway.engine.KeptContainer;
import slipway.engine.KeptRun;
import slipway.engine.KeptStatus;

/** {@code slipway ps}. */
final class PsCommand {
    private boolean all;
    private boolean quiet;
    private boolean json;
    private boolean whole;
    private int most = Integer.MAX_VALUE;
    private final List<String[]> filters = new ArrayList<>();

    private PsCommand() {}

    /** One container, as it was found. */
    record Row(KeptContainer container, KeptConfig config, KeptRun run, KeptStatus status) {}

    static int run(String[] words) {
        if (KeptCommands.help("ps", words)) return 0;
        PsCommand command = new PsCommand();
        command.parse(words);
        List<Row> rows = command.rows();
        if (command.quiet) {
            for (Row row : rows) {
                System.out.println(command.whole ? row.config().id() : row.config().briefId());
            }
        } else if (command.json) {
            for (Row row : rows) System.out.println(ContainerTable.json(row));
        } else {
            System.out.print(ContainerTable.text(rows, command.whole));
        }
        return 0;
    }

    private void parse(String[] words) {
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            int equals = word.indexOf('=');
            String name = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
            switch (name) {
                case "-a":
                case "--all":
                    all = true;
                    break;
                case "-q":
                case "--quiet":
                    quiet = true;
                    break;
                case "-aq":
                case "-qa":
                    all = true;
                    quiet = true;
                    break;
                case "--no-trunc":
                    whole = true;
                    break;
                case "-l":
                case "--latest":
                    last(1);
                    break;
                case "--json":
                    json = true;
                    break;
                default:
                    boolean known = name.equals("--format") || name.equals("-n");
                    known |= name.equals("--last") || name.equals("-f") || name.equals("--filter");
                    if (!known) throw KeptCommands.unknown("ps", word);
                    boolean inline = !name.equals(word);
                    if (!inline && i + 1 == words.length) {
                        throw new UsageError(word + " needs a value", "slipway help ps");
                    }
                    option(name, inline ? word.substring(equals + 1) : words[++i]);
            }
        }
    }

    private void option(String name, String value) {
        if (name.equals("--format")) {
            if (!value.equals("json") && !value.equals("table")) {
                throw new UsageError("--format is '" + value + "'", "--format json, or table");
            }
            json = value.equals("json");
        } else if (name.equals("-n") || name.equals("--last")) {
            last(KeptOptions.number(name, value, 1, Integer.MAX_VALUE));
        } else {
            filter(value);
        }
    }

    private void last(int count) {
        all = true;
        most = count;
    }

    private void filter(String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        switch (key) {
            case "id":
            case "name":
            case "label":
            case "status":
            case "exited":
            case "ancestor":
                if (equals > 0) break;
                throw new UsageError("--filter " + text + " has no value", "--filter name=web");
            default:
                throw new UsageError(
                        "--filter knows no " + key,
                        "id, name, label, status, exited or ancestor, as in --filter name=web");
        }
        if (key.equals("status") || key.equals("exited")) all = true;
        filters.add(new String[] {key, text.substring(equals + 1)});
    }

    /** The newest first, as docker has it. */
    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Row row : PsLook.at(KeptCommands.store().all())) {
            boolean shown = all || row.status() == KeptStatus.RUNNING;
            shown |= row.status() == KeptStatus.RESTARTING;
            if (shown && passes(row)) rows.add(row);
        }
        rows.sort(PsCommand::newestFirst);
        return rows.size() > most ? rows.subList(0, most) : rows;
    }

    private static int newestFirst(Row one, Row other) {
        return Long.compare(other.config().createdMillis(), one.config().createdMillis());
    }

    /** Of several filters of one kind one is enough; of each kind one has to pass. */
    private boolean passes(Row row) {
        for (String[] filter : filters) {
            boolean one = false;
            for (String[] each : filters) {
                if (each[0].equals(filter[0])) one |= passes(row, each[0], each[1]);
            }
            if (!one) return false;
        }
        return true;
    }

    private static boolean passes(Row row, String key, String value) {
        KeptConfig config = row.config();
        switch (key) {
            case "id":
                return config.id().startsWith(value);
            case "name":
                return config.name().contains(value);
            case "status":
                return row.status().word().equals(value.toLowerCase(Locale.ROOT));
            case "exited":
                return row.status() == KeptStatus.EXITED
                        && value.equals("" + row.container().exitStatus().shellCode());
            case "ancestor":
                return config.image().equals(value)
                        || config.image().equals(value + ":latest")
                        || config.imageId().contains(value);
            default:
                for (String label : config.labels()) {
                    if (label.equals(value) || label.startsWith(value + "=")) return true;
                }
                return false;
        }
    }
}

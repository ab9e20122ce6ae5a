package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import slipway.attack.Attack;
import slipway.attack.Battery;
import slipway.attack.Jail;
import slipway.attack.Verdict;

/** {@code slipway attack}: the matrix of which jail stops which attack, found out just now. */
final class AttackCommand {
    private static final int LABEL = 18;

    private AttackCommand() {}

    static int run(String[] words) {
        if (words.length > 0) throw new UsageError("attack takes no " + words[0], "slipway help");
        Path parent = TemporaryFolder.ours();
        try (Battery battery = new Battery(parent)) {
            System.out.print(table(battery.run()));
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("the scene needs a folder in " + parent, e);
        }
    }

    /** At most 80 columns wide: a row an attack, a column a jail, explained below. */
    static String table(List<Verdict> verdicts) {
        StringBuilder text = new StringBuilder();
        text.append("Eleven ways out, tried against seven jails just now. OUT: it got out.\n\n");
        Jail[] jails = Jail.values();
        int[] widths = widths(verdicts, jails.length);
        StringBuilder head = new StringBuilder(pad("", LABEL));
        for (int i = 0; i < jails.length; i++) head.append(pad("jail " + (i + 1), widths[i]));
        text.append(head.toString().stripTrailing()).append('\n');
        for (Attack attack : Attack.values()) {
            StringBuilder row = new StringBuilder(pad(attack.label(), LABEL));
            for (Verdict verdict : verdicts) {
                if (verdict.attack() != attack) continue;
                row.append(pad(cell(verdict), widths[verdict.jail().ordinal()]));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        text.append("\nThe jails:\n");
        for (int i = 0; i < jails.length; i++) {
            text.append("  ").append(i + 1).append("  ").append(jails[i].consistsOf()).append('\n');
        }
        text.append("\nThe attacks:\n");
        for (Attack attack : Attack.values()) {
            text.append("  ").append(pad(attack.label(), 20)).append(attack.does()).append('\n');
        }
        return text.append(
                        "\nIn a cell: the errno that stopped it; own: it has reached its own only.\n")
                .toString();
    }

    /** As wide as what is in it, and a blank. */
    private static int[] widths(List<Verdict> verdicts, int columns) {
        int[] widths = new int[columns];
        Arrays.fill(widths, "jail 1 ".length());
        for (Verdict verdict : verdicts) {
            int column = verdict.jail().ordinal();
            widths[column] = Math.max(widths[column], cell(verdict).length() + 1);
        }
        return widths;
    }

    private static String cell(Verdict verdict) {
        if (verdict.escaped()) return "OUT";
        String detail = verdict.detail();
        return detail.substring(detail.lastIndexOf(' ') + 1);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}

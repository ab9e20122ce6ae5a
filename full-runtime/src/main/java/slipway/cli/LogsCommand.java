package slipway.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import slipway.engine.KeptContainer;
import slipway.engine.log.Instants;
import slipway.engine.log.LogPrinter;
import slipway.engine.log.LogView;

/** {@code slipway logs}: what a container that stays has written, each stream to ours. */
final class LogsCommand {
    private String name = "";
    private boolean follow;
    private boolean timestamps;
    private long last = -1;
    private Optional<Instant> since = Optional.empty();
    private Optional<Instant> until = Optional.empty();

    private LogsCommand() {}

    static int run(String[] words) {
        if (KeptCommands.help("logs", words)) return 0;
        LogsCommand logs = new LogsCommand();
        logs.parse(words);
        if (logs.name.isEmpty()) throw new UsageError("logs wants a container", "slipway ps -a");
        return logs.print(KeptCommands.store().find(logs.name));
    }

    private int print(KeptContainer container) {
        LogView view = new LogView(since, until, last, timestamps);
        LogPrinter printer = new LogPrinter(standardOutput(), standardError(), view);
        Path directory = container.home();
        try {
            if (follow) printer.follow(directory, () -> !KeptOutput.mayGrow(container));
            else printer.print(directory);
            KeptOutput.tellLost(container, name);
            return 0;
        } catch (IOException e) {
            return KeptOutput.unread(e);
        } catch (slipway.linux.SyscallException e) {
            throw new UncheckedIOException(
                    new IOException("reading the log: " + e.getMessage(), e));
        }
    }

    /** Not {@code System.out}, which tells nobody that nobody reads. */
    static OutputStream standardOutput() {
        return new FileOutputStream(FileDescriptor.out);
    }

    static OutputStream standardError() {
        return new FileOutputStream(FileDescriptor.err);
    }

    private void parse(String[] words) {
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            int equals = word.startsWith("-") ? word.indexOf('=') : -1;
            String option = equals < 0 ? word : word.substring(0, equals);
            if (!word.startsWith("-")) {
                if (!name.isEmpty()) {
                    throw new UsageError("logs takes one container", "slipway help logs");
                }
                name = word;
            } else if (!flag(word)) {
                if (!takesValue(option)) throw KeptCommands.unknown("logs", word);
                if (equals < 0 && i + 1 == words.length) {
                    throw new UsageError(option + " needs a value", "slipway help logs");
                }
                set(option, equals < 0 ? words[++i] : word.substring(equals + 1));
            }
        }
    }

    private boolean flag(String word) {
        switch (word) {
            case "-f":
            case "--follow":
                follow = true;
                return true;
            case "-t":
            case "--timestamps":
                timestamps = true;
                return true;
            case "-ft":
            case "-tf":
                follow = true;
                timestamps = true;
                return true;
            default:
                return false;
        }
    }

    private static boolean takesValue(String option) {
        switch (option) {
            case "-n":
            case "--tail":
            case "--since":
            case "--until":
                return true;
            default:
                return false;
        }
    }

    private void set(String option, String value) {
        switch (option) {
            case "--since":
                since = Optional.of(instant(option, value));
                return;
            case "--until":
                until = Optional.of(instant(option, value));
                return;
            default:
                last = value.equals("all") ? -1 : KeptOptions.number(option, value, 0, MOST);
        }
    }

    private static final int MOST = Integer.MAX_VALUE;

    private static Instant instant(String option, String value) {
        Optional<Instant> instant = Instants.parse(value, Instant.now(), ZoneId.systemDefault());
        if (instant.isPresent()) return instant.get();
        throw new UsageError(
                option + " " + value + " is no time",
                option + " 10m, or 2026-03-01T12:00:00, or seconds since 1970");
    }
}

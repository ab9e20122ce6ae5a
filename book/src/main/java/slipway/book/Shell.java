package slipway.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Runs the commands of a script as somebody would who sits in front of them. An effect. */
final class Shell {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Bench bench;

    Shell(Bench bench) {
        this.bench = bench;
    }

    /** A command did not end as it should, or never. */
    static final class Unexpected extends Exception {
        private static final long serialVersionUID = 1;

        Unexpected(String message) {
            super(message);
        }
    }

    /** What a reader sees: the commands, and what they print. */
    String transcript(Script script) throws Unexpected {
        String mark = "mark-" + UUID.randomUUID();
        String printed = run(inShell(script, mark));
        StringBuilder transcript = new StringBuilder();
        int at = 0;
        for (Script.Command command : script.commands()) {
            String end = "\n" + mark + " ";
            int to = printed.indexOf(end, at);
            if (to < 0) throw new Unexpected(told(command, "ended the shell", printed, at));
            String output = printed.substring(at, to);
            int lineEnd = printed.indexOf('\n', to + end.length());
            int status = Integer.parseInt(printed.substring(to + end.length(), lineEnd));
            at = lineEnd + 1;
            if (status != command.status()) {
                throw new Unexpected(told(command, "ended with status " + status, output, 0));
            }
            if (!command.isHidden()) append(transcript, command, output);
        }
        return transcript.toString();
    }

    private static String told(Script.Command command, String how, String printed, int from) {
        return "$ "
                + command.text()
                + "\n"
                + how
                + " after this:\n"
                + printed.substring(from).strip();
    }

    private static void append(StringBuilder transcript, Script.Command command, String output) {
        transcript.append("$ ").append(command.text()).append('\n');
        for (String line : output.lines().toList()) {
            transcript.append(line.stripTrailing()).append('\n');
        }
        if (command.status() != 0) {
            transcript.append("(exit status ").append(command.status()).append(")\n");
        }
    }

    private String inShell(Script script, String mark) {
        StringBuilder text = new StringBuilder("exec 2>&1 </dev/null\n");
        // Readers have one; here two builds at a time, of two users, would meet in it.
        String lab = bench.scratch().resolve("tmp/lab").toString();
        for (Script.Command command : script.commands()) {
            text.append(command.text().replace("/tmp/lab", lab)).append('\n');
            text.append("printf '\\n%s %s\\n' ").append(mark).append(" \"$?\"\n");
        }
        return text.toString();
    }

    private String run(String text) throws Unexpected {
        Path out = bench.scratch().resolve("transcript");
        Path script = bench.scratch().resolve("script");
        BookFiles.write(script, text);
        ProcessBuilder builder =
                new ProcessBuilder("sh", script.toString())
                        .directory(bench.home().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile());
        builder.environment().clear();
        builder.environment().putAll(bench.environment());
        try {
            Process process = builder.start();
            boolean isOver = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!isOver) end(process);
            String printed = Files.readString(out);
            if (!isOver) throw new Unexpected("not over after " + LIMIT + ":\n" + printed);
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unexpected("interrupted");
        }
    }

    private static void end(Process process) {
        // Asked for before: once the shell is gone they are nobody's descendants.
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        for (ProcessHandle each : all) each.destroyForcibly();
        process.onExit().join();
    }
}

package slipway.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.runtime.RootSource;
import slipway.runtime.RunRequest;

/**
 * The words after {@code run}. Options come first; the first word that is none, or the first after
 * {@code --}, begins the command. Read by hand: this is on the way of every cold start.
 */
final class RunOptions {
    private static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int ID_BYTES = 6;

    private final String[] words;
    private int at;
    private String rootfs = "";
    private String hostname = "";
    private String workdir = "/";
    private boolean plan;
    private boolean help;
    private final List<String> environment = new ArrayList<>();

    private RunOptions(String[] words) {
        this.words = words;
    }

    static RunOptions parse(String[] words) {
        RunOptions options = new RunOptions(words);
        while (options.at < words.length && options.option()) options.at++;
        return options;
    }

    boolean plan() {
        return plan;
    }

    boolean help() {
        return help;
    }

    /** What was asked for, with docker's defaults. */
    RunRequest request() {
        if (rootfs.isEmpty()) {
            throw new UsageError(
                    "run needs a root file system",
                    "slipway run --rootfs DIR -- COMMAND, where DIR holds bin, lib, usr and so on");
        }
        String directory = Rootfs.existing(rootfs);
        String name = hostname.isEmpty() ? freshId() : hostname;
        List<String> command = Arrays.asList(words).subList(at, words.length);
        if (command.isEmpty()) {
            throw new UsageError(
                    "run needs a command", "slipway run --rootfs " + rootfs + " -- /bin/sh");
        }
        return RunRequest.of(
                RootSource.writtenThrough(directory), name, variables(name), workdir, command);
    }

    /** Takes one option; false at the first word that is none. */
    private boolean option() {
        String word = words[at];
        if (word.equals("--")) {
            at++;
            return false;
        }
        if (!word.startsWith("-")) return false;
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        switch (name) {
            case "--rootfs":
                rootfs = value(name, equals);
                return true;
            case "--hostname":
            case "-h":
                hostname = value(name, equals);
                return true;
            case "--workdir":
            case "-w":
                workdir = value(name, equals);
                return true;
            case "--env":
            case "-e":
                addVariable(value(name, equals));
                return true;
            case "--plan":
                plan = true;
                return true;
            case "--help":
                help = true;
                return true;
            default:
                throw new UsageError("run has no option " + name, "slipway help run");
        }
    }

    private String value(String name, int equals) {
        if (equals >= 0) return words[at].substring(equals + 1);
        if (at + 1 == words.length)
            throw new UsageError(name + " needs a value", "slipway help run");
        return words[++at];
    }

    /** {@code NAME=value}, or {@code NAME} for our own value, left out where we have none. */
    private void addVariable(String text) {
        if (text.indexOf('=') >= 0) {
            environment.add(text);
            return;
        }
        if (text.isEmpty()) throw new UsageError("--env has no name", "--env NAME=VALUE");
        String ours = Verbatim.variable(text);
        if (ours != null) environment.add(text + "=" + ours);
    }

    private List<String> variables(String host) {
        List<String> all = new ArrayList<>();
        addDefault(all, "PATH", DEFAULT_PATH);
        addDefault(all, "HOSTNAME", host);
        addDefault(all, "HOME", "/root");
        for (int i = 0; i < environment.size(); i++) {
            if (!setLater(i)) all.add(environment.get(i));
        }
        return all;
    }

    private void addDefault(List<String> all, String name, String value) {
        for (String variable : environment) if (variable.startsWith(name + "=")) return;
        all.add(name + "=" + value);
    }

    /** Of a name that is given twice, the last one counts. */
    private boolean setLater(int index) {
        String variable = environment.get(index);
        String prefix = variable.substring(0, variable.indexOf('=') + 1);
        for (int i = index + 1; i < environment.size(); i++) {
            if (environment.get(i).startsWith(prefix)) return true;
        }
        return false;
    }

    /** Twelve hexadecimal digits, as docker's short ids. */
    private static String freshId() {
        byte[] random = new byte[ID_BYTES];
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.GETRANDOM,
                        new Arg.Bytes(random, "id"),
                        Arg.num(ID_BYTES),
                        Arg.num(0)));
        StringBuilder id = new StringBuilder();
        for (byte b : random) {
            id.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return id.toString();
    }
}

package slipway.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import slipway.jail.Volume;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.runtime.RootSource;
import slipway.runtime.RunAs;
import slipway.runtime.RunRequest;

/**
 * The words after {@code run}. Options come first; the first word that is none, or the first after
 * {@code --}, begins the command. Read by hand: this is on the way of every cold start.
 */
final class RunOptions {
    private static final int ID_BYTES = 6;

    private final String[] words;
    private int at;
    private String rootfs = "";
    private String hostname = "";
    private String workdir = "/";
    private boolean plan;
    private boolean help;
    private String entrypoint = "";
    private String user = "";
    private boolean readOnly;
    private boolean tty;
    private boolean interactive;
    private final Variables variables = new Variables();
    private final RightsOption rights = new RightsOption();
    private final List<Volume> volumes = new ArrayList<>();

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

    /** Whether the container gets a terminal. */
    boolean tty() {
        return tty;
    }

    /** Whether what is typed goes to it. Without a terminal, standard input is passed anyway. */
    boolean interactive() {
        return interactive;
    }

    /** What was asked for, with docker's defaults. */
    RunRequest request() {
        if (rootfs.isEmpty()) {
            throw new UsageError(
                    "run needs a root file system",
                    "slipway run --rootfs DIR -- COMMAND, where DIR holds bin, lib, usr and so on");
        }
        boolean copy = rootfs.endsWith(":O");
        String given = copy ? rootfs.substring(0, rootfs.length() - 2) : rootfs;
        String directory = Rootfs.existing(given);
        String name = hostname.isEmpty() ? freshId() : hostname;
        if (tty) variables.terminal();
        return new RunRequest(
                new RootSource(directory, copy, readOnly),
                name,
                variables.all(name, "/root"),
                workdir,
                command(),
                volumes,
                rights.rights(),
                user.isEmpty() ? RunAs.ROOT : UserOption.of(user),
                tty ? Optional.of(Terminal.ourSize()) : Optional.empty());
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        if (!entrypoint.isEmpty()) command.add(entrypoint);
        command.addAll(Arrays.asList(words).subList(at, words.length));
        if (command.isEmpty()) {
            throw new UsageError(
                    "run needs a command", "slipway run --rootfs " + rootfs + " -- /bin/sh");
        }
        return command;
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
                variables.add(value(name, equals));
                return true;
            case "--env-file":
                variables.addFile(value(name, equals));
                return true;
            case "--entrypoint":
                entrypoint = value(name, equals);
                return true;
            case "--user":
            case "-u":
                user = value(name, equals);
                return true;
            case "--volume":
            case "-v":
                volumes.add(VolumeOption.volume(value(name, equals)));
                return true;
            case "--mount":
                volumes.add(VolumeOption.mount(value(name, equals)));
                return true;
            case "--tmpfs":
                volumes.add(VolumeOption.tmpfs(value(name, equals)));
                return true;
            case "--tty":
            case "-t":
                tty = true;
                return true;
            case "--interactive":
            case "-i":
                interactive = true;
                return true;
            case "-it":
            case "-ti":
                tty = true;
                interactive = true;
                return true;
            case "--read-only":
                readOnly = true;
                return true;
            case "--cap-add":
                rights.add(value(name, equals));
                return true;
            case "--cap-drop":
                rights.drop(value(name, equals));
                return true;
            case "--privileged":
                rights.privileged();
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

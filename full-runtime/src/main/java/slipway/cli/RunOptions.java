package slipway.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.image.ImageConfig;
import slipway.jail.BaseRoot;
import slipway.jail.DataDirectory;
import slipway.jail.Identity;
import slipway.jail.Volume;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.runtime.HostFacts;
import slipway.runtime.RootSource;
import slipway.runtime.RunAs;
import slipway.runtime.RunRequest;

/**
 * The words after {@code run}. Options come first; the first word that is none, or the first after
 * {@code --}, begins the command. Read by hand: this is on the way of every cold start.
 */
final class RunOptions {
    /** The name of the built-in root file system. */
    static final String BASE = "base";

    /** Who a program is where nobody says so. */
    static final Identity ROOT = new Identity(0, 0, List.of(), "/root", "root");

    private final String[] words;
    private int at;
    private final String id = FreshId.make();
    private String rootfs = "";
    private String image = "";
    private String hostname = "";
    private @Nullable String workdir;
    private PlanFormat plan = PlanFormat.NONE;
    private boolean help;
    private boolean dashes;
    private String entrypoint = "";
    private String user = "";
    private String stopSignal = "";
    private boolean readOnly;
    private boolean tty;
    private boolean interactive;
    private boolean init;
    private final Variables variables = new Variables();
    private final LimitOptions limits = new LimitOptions();
    private final RightsOption rights = new RightsOption();
    private final List<Volume> volumes = new ArrayList<>();
    private @Nullable IsolationOptions isolation;
    private final KeptOptions kept = new KeptOptions();

    /**
     * The options so far, but for those of {@link #kept}, the variables, and who is shared with.
     */
    private final List<String> given = new ArrayList<>();

    /** What is to be remembered in place of the words of the option at hand. */
    private @Nullable List<String> complete;

    private RunOptions(String[] words) {
        this.words = words;
    }

    static RunOptions parse(String[] words) {
        RunOptions options = new RunOptions(words);
        while (options.at < words.length) {
            int before = options.at;
            options.complete = null;
            if (!options.option()) break;
            options.remember(before);
            options.at++;
        }
        if (!options.help) options.takeImage();
        return options;
    }

    /** An option as it was given, or complete where it would mean something else later. */
    private void remember(int from) {
        if (complete != null) given.addAll(complete);
        else given.addAll(Arrays.asList(words).subList(from, at + 1));
    }

    private String complete(String... option) {
        complete = Arrays.asList(option);
        return option[option.length - 1];
    }

    /** What is only about containers that stay. */
    KeptOptions kept() {
        return kept;
    }

    /**
     * Words that mean the same tomorrow, in another directory and from another environment.
     *
     * @param imageId the digest of the image, if there is one
     * @param name the host name, where none was given
     */
    List<String> frozen(String imageId, String name) {
        List<String> frozen = new ArrayList<>(given);
        if (isolation != null) frozen.addAll(isolation.lastingModes());
        if (tty) variables.terminal();
        for (String variable : variables.given()) frozen.addAll(List.of("-e", variable));
        if (hostname.isEmpty() && (isolation == null || !isolation.sharesName()))
            frozen.addAll(List.of("--hostname", name));
        frozen.add(imageId.isEmpty() ? "--" : imageId);
        frozen.addAll(Arrays.asList(words).subList(at, words.length));
        return frozen;
    }

    /** The directory that it is a private copy of; empty where it is none. */
    String copied() {
        if (!image.isEmpty()) return "";
        if (rootfs.isEmpty()) return BaseRoot.ensure(ImageCommands.dataDirectory()).toString();
        RootSource source = directory();
        return source.privateCopy() ? source.directory() : "";
    }

    /** How the plan is to be printed, if it is. */
    PlanFormat plan() {
        return plan;
    }

    boolean help() {
        return help;
    }

    /** What tells this container from others. */
    String id() {
        return id;
    }

    /** What was said about how far it is apart; empty if nothing was. */
    Optional<IsolationOptions> isolation() {
        return Optional.ofNullable(isolation);
    }

    List<Volume> volumes() {
        return volumes;
    }

    /** Whether a host name is asked for. */
    boolean namesHost() {
        return !hostname.isEmpty();
    }

    /** Whether the container gets a terminal. */
    boolean tty() {
        return tty;
    }

    /** Whether what is typed goes to it. Without a terminal, standard input is passed anyway. */
    boolean interactive() {
        return interactive;
    }

    /**
     * What was asked for, with what an image says and docker's defaults.
     *
     * @param from the image's root, if there is an image
     */
    RunRequest request(RunRoot from, RunIsolation apart, HostFacts host) {
        Optional<ImageConfig> config = from.config();
        if (config.isPresent()) apply(config.get());
        RootSource root =
                from.tree().isPresent() ? RootSource.of(from.tree().get(), readOnly) : directory();
        apart.check(root, host);
        String name = apart.hostname(hostname.isEmpty() ? id : hostname);
        if (tty) variables.terminal();
        Identity who = user.isEmpty() ? ROOT : Rootfs.accounts(root).resolve(user);
        RunAs runAs = apart.user(user.isEmpty(), who);
        List<String> command = command(config);
        return new RunRequest(
                root,
                name,
                variables.all(name, who.home()),
                workdir == null ? "/" : workdir,
                command,
                volumes,
                rights.rights(),
                runAs,
                tty ? Optional.of(Terminal.ourSize()) : Optional.empty(),
                limits.limits(),
                init,
                apart.isolation());
    }

    /** What one more program in the container finds there, too; see {@link #request}. */
    Surroundings surroundings(Optional<ImageConfig> config) {
        if (config.isPresent()) apply(config.get());
        String name = hostname.isEmpty() ? HostName.ours() : hostname;
        return new Surroundings(variables, name, workdir == null ? "/" : workdir, user, rights);
    }

    /**
     * The image that the first word names; empty after {@code --}, for {@code base}, and where a
     * directory is given.
     */
    String image() {
        return image;
    }

    /**
     * What is to stop the container, where slipway gets SIGTERM: docker's rule for docker stop.
     *
     * @param from the image's root, if there is an image
     */
    int stopSignal(RunRoot from) {
        Optional<ImageConfig> config = from.config();
        String named = stopSignal;
        if (named.isEmpty() && config.isPresent()) named = config.get().stopSignal();
        return named.isEmpty() ? Constants.SIGTERM : SignalName.number(named);
    }

    private void takeImage() {
        if (!rootfs.isEmpty() || dashes) return;
        if (at == words.length) {
            throw new UsageError(
                    "run needs an image, or -- and a command",
                    "slipway run debian:12; or slipway run -- sh");
        }
        if (!words[at].equals(BASE)) image = words[at];
        at++;
    }

    private void apply(ImageConfig config) {
        variables.under(config.environment());
        if (user.isEmpty()) user = config.user();
        if (workdir != null || config.workdir().isEmpty()) return;
        workdir = config.workdir().startsWith("/") ? config.workdir() : "/" + config.workdir();
    }

    /** A directory of the caller's, or the built-in base, of which every container gets a copy. */
    private RootSource directory() {
        if (rootfs.isEmpty()) {
            long uid = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETEUID));
            Path base = BaseRoot.use(DataDirectory.of(uid, System.getenv()));
            return new RootSource(base.toString(), true, readOnly);
        }
        boolean copy = rootfs.endsWith(":O");
        String given = copy ? rootfs.substring(0, rootfs.length() - 2) : rootfs;
        return new RootSource(Rootfs.existing(given), copy, readOnly);
    }

    /** Docker's rule: words replace the image's command, --entrypoint its entry point and both. */
    private List<String> command(Optional<ImageConfig> image) {
        List<String> given = Arrays.asList(words).subList(at, words.length);
        List<String> command = new ArrayList<>();
        if (!entrypoint.isEmpty()) command.add(entrypoint);
        else if (image.isPresent()) command.addAll(image.get().entrypoint());
        if (command.isEmpty() && !given.isEmpty() && given.get(0).equals("--")) {
            throw new UsageError(
                    "what follows an image is its command, and -- is none",
                    "slipway run IMAGE COMMAND, without -- between them");
        }
        boolean imagesOwn = image.isPresent() && given.isEmpty() && entrypoint.isEmpty();
        command.addAll(imagesOwn ? image.get().command() : given);
        if (command.isEmpty() && image.isPresent()) {
            throw new UsageError(
                    "the image does not say what to run", "slipway run IMAGE and a command");
        }
        if (command.isEmpty()) {
            throw new UsageError("run needs a command", "slipway run -- sh");
        }
        return command;
    }

    /** Takes one option; false at the first word that is none. */
    private boolean option() {
        String word = words[at];
        if (word.equals("--")) {
            at++;
            dashes = true;
            return false;
        }
        if (!word.startsWith("-")) return false;
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        switch (name) {
            case "--rootfs":
                rootfs = value(name, equals);
                complete(name, new File(rootfs).getAbsolutePath());
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
                complete = List.of();
                return true;
            case "--env-file":
                variables.addFile(value(name, equals));
                complete = List.of();
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
                String volume = VolumeOption.absolute(value(name, equals));
                volumes.add(VolumeOption.volume(complete(name, volume)));
                return true;
            case "--mount":
                String mount = VolumeOption.absoluteMount(value(name, equals));
                volumes.add(VolumeOption.mount(complete(name, mount)));
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
            case "--init":
                init = true;
                return true;
            case "--read-only":
                readOnly = true;
                return true;
            case "--stop-signal":
                stopSignal = value(name, equals);
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
                plan = equals < 0 ? PlanFormat.LINES : PlanFormat.of(value(name, equals));
                return true;
            case "--help":
                help = true;
                return true;
            default:
                if (LimitOptions.isOne(name)) {
                    limits.set(name, value(name, equals));
                    return true;
                }
                if (IsolationOptions.isOne(name)) {
                    if (isolation == null) isolation = new IsolationOptions();
                    isolation.set(name, value(name, equals));
                    if (IsolationOptions.isMode(name)) complete = List.of();
                    return true;
                }
                if (KeptOptions.isOne(name)) {
                    complete = List.of();
                    kept.set(name, KeptOptions.isFlag(name) ? "" : value(name, equals));
                    return true;
                }
                if (letters(word)) return true;
                throw DockersWords.option(name);
        }
    }

    /** Several options of one letter in one word: {@code -dit}. */
    private boolean letters(String word) {
        if (word.startsWith("--") || word.length() < 3) return false;
        for (int i = 1; i < word.length(); i++) if ("dit".indexOf(word.charAt(i)) < 0) return false;
        tty |= word.indexOf('t') > 0;
        interactive |= word.indexOf('i') > 0;
        if (word.indexOf('d') > 0) kept.set("-d", "");
        List<String> others = new ArrayList<>();
        if (tty) others.add("-t");
        if (interactive) others.add("-i");
        complete = others;
        return true;
    }

    private String value(String name, int equals) {
        if (equals >= 0) return words[at].substring(equals + 1);
        if (at + 1 == words.length)
            throw new UsageError(name + " needs a value", "slipway help run");
        return words[++at];
    }
}

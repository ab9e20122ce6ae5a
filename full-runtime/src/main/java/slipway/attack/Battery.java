package slipway.attack;

import static slipway.linux.Constants.AF_UNIX;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.SIGKILL;
import static slipway.linux.Constants.SOCK_CLOEXEC;
import static slipway.linux.Constants.SOCK_STREAM;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import slipway.jail.TreeRemoval;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.FileLock;
import slipway.linux.Kernel;
import slipway.linux.LinuxKernel;
import slipway.linux.Memory;
import slipway.linux.Pipe;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.StepFailed;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.runtime.HostFacts;

/**
 * Runs every attack against every jail, for real. The secret is random, and an attack counts as
 * successful only if the secret comes back, or, where there is none to be read, if every call
 * worked.
 */
public final class Battery implements AutoCloseable {
    /** What the name of its folder begins with. */
    static final String FOLDER = "slipway-attack";

    private static final int MUCH = 4096;

    private final Launcher launcher = new Launcher();
    private final HostFacts host = HostFacts.of(LinuxKernel.INSTANCE);
    private final Path folder;
    private final FileLock lock;
    private final String secret = UUID.randomUUID().toString();
    private final Child victim;
    private final Fd listening;
    private final Scene scene;

    /**
     * Sets the scene in a new folder below {@code parent}.
     *
     * @throws IOException when nothing can be written there
     */
    public Battery(Path parent) throws IOException {
        this.folder = Files.createTempDirectory(parent, FOLDER).toAbsolutePath();
        this.lock = FileLock.shared(folder).orElseThrow(() -> new IOException(folder + " is gone"));
        Files.writeString(folder.resolve("secret"), secret);
        this.victim = launcher.start(Launch.of(pause()));
        String name = "slipway-attack-" + UUID.randomUUID();
        this.listening = listen(LinuxKernel.INSTANCE, name);
        String hostname = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        this.scene =
                new Scene(
                        folder.resolve("jail").toString(),
                        folder.toString(),
                        folder.resolve("secret").toString(),
                        victim.pid(),
                        name,
                        hostname,
                        "/old");
    }

    /**
     * Every attack against every jail, attack by attack.
     *
     * @throws IOException when a jail cannot be made
     */
    public List<Verdict> run() throws IOException {
        List<Verdict> verdicts = new ArrayList<>();
        for (Attack attack : Attack.values()) {
            for (Jail jail : Jail.values()) verdicts.add(run(attack, jail));
        }
        return verdicts;
    }

    /** An empty folder for something else to be shown; it goes with this. */
    public Path room(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    /** The steps of a jail that is less than a container, to be shown. */
    public Plan planOf(Jail jail) {
        return jail.enter(scene);
    }

    /** The steps of an attack, to be shown. */
    public Plan planOf(Attack attack) {
        return new Plan(attack.steps(scene));
    }

    /** One attack against one jail, which nobody has been in before. */
    public Verdict run(Attack attack, Jail jail) throws IOException {
        Path outside = Files.createTempDirectory(folder, "outside");
        Files.createDirectories(outside.resolve("jail/old"));
        return run(attack, jail, scene.in(outside));
    }

    private Verdict run(Attack attack, Jail jail, Scene scene) {
        Launch launch = jail.launch(scene, attack, host);
        try {
            Escape escape = attempt(attack, scene, launch, jail.leaks());
            return new Verdict(attack, jail, escape.succeeded(), escape.detail());
        } catch (StepFailed stopped) {
            return new Verdict(attack, jail, false, refusal(stopped));
        }
    }

    /**
     * One attack against a jail of somebody else's, which nobody has been in before, with a
     * descriptor of the host's root left open in it, as careless programs leave one.
     *
     * @throws IOException when its folder cannot be made
     * @throws StepFailed when a step of the jail itself is refused
     */
    public Escape run(Attack attack, StrangeJail jail) throws IOException {
        Path outside = Files.createTempDirectory(folder, "outside");
        Path root = Files.createDirectory(outside.resolve("jail"));
        Scene strange = scene.in(outside).withOldRoot(jail.oldRoot());
        Plan entering = jail.steps().apply(root);
        Launch launch = Jail.launch(entering.then(attack.plan(strange)), host);
        return attempt(attack, strange, launch, true);
    }

    private Escape attempt(Attack attack, Scene scene, Launch launch, boolean leaks) {
        try (Pipe loot = Pipe.open();
                Fd root = Fd.open("/", O_RDONLY | O_DIRECTORY, 0)) {
            Map<Integer, Fd> fds = new TreeMap<>();
            fds.put(0, Fd.STDIN);
            fds.put(Scene.LOOT, loot.writeEnd());
            fds.put(2, Fd.STDERR);
            if (leaks) fds.put(Scene.LEAKED, root);
            try (Child attacker = launcher.start(launch.withFds(fds))) {
                int status = attacker.await().shellCode();
                loot.writeEnd().close();
                return judge(attack, scene, status, told(loot.readEnd()));
            } catch (StepFailed stopped) {
                if (!attack.plan(scene).steps().contains(stopped.step())) throw stopped;
                return new Escape(false, refusal(stopped));
            }
        }
    }

    private static String refusal(StepFailed stopped) {
        return stopped.call().syscall().cName() + ": " + stopped.errno();
    }

    private Escape judge(Attack attack, Scene scene, int status, String told) {
        boolean reads = attack.plan(scene).print().contains(scene.secret().substring(1));
        boolean reached = !reads || told.equals(secret);
        if (attack == Attack.NAME_THE_HOST && status == 0) {
            reached = told.contains("\0" + scene.hostname() + "\0");
            if (!reached) return new Escape(false, "named its own");
        }
        boolean escaped = status == 0 && reached;
        String detail = reads ? "told the secret" : "every call worked";
        return new Escape(escaped, escaped ? detail : "status " + status);
    }

    private static String told(Fd pipe) {
        try (Memory memory = Memory.allocate(MUCH)) {
            int count = pipe.read(memory, MUCH);
            byte[] bytes = new byte[count];
            memory.getBytes(0, bytes, 0, count);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** A victim that does nothing: it sleeps for longer than any battery takes. */
    private static Plan pause() {
        List<String> path = List.of("/bin/sleep", "/usr/bin/sleep", "/bin/busybox");
        return Plan.of(
                new slipway.plan.Exec(
                        path, List.of("sleep", "3600"), List.of(), "be somebody's process"));
    }

    private static Fd listen(Kernel kernel, String name) {
        byte[] address = new byte[3 + name.length()];
        address[0] = AF_UNIX;
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, address, 3, text.length);
        Fd socket =
                Fd.owned(
                        kernel.call(
                                Call.of(
                                        Syscall.SOCKET,
                                        Arg.flag(AF_UNIX, Family.SOCKET_DOMAIN),
                                        Arg.flag(SOCK_STREAM | SOCK_CLOEXEC, Family.SOCKET_TYPE),
                                        Arg.num(0))));
        kernel.call(
                Call.of(
                        Syscall.BIND,
                        Arg.num(socket.number()),
                        new Arg.Bytes(address, "@" + name),
                        Arg.num(address.length)));
        kernel.call(Call.of(Syscall.LISTEN, Arg.num(socket.number()), Arg.num(128)));
        return socket;
    }

    /** Ends the victim and removes the scene. */
    @Override
    public void close() throws IOException {
        victim.signal(SIGKILL);
        victim.close();
        launcher.close();
        listening.close();
        try (lock) {
            TreeRemoval.remove(folder);
        }
    }
}

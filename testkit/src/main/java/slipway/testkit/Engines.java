package slipway.testkit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The engines that people use, as Debian has them, in an {@link EngineRoom} that this JVM shares:
 * started at the first wish, ended with the JVM. Each knows the image {@code busybox}, which is
 * {@link TestRoots#busybox()}, and nothing else; there is no way to a registry.
 *
 * <pre>{@code
 * Engines.docker("slipway", program)
 *         .run("docker", "run", "--rm", "--runtime", "slipway", "busybox", "true");
 * Engines.podman().run("podman", "--runtime", program, "run", "--rm", "busybox", "true");
 * Engines.ctr().run("ctr", "run", "--rm", "--runc-binary", program, Engines.CTR_BUSYBOX, "x", "true");
 * }</pre>
 *
 * Tests that use them are annotated with {@link NeedsEngines}.
 */
public final class Engines {
    /** What {@code ctr} calls the image {@code busybox}. */
    public static final String CTR_BUSYBOX = "localhost/busybox:latest";

    static final List<String> PROGRAMS =
            List.of(
                    "dockerd",
                    "docker",
                    "containerd",
                    "ctr",
                    "podman",
                    "conmon",
                    "skopeo",
                    "runc",
                    "crun",
                    "iptables",
                    "ip",
                    "nsenter",
                    "pgrep",
                    "busybox");

    /** What brings the programs, and what they need besides. */
    static final List<String> DEBIAN =
            List.of(
                    "docker.io",
                    "containerd",
                    "podman",
                    "conmon",
                    "netavark",
                    "skopeo",
                    "runc",
                    "crun",
                    "iptables",
                    "iproute2",
                    "util-linux",
                    "procps",
                    "busybox-static");

    private static final String SHELL = "CMD [\"/bin/sh\"]";

    private final EngineRoom room;
    private final Set<String> rootless = new TreeSet<>();
    private final Map<String, Path> runtimes = new TreeMap<>();
    private boolean containerd;
    private boolean dockerd;
    private boolean ctr;
    private boolean podman;

    Engines(EngineRoom room) {
        this.room = room;
    }

    /** Engines in the room that this JVM itself is in; see {@code engine-room.sh enter}. */
    public static Engines here() {
        return new Engines(EngineRoom.here());
    }

    /** Made at the first question for it. */
    private static final class Shared {
        static final Engines ENGINES = new Engines(EngineRoom.open());

        static {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(ENGINES.room::close, "end of the engine room"));
        }
    }

    /** A room with a running dockerd that knows the runtimes runc (its usual one) and crun. */
    public static EngineRoom docker() {
        return Shared.ENGINES.withDocker();
    }

    /** The same; {@code docker run --runtime NAME} takes this program, by the name given here. */
    public static EngineRoom docker(String runtime, Path program) {
        return Shared.ENGINES.withDocker(runtime, program);
    }

    /** A room with a running containerd. */
    public static EngineRoom ctr() {
        return Shared.ENGINES.withCtr();
    }

    /** A room where podman works as root; its usual runtime is crun. */
    public static EngineRoom podman() {
        return Shared.ENGINES.withPodman();
    }

    /**
     * The same for an ordinary user with subordinate ids: {@code programOf(user, "podman", ...)}.
     * It has no groups where v1 hierarchies are in use, so no limits.
     */
    public static EngineRoom podmanOf(String user) {
        return Shared.ENGINES.withPodmanOf(user);
    }

    /** The same room without any image or daemon: for runc, crun, skopeo and what else there is. */
    public static EngineRoom room() {
        return Shared.ENGINES.room;
    }

    /** As {@link #docker()}, in this room. */
    public synchronized EngineRoom withDocker() {
        if (!dockerd) {
            startContainerd();
            Programs.find("crun").ifPresent(crun -> runtimes.put("crun", crun));
            configureDocker();
            room.start("dockerd", "dockerd");
            room.await("dockerd", "dockerd", "docker", "version");
            importBusybox("docker", "import", "--change", SHELL, "-", "busybox");
            dockerd = true;
        }
        return room;
    }

    synchronized EngineRoom withDocker(String runtime, Path program) {
        withDocker();
        if (!Optional.of(program).equals(Optional.ofNullable(runtimes.put(runtime, program)))) {
            configureDocker();
            room.output("sh", "-c", "kill -HUP $(cat /run/docker.pid)");
            String known = "docker info --format '{{json .Runtimes}}' | grep -qF \"$1\"";
            room.await(
                    "the runtime " + runtime, "dockerd", "sh", "-c", known, "sh", entry(runtime));
        }
        return room;
    }

    /** As {@link #ctr()}, in this room. */
    public synchronized EngineRoom withCtr() {
        if (!ctr) {
            startContainerd();
            String archive = room.temporary().resolve("busybox.tar").toString();
            // ctr makes no image from a tree.
            withPodman().output("podman", "save", "--quiet", "--output", archive, "busybox");
            room.output("ctr", "images", "import", archive);
            ctr = true;
        }
        return room;
    }

    /** As {@link #podman()}, in this room. */
    public synchronized EngineRoom withPodman() {
        if (!podman) {
            Podman.configure(room);
            importBusybox("podman", "import", "--change", SHELL, "-", "busybox");
            podman = true;
        }
        return room;
    }

    synchronized EngineRoom withPodmanOf(String user) {
        withPodman();
        if (rootless.add(user)) {
            room.programOf(user, "podman", "import", "--change", SHELL, "-", "busybox")
                    .stdin(busybox())
                    .result()
                    .succeeded();
        }
        return room;
    }

    private void startContainerd() {
        if (!containerd) {
            room.start("containerd", "containerd");
            room.await("containerd", "containerd", "ctr", "version");
            containerd = true;
        }
    }

    private void configureDocker() {
        StringBuilder entries = new StringBuilder();
        for (String runtime : runtimes.keySet()) {
            entries.append(entries.isEmpty() ? "" : ",").append(entry(runtime));
        }
        String config =
                "{\"storage-driver\":\"overlay2\",\"exec-opts\":[\"native.cgroupdriver=cgroupfs\"],"
                        + "\"runtimes\":{"
                        + entries
                        + "}}";
        write(room, config, "/etc/docker/daemon.json");
    }

    /** As dockerd writes it too, so that its answer can be compared. */
    private String entry(String runtime) {
        return "\"" + runtime + "\":{\"path\":\"" + runtimes.get(runtime) + "\"}";
    }

    private void importBusybox(String... command) {
        room.program(command).stdin(busybox()).result().succeeded();
    }

    private static byte[] busybox() {
        List<String> tar = List.of("tar", "-C", TestRoots.busybox().toString(), "-cf", "-", ".");
        return Run.program(tar).result().succeeded().out();
    }

    static void write(EngineRoom room, String text, String file) {
        String write = "mkdir -p \"${1%/*}\" && cat >\"$1\"";
        room.program("sh", "-c", write, "write", file).stdin(text).result().succeeded();
    }
}

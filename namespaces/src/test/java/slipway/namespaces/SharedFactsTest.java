package slipway.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.linux.Constants.AF_UNIX;
import static slipway.linux.Constants.CLONE_NEWIPC;
import static slipway.linux.Constants.CLONE_NEWNET;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_SHARED;
import static slipway.linux.Constants.SOCK_STREAM;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.MountInfo;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** What goes by which namespace, as the host sees it. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@DisplayNameGeneration(Claims.class)
class SharedFactsTest {
    private static final int IPC_CREAT = 01000;
    private static final int SEGMENT = 4096;

    @TempDir private Path folder;
    private Scene scene;
    private final int number = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Fact("F14")
    @NeedsProgram({"unshare", "mount"})
    void mounts_below_a_shared_one_come_back() throws Exception {
        assertThat(comesBack(MS_SHARED)).as("below a shared mount").isTrue();
        close();
        Files.delete(folder.resolve("said"));
        open();
        assertThat(comesBack(MS_PRIVATE)).as("below a private one").isFalse();
    }

    /** Two processes, of which one has gone to a copy of the mount namespace and mounts there. */
    private boolean comesBack(long propagation) throws IOException {
        String world = folder.toString();
        Plan ready =
                Plan.of(Steps.mount("tmpfs", world, 0, ""), Steps.propagation(world, propagation));
        String mount = "mount -t tmpfs mount-" + number + " " + world;
        Plan shell =
                Scene.shell(
                        "unshare --mount --propagation unchanged sh -c '"
                                + mount
                                + " && echo $$; exec sleep 600' &",
                        "exec sleep 600");
        Child here = scene.start(Scene.apart(0, ready.then(shell)));
        long there = Scene.pid(here, Integer.parseInt(scene.said(1).get(0)));
        assertThat(hasMount(there)).as("where it was made").isTrue();
        assertThat(hasMount(ProcessHandle.current().pid())).as("on the host").isFalse();
        return hasMount(here.pid());
    }

    private boolean hasMount(long pid) throws IOException {
        return MountInfo.ofPid(pid).mounts().stream()
                .anyMatch(mount -> mount.source().equals("mount-" + number));
    }

    /** Whether a segment, an abstract socket and a file of /dev/shm can be found. */
    private record Found(boolean segment, boolean socket, boolean file) {}

    @Fact("F16")
    @NeedsProgram({"unshare", "mount"})
    void three_ways_to_share_go_by_three_namespaces() throws Exception {
        Plan ready =
                Plan.of(
                                Steps.mount("tmpfs", "/dev/shm", 0, "mode=1777"),
                                Steps.emptyFile("/dev/shm/" + number, 0600),
                                segment())
                        .then(listening("slipway-" + number));
        Plan shell =
                Scene.shell(
                        look("none"),
                        look("ipc", "unshare", "--ipc"),
                        look("net", "unshare", "--net"),
                        look("mnt", "unshare", "--mount", "mount -t tmpfs x /dev/shm;"),
                        "exec sleep 600");
        Child first = scene.start(Scene.apart(CLONE_NEWIPC | CLONE_NEWNET, ready.then(shell)));
        Map<String, Found> found = new TreeMap<>();
        for (String line : scene.said(4)) {
            String[] words = line.split(" ");
            found.put(words[0], found(words[0], Scene.pid(first, Integer.parseInt(words[1]))));
        }
        assertThat(found)
                .isEqualTo(
                        Map.of(
                                "none", new Found(true, true, true),
                                "ipc", new Found(false, true, true),
                                "net", new Found(true, false, true),
                                "mnt", new Found(true, true, false)));
        Files.copy(Path.of("/proc/sysvipc/shm"), folder.resolve("host"));
        assertThat(found("host", ProcessHandle.current().pid()))
                .as("by the host")
                .isEqualTo(new Found(false, false, false));
    }

    /** A process that leaves one kind, tells its number, and stays. */
    private String look(String name, String... how) {
        String before = how.length < 3 ? "" : how[2];
        String leave = how.length < 2 ? "" : how[0] + " " + how[1];
        String list = "cat /proc/sysvipc/shm >" + folder.resolve(name);
        return leave + " sh -c '" + before + list + "; echo " + name + " $$; exec sleep 600' &";
    }

    private Found found(String name, long pid) throws IOException {
        Path proc = Path.of("/proc/" + pid);
        List<String> segments = Files.readAllLines(folder.resolve(name));
        String sockets = Files.readString(proc.resolve("net/unix"));
        return new Found(
                segments.stream().anyMatch(s -> s.strip().startsWith(number + " ")),
                sockets.contains("@slipway-" + number),
                Files.exists(proc.resolve("root/dev/shm/" + number)));
    }

    private Step segment() {
        Arg how = new Arg.Num(IPC_CREAT | 0600, "IPC_CREAT|0600");
        Call call = Call.of(Syscall.SHMGET, Arg.num(number), Arg.num(SEGMENT), how);
        return Step.call("make a segment", call);
    }

    private static Plan listening(String name) {
        byte[] address = new byte[3 + name.length()];
        address[0] = AF_UNIX;
        for (int i = 0; i < name.length(); i++) address[3 + i] = (byte) name.charAt(i);
        Call socket =
                Call.of(
                        Syscall.SOCKET,
                        Arg.flag(AF_UNIX, Family.SOCKET_DOMAIN),
                        Arg.flag(SOCK_STREAM, Family.SOCKET_TYPE),
                        Arg.num(0));
        Arg where = new Arg.Bytes(address, "{AF_UNIX, @\"" + name + "\"}");
        Arg listener = Arg.result("listener");
        Call bind = Call.of(Syscall.BIND, listener, where, Arg.num(address.length));
        Call listen = Call.of(Syscall.LISTEN, listener, Arg.num(1));
        return Plan.of(
                Step.call("make a socket", socket).as("listener"),
                Step.call("name it", bind),
                Step.call("listen", listen));
    }

    @Fact("F22")
    void what_was_mounted_before_stays_for_who_has_less_to_say() throws Exception {
        String world = folder.toString();
        Plan ready = Plan.of(mountNamed(world));
        Call call = Call.of(Syscall.UMOUNT2, Arg.text(world), Arg.num(0));
        Plan unmount = Plan.of(Step.call("unmount it", call)).then(Scene.shell("exec sleep 600"));

        Plan copy = ready.then(Plan.of(Steps.unshare(CLONE_NEWNS)));
        Child same = scene.start(Scene.apart(0, copy.then(unmount)));
        assertThat(hasMount(same.pid())).as("in a copy of the same owner").isFalse();

        Plan less = ready.then(Plan.of(Steps.unshare(CLONE_NEWUSER | CLONE_NEWNS)));
        Refused.with(Errno.EINVAL, () -> scene.start(Scene.apart(0, less.then(unmount))));
        Child kept = scene.start(Scene.apart(0, less.then(Scene.shell("exec sleep 600"))));
        assertThat(hasMount(kept.pid())).as("in a copy of one with less to say").isTrue();
    }

    private Step mountNamed(String path) {
        Call mount =
                Call.of(
                        Syscall.MOUNT,
                        Arg.text("mount-" + number),
                        Arg.text(path),
                        Arg.text("tmpfs"),
                        Arg.flag(0, Family.MOUNT),
                        Arg.NULL);
        return Step.call("mount it", mount);
    }
}

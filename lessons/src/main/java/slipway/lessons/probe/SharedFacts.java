package slipway.lessons.probe;

import static slipway.linux.Constants.CLONE_NEWCGROUP;
import static slipway.linux.Constants.CLONE_NEWIPC;
import static slipway.linux.Constants.CLONE_NEWNET;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_SHARED;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.namespaces.NamespacePlanner;
import slipway.plan.Do;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.Steps;

/** Which namespace keeps what apart: F14, F15, F16, F22 and N3. */
final class SharedFacts {
    private static final int IPC_CREAT = 01000;
    private static final int SEGMENT = 4096;

    private SharedFacts() {}

    static Map<String, Experiment> all() {
        return Map.of(
                "F14", SharedFacts::propagation,
                "F15", SharedFacts::loopback,
                "F16", SharedFacts::threeKinds,
                "F22", SharedFacts::locked,
                "N3", SharedFacts::cgroupView);
    }

    /** Leaves for a new mount namespace, mounts there, comes back, and looks. */
    private static Seen propagation(Lab lab) throws IOException {
        Answers shared = mountElsewhere(lab, "shared", MS_SHARED);
        Answers apart = mountElsewhere(lab, "private", MS_PRIVATE);
        List<String> lines = new ArrayList<>(List.of("below a shared mount:"));
        lines.addAll(shared.lines());
        lines.add("below a private one:");
        lines.addAll(apart.lines());
        return new Seen(
                shared.worked("there")
                        && shared.worked("here")
                        && apart.worked("there")
                        && apart.failed("here", Errno.ENOENT),
                lines);
    }

    private static Answers mountElsewhere(Lab lab, String name, long flag) throws IOException {
        String world = lab.folder(name).toString();
        String inner = world + "/inner";
        Plan ready =
                Plan.of(
                        Steps.mount("tmpfs", world, 0, "mode=755"),
                        Steps.propagation(world, flag),
                        Steps.mkdir(inner, 0755));
        return lab.ask(
                lab.apart(0, ready),
                List.of(
                        Ask.open("home", "/proc/self/ns/mnt"),
                        Ask.of("leave", Steps.unshare(CLONE_NEWNS)),
                        Ask.of("mount", Steps.mount("tmpfs", inner, 0, "mode=755")),
                        Ask.of("file", Steps.mkdir(inner + "/new", 0755)),
                        Ask.open("there", inner + "/new"),
                        enter("return", "home", CLONE_NEWNS),
                        Ask.open("here", inner + "/new")));
    }

    static Ask enter(String name, String fd, long kind) {
        return Ask.of(name, Syscall.SETNS, Arg.result(fd), Arg.flag(kind, Family.CLONE));
    }

    /** To port 9 of 127.0.0.1, where nobody listens. */
    private static Seen loopback(Lab lab) throws IOException {
        byte[] address = {Constants.AF_INET, 0, 0, 9, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
        String shown = "{AF_INET, port 9, 127.0.0.1}";
        List<Ask> asked = new ArrayList<>(List.of(socket("socket", Constants.AF_INET)));
        asked.add(connect("down", "socket", address, shown));
        for (Step step : NamespacePlanner.loopback().steps()) {
            String name = asked.size() == 2 ? "interfaces" : "up";
            asked.add(Ask.of(name, (Do) step));
        }
        asked.add(connect("then", "socket", address, shown));
        Answers answers = lab.ask(lab.apart(CLONE_NEWNET, Plan.NOTHING), asked);
        String devices =
                lab.run(lab.apart(CLONE_NEWNET, Plan.of(Lab.program("cat", "/proc/net/dev"))))
                        .out();
        List<String> names = new ArrayList<>();
        for (String line : devices.split("\n")) {
            if (line.contains(":")) names.add(line.substring(0, line.indexOf(':')).strip());
        }
        List<String> lines = new ArrayList<>();
        lines.add("interfaces in /proc/net/dev of a new network namespace: " + names);
        lines.addAll(answers.lines());
        return new Seen(
                names.contains("lo")
                        && answers.failed("down", Errno.ENETUNREACH)
                        && answers.worked("up")
                        && answers.failed("then", Errno.ECONNREFUSED),
                lines);
    }

    private static Ask socket(String name, int domain) {
        return Ask.of(
                name,
                Syscall.SOCKET,
                Arg.flag(domain, Family.SOCKET_DOMAIN),
                Arg.flag(Constants.SOCK_STREAM, Family.SOCKET_TYPE),
                Arg.num(0));
    }

    private static Ask connect(String name, String socket, byte[] address, String shown) {
        Arg where = new Arg.Bytes(address, shown);
        Arg length = Arg.num(address.length);
        return Ask.of(name, Syscall.CONNECT, Arg.result(socket), where, length);
    }

    /** One process, which leaves one namespace after the other. */
    private static Seen threeKinds(Lab lab) throws IOException {
        int key = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        String name = "slipway-probe-" + key;
        byte[] address = new byte[3 + name.length()];
        address[0] = Constants.AF_UNIX;
        for (int i = 0; i < name.length(); i++) address[3 + i] = (byte) name.charAt(i);
        String shown = "{AF_UNIX, @\"" + name + "\"}";
        Arg size = Arg.num(address.length);
        Arg where = new Arg.Bytes(address, shown);
        Plan ready = Plan.of(Steps.mount("tmpfs", "/dev/shm", 0, "mode=1777"));
        Answers answers =
                lab.ask(
                        lab.apart(CLONE_NEWIPC | CLONE_NEWNET, ready),
                        List.of(
                                segment("segment", key, IPC_CREAT | 0600, "IPC_CREAT|0600"),
                                Ask.of("file", Steps.mkdir("/dev/shm/new", 0700)),
                                socket("listener", Constants.AF_UNIX),
                                Ask.of("bind", Syscall.BIND, Arg.result("listener"), where, size),
                                Ask.of(
                                        "listen",
                                        Syscall.LISTEN,
                                        Arg.result("listener"),
                                        Arg.num(9)),
                                unshare("ipc", CLONE_NEWIPC),
                                segment("segment-ipc", key, 0, "0"),
                                Ask.open("file-ipc", "/dev/shm/new"),
                                socket("socket-ipc", Constants.AF_UNIX),
                                connect("connect-ipc", "socket-ipc", address, shown),
                                unshare("net", CLONE_NEWNET),
                                Ask.open("file-net", "/dev/shm/new"),
                                socket("socket-net", Constants.AF_UNIX),
                                connect("connect-net", "socket-net", address, shown),
                                unshare("mnt", CLONE_NEWNS),
                                Ask.of("mount", Steps.mount("tmpfs", "/dev/shm", 0, "mode=1777")),
                                Ask.open("file-mnt", "/dev/shm/new")));
        return new Seen(
                answers.worked("segment")
                        && answers.failed("segment-ipc", Errno.ENOENT)
                        && answers.worked("connect-ipc")
                        && answers.failed("connect-net", Errno.ECONNREFUSED)
                        && answers.worked("file-ipc")
                        && answers.worked("file-net")
                        && answers.failed("file-mnt", Errno.ENOENT),
                answers.lines());
    }

    private static Ask segment(String name, int key, int flags, String shown) {
        Arg how = new Arg.Num(flags, shown);
        return Ask.of(name, Syscall.SHMGET, Arg.num(key), Arg.num(SEGMENT), how);
    }

    static Ask unshare(String name, long kind) {
        return Ask.of(name, Steps.unshare(kind));
    }

    /** The same mount, in a copy of its namespace whose owner has more or less to say. */
    private static Seen locked(Lab lab) throws IOException {
        String world = lab.folder("world").toString();
        Plan ready = Plan.of(Steps.mount("tmpfs", world, 0, ""));
        Call call = Call.of(Syscall.UMOUNT2, Arg.text(world), Arg.num(0));
        Do unmount = Step.call("unmount it", call);
        Answers same =
                lab.ask(
                        lab.apart(0, ready),
                        List.of(unshare("copy", CLONE_NEWNS), Ask.of("unmount", unmount)));
        Answers less =
                lab.ask(
                        lab.apart(0, ready),
                        List.of(
                                unshare("copy", CLONE_NEWUSER | CLONE_NEWNS),
                                Ask.of("unmount", unmount)));
        if (!less.worked("copy")) throw new CannotTell("no user namespace can be made here");
        List<String> lines = new ArrayList<>(same.lines());
        lines.addAll(less.lines());
        return new Seen(same.worked("unmount") && less.failed("unmount", Errno.EINVAL), lines);
    }

    private static Seen cgroupView(Lab lab) throws IOException {
        Plan before = Plan.of(Lab.program("cat", "/proc/self/cgroup"));
        String outside = lab.run(lab.apart(0, before)).out();
        Plan after = Plan.of(Steps.unshare(CLONE_NEWCGROUP)).then(before);
        String inside = lab.run(lab.apart(0, after)).out();
        boolean roots = inside.lines().allMatch(line -> line.endsWith(":/"));
        List<String> lines = new ArrayList<>();
        outside.lines().forEach(line -> lines.add("before: " + line));
        inside.lines().forEach(line -> lines.add("after:  " + line));
        return new Seen(roots && !inside.isEmpty(), lines);
    }
}

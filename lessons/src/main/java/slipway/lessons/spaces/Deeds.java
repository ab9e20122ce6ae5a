package slipway.lessons.spaces;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWUTS;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.O_RDONLY;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.lessons.spaces.BecomesRoot.Action;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/** What the kernel said to the eight actions: 0 or more, or minus errno. Trying is an effect. */
record Deeds(Map<Action, Call> calls, Map<Action, Long> answers) {
    private static final int USERS_FILE = 10;
    private static final int ROOTS_FILE = 11;
    private static final String PLACE = "/tmp";

    static Deeds tried(Bench bench, Commoner user) throws IOException {
        Map<Action, Do> deeds = deeds();
        List<Step> steps = new ArrayList<>(user.becomeRoot());
        List<Arg> results = new ArrayList<>();
        Map<Action, Call> calls = new EnumMap<>(Action.class);
        // In the order in which they are declared: those for all come before those for itself.
        for (Action action : Action.values()) {
            if (action == Action.NAME_ITS_OWN_HOST) steps.add(Steps.unshare(CLONE_NEWUTS));
            if (action == Action.MOUNT_FOR_ITSELF) steps.add(Steps.unshare(CLONE_NEWNS));
            Do deed = deeds.get(action);
            if (deed == null) throw new IllegalStateException("nobody tries " + action);
            calls.put(action, deed.call());
            steps.add(deed.as(action.name()).tolerating(Errno.values()));
            results.add(Arg.result(action.name()));
        }
        int size = Long.BYTES * results.size();
        Arg words = new Arg.Words(results, "answers");
        steps.add(Step.call("tell", Call.of(Syscall.WRITE, Arg.num(1), words, Arg.num(size))));
        try (Fd users = usersFile(bench, user);
                Fd roots = rootsFile(bench)) {
            Map<Integer, Fd> fds = Map.of(USERS_FILE, users, ROOTS_FILE, roots);
            Launch launch = user.launch().withFds(fds);
            List<Step> end = List.of(Steps.exit(0));
            try (Child child = Steady.ours(steps).start(bench, launch, end, false)) {
                child.await();
            }
        }
        ByteBuffer told =
                ByteBuffer.wrap(Files.readAllBytes(bench.scratch().resolve("told")))
                        .order(ByteOrder.LITTLE_ENDIAN);
        if (told.remaining() < size) throw new CannotJudge("the process told nothing");
        Map<Action, Long> answers = new EnumMap<>(Action.class);
        for (Action action : Action.values()) answers.put(action, told.getLong());
        return new Deeds(calls, answers);
    }

    private static Map<Action, Do> deeds() throws IOException {
        String name = hostName();
        Do setName =
                Step.call(
                        "name the host",
                        Call.of(Syscall.SETHOSTNAME, Arg.text(name), Arg.num(name.length())));
        Do mount = Steps.mount("tmpfs", PLACE, 0, "");
        return Map.of(
                Action.NAME_THE_MACHINE,
                setName, // as it is named already
                Action.NAME_ITS_OWN_HOST,
                setName,
                Action.MOUNT_FOR_ALL,
                mount,
                Action.MOUNT_FOR_ITSELF,
                mount,
                Action.MAKE_A_DEVICE,
                Steps.characterDevice(PLACE + "/null", 0666, 1, 3),
                Action.READ_A_FILE_OF_ROOT,
                open(ROOTS_FILE),
                Action.READ_A_FILE_OF_THE_USER,
                open(USERS_FILE),
                Action.SET_GROUPS,
                Steps.setgroups(List.of()));
    }

    /** A file that is known already, so that the folders above it do not matter. */
    private static Do open(int known) {
        String path = "/proc/self/fd/" + known;
        Arg here = Arg.flag(AT_FDCWD, Family.DIRFD);
        Arg reading = Arg.flag(O_RDONLY, Family.OPEN);
        return Step.call(
                "open a file", Call.of(Syscall.OPENAT, here, Arg.text(path), reading, Arg.mode(0)));
    }

    private static String hostName() throws IOException {
        // Not readString: a file of /proc/sys answers only the first read, which would be a byte.
        try (var file = Files.newInputStream(Path.of("/proc/sys/kernel/hostname"))) {
            return new String(file.readNBytes(256), java.nio.charset.StandardCharsets.UTF_8)
                    .strip();
        }
    }

    private static Fd rootsFile(Bench bench) throws IOException {
        if (Ground.areRoot()) return known(secret(bench));
        for (String each : List.of("/etc/shadow", "/etc/gshadow", "/etc/sudoers")) {
            Path file = Path.of(each);
            if (Files.exists(file) && !Files.isReadable(file)) return known(file);
        }
        throw new CannotJudge("no file is known here that only root may read");
    }

    private static Fd usersFile(Bench bench, Commoner user) throws IOException {
        Path file = secret(bench);
        if (Ground.areRoot()) Files.setAttribute(file, "unix:uid", (int) user.uid());
        return known(file);
    }

    private static Path secret(Bench bench) throws IOException {
        Path file = Files.createTempFile(bench.scratch(), "secret", "");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static Fd known(Path file) {
        return Fd.open(file.toString(), O_PATH, 0);
    }

    boolean allowed(Action action) {
        return answers.getOrDefault(action, -1L) >= 0;
    }

    /** As strace would show it. */
    String shown(Action action) {
        long answer = answers.getOrDefault(action, -1L);
        String said = answer < 0 ? Errno.of((int) -answer).name() : "it was done";
        return calls.get(action) + ": " + said + ".";
    }
}

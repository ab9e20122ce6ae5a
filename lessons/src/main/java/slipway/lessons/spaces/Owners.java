package slipway.lessons.spaces;

import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.S_IFREG;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/** A folder in which users of a realm make files, looked at from both sides. An effect. */
final class Owners {
    private static final int FOLDER = 10;
    private static final int STATX = 256;
    private static final int STATX_UID_MASK = 8;
    private static final int STATX_UID = 20;

    private final Bench bench;
    private final Realm realm;
    private final Path folder;

    private Owners(Bench bench, Realm realm, Path folder) {
        this.bench = bench;
        this.realm = realm;
        this.folder = folder;
    }

    static Owners make(Bench bench, Realm realm) throws IOException {
        Path folder = Files.createTempDirectory(bench.scratch(), "owners");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        return new Owners(bench, realm, folder);
    }

    /** Lets a user of the realm make a file; who owns it for us. */
    long made(long user) throws IOException {
        String name = "by-" + user;
        List<Step> steps =
                List.of(
                        Steps.setresgid(-1, 0, -1),
                        Steps.setresuid(user, user, user),
                        Step.call(
                                "make a file",
                                Call.of(
                                        Syscall.MKNODAT,
                                        Arg.num(FOLDER),
                                        Arg.text(name),
                                        Arg.num(S_IFREG | 0600),
                                        Arg.num(0))));
        run(steps);
        return owner(folder.resolve(name));
    }

    private static long owner(Path file) throws IOException {
        return ((Number) Files.getAttribute(file, "unix:uid")).longValue();
    }

    private void run(List<Step> steps) {
        // A descriptor: the folders above may be closed to those of the realm.
        try (Fd open = Fd.open(folder.toString(), O_RDONLY, 0)) {
            Launch launch = realm.launch(steps).withFds(Map.of(FOLDER, open));
            Steady nothing = Steady.ours(List.of());
            try (Child child = nothing.start(bench, launch, List.of(Steps.exit(0)), false)) {
                child.await();
            }
        }
    }

    /** A file's owner as seen from both sides. */
    record Seen(long outside, long inside) {}

    /** Of some files, of which not all belong to users of the realm. */
    List<Seen> seenInside() throws IOException {
        List<Path> files = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        List<Arg.Bytes> rooms = new ArrayList<>();
        for (Path file : files()) {
            files.add(file);
            Arg.Bytes room = new Arg.Bytes(new byte[STATX], "statx");
            rooms.add(room);
            String path = file.startsWith(folder) ? file.getFileName().toString() : file.toString();
            steps.add(
                    Step.call(
                            "look",
                            Call.of(
                                    Syscall.STATX,
                                    Arg.num(FOLDER),
                                    Arg.text(path),
                                    Arg.num(0),
                                    Arg.num(STATX_UID_MASK),
                                    room)));
        }
        for (Arg.Bytes room : rooms) {
            steps.add(Step.call("tell", Call.of(Syscall.WRITE, Arg.num(1), room, Arg.num(STATX))));
        }
        run(steps);
        ByteBuffer told =
                ByteBuffer.wrap(Files.readAllBytes(bench.scratch().resolve("told")))
                        .order(ByteOrder.LITTLE_ENDIAN);
        if (told.remaining() < STATX * files.size()) {
            throw new CannotJudge("a process of the user namespace could not look at files");
        }
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            long inside = told.getInt(STATX * i + STATX_UID) & 0xffffffffL;
            seen.add(new Seen(owner(files.get(i)), inside));
        }
        return seen;
    }

    /** One of each line, and some of nobody. */
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        if (!Ground.areRoot()) {
            for (MapLine line : realm.users()) {
                long user = Realm.someone(line);
                made(user);
                files.add(folder.resolve("by-" + user));
            }
            files.add(Path.of("/proc/sys/kernel/ostype"));
            return files;
        }
        Set<Long> owners = new LinkedHashSet<>();
        for (MapLine line : realm.users()) {
            owners.add(line.outside());
            owners.add(line.outside() + line.count() - 1);
        }
        owners.add(0L);
        owners.add(1000L);
        owners.add(600_000L + ThreadLocalRandom.current().nextInt(1000));
        for (long owner : owners) {
            Path file = Files.createTempFile(folder, "of", "");
            Files.setAttribute(file, "unix:uid", (int) owner);
            files.add(file);
        }
        return files;
    }
}

package slipway.runtime;

import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_TRUNC;
import static slipway.linux.Constants.O_WRONLY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.linux.Fd;
import slipway.linux.FileLock;
import slipway.linux.SubordinateIds;

/**
 * Ids that one container has and no other, for as long as it runs. Each range in use is a file, and
 * who uses it has it locked; so whoever is killed has given it back. In the file of a container
 * that stays is where its home is, and as long as that is there the range is in use as well. See
 * docs/decisions/0023-a-range-for-each-container.md.
 */
public final class IdRanges {
    private static final int ATTEMPTS = 1000;
    private static final int PAUSE_MILLIS = 10;

    private final Path directory;
    private final List<SubordinateIds.Range> users;
    private final List<SubordinateIds.Range> groups;

    /** For whom they are; empty for who has them only as long as he runs. */
    private final String owner;

    /**
     * @param directory in which the ranges in use are written down
     * @param users what may be given away
     */
    public IdRanges(
            Path directory, List<SubordinateIds.Range> users, List<SubordinateIds.Range> groups) {
        this(directory, users, groups, "");
    }

    private IdRanges(
            Path directory,
            List<SubordinateIds.Range> users,
            List<SubordinateIds.Range> groups,
            String owner) {
        this.directory = directory;
        this.users = List.copyOf(users);
        this.groups = List.copyOf(groups);
        this.owner = owner;
    }

    /**
     * The same for a container that stays: what it takes is its own for as long as it has a home,
     * whether it runs or not, and it gets the same again.
     *
     * @param home a directory that goes with it
     */
    public IdRanges ofOwner(Path home) {
        return new IdRanges(directory, users, groups, home.toAbsolutePath().toString());
    }

    /** Ranges of one length, in use until this is closed, or its process ends in any way. */
    public static final class Lease implements AutoCloseable {
        private final Path file;
        private final FileLock lock;
        private final boolean owned;
        private final long firstUser;
        private final long firstGroup;

        private Lease(Path file, FileLock lock, boolean owned, long firstUser, long firstGroup) {
            this.file = file;
            this.lock = lock;
            this.owned = owned;
            this.firstUser = firstUser;
            this.firstGroup = firstGroup;
        }

        public long firstUser() {
            return firstUser;
        }

        public long firstGroup() {
            return firstGroup;
        }

        /** Whoever has it open has the range, too. */
        public Fd fd() {
            return lock.fd();
        }

        @Override
        public void close() {
            try {
                // Before it is unlocked: nobody else may have it then.
                if (!owned) Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("giving ids back", e);
            } finally {
                lock.close();
            }
        }
    }

    /** A range of a user's and of a group's, of the same length. */
    private record Taken(long user, long group, long count, String owner) {}

    /**
     * Takes the first that are free.
     *
     * @throws InvalidRequest if there are not so many
     */
    public Lease take(long count) {
        try {
            Files.createDirectories(directory);
            try (FileLock all = lockDirectory()) {
                List<Taken> taken = inUse();
                for (Taken each : taken) {
                    boolean ours = each.owner().equals(owner) && !owner.isEmpty();
                    if (ours && each.count() == count) {
                        return lease(each.user(), each.group(), count);
                    }
                }
                Optional<Long> user = free(users, count, firsts(taken, false));
                Optional<Long> group = free(groups, count, firsts(taken, true));
                if (user.isEmpty() || group.isEmpty()) throw exhausted(count, taken.size());
                Lease lease = lease(user.get(), group.get(), count);
                all.fd(); // held until the new file is locked
                return lease;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("taking ids for a container, in " + directory, e);
        }
    }

    private InvalidRequest exhausted(long count, int inUse) {
        return new InvalidRequest(
                "--userns auto",
                "needs "
                        + count
                        + " ids in one piece, and "
                        + (inUse == 0
                                ? "there are not so many"
                                : inUse + " containers have the rest"),
                "a smaller auto:size=N, or a longer range in /etc/subuid and /etc/subgid",
                "help run");
    }

    /** For a moment only: so long as it takes to look at the ranges in use. */
    private FileLock lockDirectory() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<FileLock> lock = FileLock.exclusive(directory);
            if (lock.isPresent()) return lock.get();
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + directory, e);
            }
        }
        throw new UncheckedIOException(
                new IOException(directory + " is locked by somebody for more than 10 seconds"));
    }

    /** Removes what its users have left behind when they were killed. */
    private List<Taken> inUse() throws IOException {
        List<Taken> taken = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Optional<FileLock> lock = FileLock.exclusive(file);
                String whose = lock.isPresent() ? Files.readString(file) : "";
                boolean stays = !whose.isEmpty() && Files.exists(Path.of(whose));
                if (lock.isPresent()) {
                    if (!stays) Files.deleteIfExists(file);
                    lock.get().close();
                }
                if (stays || lock.isEmpty() && Files.exists(file)) {
                    taken.add(parse(String.valueOf(file.getFileName()), whose));
                }
            }
        }
        return taken;
    }

    private Lease lease(long user, long group, long count) {
        Path file = directory.resolve(user + "-" + group + "-" + count);
        try (Fd made = Fd.open(file.toString(), O_WRONLY | O_CREAT | O_TRUNC, 0600)) {
            made.write(owner.getBytes(StandardCharsets.UTF_8));
        }
        Optional<FileLock> lock = FileLock.exclusive(file);
        if (lock.isEmpty()) throw new IllegalStateException(file + " is in use after all");
        return new Lease(file, lock.get(), !owner.isEmpty(), user, group);
    }

    private static Taken parse(String name, String owner) {
        int first = name.indexOf('-');
        int second = name.indexOf('-', first + 1);
        return new Taken(
                Long.parseLong(name.substring(0, first)),
                Long.parseLong(name.substring(first + 1, second)),
                Long.parseLong(name.substring(second + 1)),
                owner);
    }

    private static List<SubordinateIds.Range> firsts(List<Taken> taken, boolean ofGroups) {
        List<SubordinateIds.Range> ranges = new ArrayList<>();
        for (Taken each : taken) {
            long first = ofGroups ? each.group() : each.user();
            ranges.add(new SubordinateIds.Range(first, each.count()));
        }
        return ranges;
    }

    /** First fit: behind what is in the way, as long as there is room. */
    static Optional<Long> free(
            List<SubordinateIds.Range> given, long count, List<SubordinateIds.Range> taken) {
        for (SubordinateIds.Range range : given) {
            long at = range.first();
            long end = range.first() + range.count();
            while (at + count <= end) {
                long behind = behindObstacle(at, count, taken);
                if (behind < 0) return Optional.of(at);
                at = behind;
            }
        }
        return Optional.empty();
    }

    private static long behindObstacle(long at, long count, List<SubordinateIds.Range> taken) {
        for (SubordinateIds.Range each : taken) {
            boolean overlaps = at < each.first() + each.count() && each.first() < at + count;
            if (overlaps) return each.first() + each.count();
        }
        return -1;
    }
}

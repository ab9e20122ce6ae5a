package slipway.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import slipway.linux.NamespaceFd;
import slipway.linux.NamespaceLink;
import slipway.linux.SyscallException;
import slipway.namespaces.Namespace;

/**
 * Which namespaces there are, who is in them, and to which user namespace each belongs, as far as
 * the caller may know. An effect.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/lsns.8.html">lsns(8)</a>
 */
public final class NamespaceCensus {
    private static final Path PROC = Path.of("/proc");

    private final Map<Long, Found> found = new TreeMap<>();
    private int unseen;

    private NamespaceCensus() {}

    /** One namespace, while it is being looked at. */
    private static final class Found {
        private final Namespace kind;
        private final long number;
        private final List<Integer> processes = new ArrayList<>();
        private boolean looked;
        private OptionalLong owner = OptionalLong.empty();
        private OptionalLong maker = OptionalLong.empty();

        Found(Namespace kind, long number) {
            this.kind = kind;
            this.number = number;
        }
    }

    /**
     * One namespace.
     *
     * @param number as in {@code /proc/PID/ns}
     * @param owner the user namespace that it belongs to, of a user namespace its parent; empty for
     *     the first of all, and where we may not know
     * @param maker of a user namespace: which user has made it, and so has all rights over it
     * @param processes those in it that may be seen, by number
     */
    public record Entry(
            Namespace kind,
            long number,
            OptionalLong owner,
            OptionalLong maker,
            List<Integer> processes) {}

    /**
     * @param entries by number
     * @param unseen processes that may not be looked into
     */
    public record Result(List<Entry> entries, int unseen) {}

    /** Of all processes. */
    public static Result ofAll() {
        NamespaceCensus census = new NamespaceCensus();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC)) {
            for (Path each : all) {
                OptionalLong pid = number(String.valueOf(each.getFileName()));
                if (pid.isPresent()) census.process((int) pid.getAsLong());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + PROC, e);
        }
        return census.result();
    }

    /**
     * Of some processes.
     *
     * @throws InvalidRequest if one is not there, or may not be looked into
     */
    public static Result of(List<Integer> pids) {
        NamespaceCensus census = new NamespaceCensus();
        for (int pid : pids) {
            if (!Files.exists(PROC.resolve("" + pid))) {
                throw new InvalidRequest("process " + pid, "is not there", "a running one", "ns");
            }
            int before = census.unseen;
            census.process(pid);
            if (census.unseen == before) continue;
            throw new InvalidRequest(
                    "process " + pid,
                    "may not be looked into by you",
                    "one of yours, or root",
                    "ns");
        }
        return census.result();
    }

    private void process(int pid) {
        try {
            for (Namespace kind : Namespace.values()) process(pid, kind);
        } catch (IOException e) {
            // It has ended meanwhile, or belongs to somebody else; the second is worth a word.
            if (Files.exists(PROC.resolve("" + pid))) unseen++;
        }
    }

    private void process(int pid, Namespace kind) throws IOException {
        Path link = PROC.resolve(pid + "/ns/" + kind.procName());
        String text = Files.readSymbolicLink(link).toString();
        Found one = find(kind, NamespaceLink.parse(text).inode());
        one.processes.add(pid);
        if (!one.looked) look(one, link.toString());
    }

    private Found find(Namespace kind, long number) {
        Found one = found.get(number);
        if (one != null) return one;
        Found made = new Found(kind, number);
        found.put(number, made);
        return made;
    }

    private void look(Found one, String path) {
        try (NamespaceFd fd = NamespaceFd.open(path)) {
            look(one, fd);
        } catch (SyscallException e) {
            one.looked = false; // its process has ended; the next one may tell
        }
    }

    /** Up to the first user namespace, and also through those that nobody is in. */
    private void look(Found one, NamespaceFd fd) {
        one.looked = true;
        if (one.kind == Namespace.USER) one.maker = OptionalLong.of(fd.ownerUid());
        Optional<NamespaceFd> owner = fd.owner();
        if (owner.isEmpty()) return;
        try (NamespaceFd above = owner.get()) {
            Found user = find(Namespace.USER, above.link().inode());
            one.owner = OptionalLong.of(user.number);
            if (!user.looked) look(user, above);
        }
    }

    private Result result() {
        List<Entry> entries = new ArrayList<>();
        for (Found each : found.values()) {
            entries.add(
                    new Entry(
                            each.kind,
                            each.number,
                            each.owner,
                            each.maker,
                            List.copyOf(each.processes)));
        }
        return new Result(entries, unseen);
    }

    private static OptionalLong number(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(name));
    }
}

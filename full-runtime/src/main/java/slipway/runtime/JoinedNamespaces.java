package slipway.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.NamespaceFd;
import slipway.linux.SyscallException;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespaceRequest;
import slipway.namespaces.Namespaces;
import slipway.plan.launch.Launch;

/**
 * The namespaces that a container is to share with somebody, open: each is there, is one, and is of
 * the right kind. An effect.
 */
public final class JoinedNamespaces implements AutoCloseable {
    private static final String PROC = "/proc/";

    private Namespaces wishes;
    private final Map<Namespace, NamespaceFd> opened = new TreeMap<>();

    private JoinedNamespaces(Namespaces wishes) {
        this.wishes = wishes;
    }

    /** Who says what is wrong: as {@code --net}, or as {@code linux.namespaces[2].path}. */
    public interface Speaker {
        String of(Namespace kind);
    }

    /**
     * Opens all of them. Who is not privileged has rights over none of them unless he goes to the
     * user namespace that it belongs to; so that is joined, too.
     *
     * @param privileged whether we may enter what belongs to our own user namespace
     * @throws InvalidRequest for one that is not there, or is none, or is of another kind
     */
    public static JoinedNamespaces open(Namespaces wishes, boolean privileged, Speaker speaker) {
        JoinedNamespaces joined = new JoinedNamespaces(wishes);
        boolean done = false;
        try {
            for (NamespaceRequest.Join each : wishes.joins()) {
                NamespaceFd fd = open(each, speaker.of(each.kind()));
                joined.opened.put(each.kind(), fd);
                check(each, fd, speaker.of(each.kind()));
            }
            if (!privileged) joined.joinOwners(speaker);
            done = true;
            return joined;
        } finally {
            if (!done) joined.close();
        }
    }

    private void joinOwners(Speaker speaker) {
        for (NamespaceRequest.Join each : wishes.joins()) {
            if (each.kind() == Namespace.USER || wishes.joins(Namespace.USER)) continue;
            NamespaceFd fd = opened.get(each.kind());
            if (fd == null) throw new IllegalStateException("closed: " + each.path());
            String who = speaker.of(each.kind());
            Optional<NamespaceFd> owner = fd.owner();
            if (owner.isEmpty()) throw belongsTo("somebody else's", who, each);
            opened.put(Namespace.USER, owner.get());
            if (isOurs(owner.get())) throw belongsTo("the machine's", who, each);
            String path = "the owner of " + each.path();
            wishes = wishes.with(new NamespaceRequest.Join(Namespace.USER, path));
        }
    }

    private static boolean isOurs(NamespaceFd user) {
        try (NamespaceFd ours = NamespaceFd.open("/proc/self/ns/user")) {
            return ours.link().equals(user.link());
        }
    }

    private static InvalidRequest belongsTo(String whose, String who, NamespaceRequest.Join wish) {
        return new InvalidRequest(
                who,
                "names '" + wish.path() + "', which belongs to " + whose + " user namespace",
                "one of a container of yours; in that, only root may enter",
                "ns");
    }

    private static NamespaceFd open(NamespaceRequest.Join wish, String who) {
        try {
            return NamespaceFd.open(wish.path());
        } catch (SyscallException e) {
            throw new InvalidRequest(
                    who, problem(wish.path(), e), "the namespace of a running process", "ns");
        }
    }

    private static String problem(String path, SyscallException failure) {
        int slash = path.indexOf('/', PROC.length());
        boolean isProcess = path.startsWith(PROC) && slash > 0 && path.contains("/ns/");
        String process = isProcess ? path.substring(PROC.length(), slash) : "";
        boolean gone = failure.errno() == Errno.ENOENT || failure.errno() == Errno.ESRCH;
        if (gone && isProcess) return "names process " + process + ", which is not there";
        if (gone) return "names '" + path + "', which is not there";
        if (failure.errno() == Errno.EACCES && isProcess) {
            return "names process " + process + ", which you may not look into";
        }
        return "names '" + path + "', which cannot be opened: " + failure.errno();
    }

    private static void check(NamespaceRequest.Join wish, NamespaceFd fd, String who) {
        long type = fd.type();
        if (type == wish.kind().cloneFlag()) return;
        Optional<Namespace> other = Namespace.ofFlag(type);
        String is =
                other.isEmpty()
                        ? "names '" + wish.path() + "', which is no namespace"
                        : "names '" + wish.path() + "', which is a " + named(other.get());
        throw new InvalidRequest(who, is, "a " + named(wish.kind()), "ns");
    }

    private static String named(Namespace kind) {
        return kind.procName() + " namespace";
    }

    /** What was wished for. */
    public Namespaces wishes() {
        return wishes;
    }

    /** Those that the process can be born in. */
    public List<Launch.Place> birthplaces() {
        List<Launch.Place> places = new ArrayList<>();
        if (wishes.joins(Namespace.USER)) return places;
        for (NamespaceRequest.Join each : wishes.joins()) {
            Namespace kind = each.kind();
            if (!kind.canBeBornIn()) continue;
            NamespaceFd fd = opened.get(kind);
            if (fd == null) throw new IllegalStateException("closed: " + each.path());
            places.add(new Launch.Place(each.path(), kind.cloneFlag(), kind.procName(), fd.fd()));
        }
        return places;
    }

    /** Those that it enters itself, under the numbers that {@link Namespace#descriptor} gives. */
    public Map<Integer, Fd> descriptors() {
        Map<Integer, Fd> fds = new TreeMap<>();
        for (Map.Entry<Namespace, NamespaceFd> each : opened.entrySet()) {
            if (each.getKey().canBeBornIn() && !wishes.joins(Namespace.USER)) continue;
            fds.put(each.getKey().descriptor(), each.getValue().fd());
        }
        return fds;
    }

    @Override
    public void close() {
        for (NamespaceFd each : opened.values()) each.close();
    }
}

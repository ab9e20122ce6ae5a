package slipway.linux;

import static slipway.linux.Constants.AT_REMOVEDIR;
import static slipway.linux.Constants.RENAME_EXCHANGE;
import static slipway.linux.Constants.RENAME_NOREPLACE;

import slipway.linux.MemoryTree.Dir;
import slipway.linux.MemoryTree.Node;
import slipway.linux.MemoryTree.Place;

/** The calls that change folders, in the order of checks that Linux has. */
final class Directories {
    private final Resolver resolver;

    /** Follows a path from a descriptor on. */
    interface Resolver {
        Place place(long dirfd, String path) throws Refusal;
    }

    Directories(Resolver resolver) {
        this.resolver = resolver;
    }

    /** mkdirat(2). */
    long make(RecordingKernel.Arguments args, int umask) throws Refusal {
        Place place = resolver.place(args.number(0), args.text(1));
        if (place.node() != null) throw new Refusal(Errno.EEXIST);
        place.put(new Dir(place.parent(), (int) args.number(2) & 01777 & ~umask));
        return 0;
    }

    /** unlinkat(2). */
    long unlink(RecordingKernel.Arguments args) throws Refusal {
        long flags = args.number(2);
        if ((flags & ~AT_REMOVEDIR) != 0) throw new Refusal(Errno.EINVAL);
        Place place = resolver.place(args.number(0), args.text(1));
        if (flags == 0) unlinkFile(place);
        else removeDirectory(place);
        place.parent().entries.remove(place.name());
        return 0;
    }

    private static void unlinkFile(Place place) throws Refusal {
        if (place.isDots() || place.node() instanceof Dir) throw new Refusal(Errno.EISDIR);
        place.existing();
    }

    private static void removeDirectory(Place place) throws Refusal {
        if (place.name().equals("/")) throw new Refusal(Errno.EBUSY);
        if (place.name().equals(".")) throw new Refusal(Errno.EINVAL);
        if (place.name().equals("..")) throw new Refusal(Errno.ENOTEMPTY);
        if (!(place.existing() instanceof Dir dir)) throw new Refusal(Errno.ENOTDIR);
        if (!dir.entries.isEmpty()) throw new Refusal(Errno.ENOTEMPTY);
        dir.removed = true;
    }

    /** renameat2(2). */
    long rename(RecordingKernel.Arguments args) throws Refusal {
        long flags = args.number(4);
        if (flags != 0 && flags != RENAME_NOREPLACE && flags != RENAME_EXCHANGE) {
            throw new Refusal(Errno.EINVAL);
        }
        boolean exchange = flags == RENAME_EXCHANGE;
        Place from = resolver.place(args.number(0), args.text(1));
        Place to = resolver.place(args.number(2), args.text(3));
        if (from.isDots()) throw new Refusal(Errno.EBUSY);
        if (to.isDots()) {
            throw new Refusal(flags == RENAME_NOREPLACE ? Errno.EEXIST : Errno.EBUSY);
        }
        Node old = from.node();
        Node there = to.node();
        if (old == null || exchange && there == null) throw new Refusal(Errno.ENOENT);
        if (flags == RENAME_NOREPLACE && there != null) throw new Refusal(Errno.EEXIST);
        slashes(from, to, exchange);
        if (to.parent().isIn(old)) throw new Refusal(Errno.EINVAL);
        if (from.parent().isIn(there)) {
            throw new Refusal(exchange ? Errno.EINVAL : Errno.ENOTEMPTY);
        }
        if (old == there) return 0;
        if (!exchange && there != null) replace(old, there);
        to.put(old);
        if (exchange) from.put(there);
        else from.parent().entries.remove(from.name());
        return 0;
    }

    private static void slashes(Place from, Place to, boolean exchange) throws Refusal {
        boolean dir = from.node() instanceof Dir;
        if (exchange && to.slash() && !(to.node() instanceof Dir)) throw new Refusal(Errno.ENOTDIR);
        if (!dir && (from.slash() || !exchange && to.slash())) throw new Refusal(Errno.ENOTDIR);
    }

    private static void replace(Node old, Node there) throws Refusal {
        if (old instanceof Dir && !(there instanceof Dir)) throw new Refusal(Errno.ENOTDIR);
        if (!(there instanceof Dir dir)) return;
        if (!(old instanceof Dir)) throw new Refusal(Errno.EISDIR);
        if (!dir.entries.isEmpty()) throw new Refusal(Errno.ENOTEMPTY);
        dir.removed = true;
    }
}

package slipway.unionfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.unionfs.tar.BadArchive;
import slipway.unionfs.tar.RawName;
import slipway.unionfs.tar.TarEntry;

/**
 * What files of a layer have besides a name and content: owner, mode, time, attributes. An effect.
 * What cannot be given is kept: for somebody who can, or for people to read.
 */
final class Finish {
    private final TreeWriter writer;
    private final Owners owners;
    private final LateWork late = new LateWork();
    private final List<String> leftOut = new ArrayList<>();
    private long squashed;

    Finish(TreeWriter writer, Owners owners) {
        this.writer = writer;
        this.owners = owners;
    }

    /** To be done by somebody else. */
    LateWork late() {
        return late;
    }

    /** For people; may be added to. */
    List<String> leftOut() {
        return leftOut;
    }

    /** How many files have not got their owners. */
    long squashed() {
        return squashed;
    }

    /** Owner, attributes, mode and time of what is no file. */
    void finish(LayerName name, TarEntry entry, boolean isLink) {
        attributes(name, entry, isLink);
        if (!isRoots(entry) && owners == Owners.KEPT) {
            writer.owner(name, entry.uid(), entry.gid());
        }
        if (!isLink) writer.mode(name, entry.mode());
        writer.time(name, entry.mtimeSeconds(), entry.mtimeNanos());
        later(name, entry, Optional.empty());
    }

    /** Keeps what somebody else must do, or what nobody can. */
    void later(LayerName name, TarEntry entry, Optional<byte[]> capability) {
        if (owners == Owners.KEPT) return;
        if (owners == Owners.SQUASHED) {
            if (!isRoots(entry)) squashed++;
            if (capability.isPresent()) leftOut.add("the capabilities of " + shown(name));
            return;
        }
        boolean given = !isRoots(entry);
        if (!given && capability.isEmpty()) return;
        boolean isLink = entry.kind() == TarEntry.Kind.SYMLINK;
        late.add(
                name,
                given ? entry.uid() : -1,
                entry.gid(),
                given && !isLink ? entry.mode() : -1,
                capability);
    }

    /** The user's own attributes; what the kernel or overlayfs would act upon is not for images. */
    void attributes(LayerName name, TarEntry entry, boolean isLink) {
        for (Map.Entry<String, byte[]> attribute : entry.xattrs().entrySet()) {
            String key = attribute.getKey();
            if (key.equals(LateWork.CAPABILITY)) continue;
            if (key.startsWith("user.overlay.") || key.startsWith("trusted.overlay.")) {
                throw new BadArchive(
                        shown(name)
                                + " has the attribute "
                                + RawName.shown(key)
                                + ", which overlayfs would obey");
            }
            boolean special = entry.kind() == TarEntry.Kind.FIFO || isLink;
            if (!key.startsWith("user.") || special) {
                leftOut.add("attribute " + RawName.shown(key) + " of " + shown(name));
                continue;
            }
            writer.attribute(name, key, attribute.getValue());
        }
    }

    static boolean isRoots(TarEntry entry) {
        return entry.uid() == 0 && entry.gid() == 0;
    }

    private static String shown(LayerName name) {
        return RawName.shown(name.path());
    }
}

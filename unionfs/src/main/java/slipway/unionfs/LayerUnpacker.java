package slipway.unionfs;

import static slipway.linux.Constants.SEEK_CUR;
import static slipway.linux.Constants.S_IFBLK;
import static slipway.linux.Constants.S_IFCHR;
import static slipway.linux.Constants.S_IFDIR;
import static slipway.linux.Constants.S_IFIFO;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Memory;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.unionfs.tar.BadArchive;
import slipway.unionfs.tar.RawName;
import slipway.unionfs.tar.TarEntry;
import slipway.unionfs.tar.TarReader;

/**
 * Unpacks a layer's tar archive into an empty directory, as overlayfs wants to find it: what the
 * archive marks as deleted by {@code .wh.NAME} becomes a whiteout. An effect. The archive may be
 * anybody's: nothing outside of the directory is ever touched, whatever it says.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md">OCI image
 *     layers</a>
 */
public final class LayerUnpacker {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final String AUFS = ".wh..wh.";
    private static final int BUFFER = 256 * 1024;
    private static final int TYPE = 0170000;

    private final TarReader tar;
    private final Marks marks;
    private final Owners owners;
    private final TreeWriter writer;
    private final LateWork late = new LateWork();
    private final List<TarEntry> directories = new ArrayList<>();
    private final Set<String> whiteouts = new HashSet<>();
    private final List<String> leftOut = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER];
    private long bytes;
    private long squashed;

    private LayerUnpacker(TarReader tar, Fd root, Marks marks, Owners owners) {
        this.tar = tar;
        this.marks = marks;
        this.owners = owners;
        this.writer = new TreeWriter(LinuxKernel.INSTANCE, root.number());
    }

    /**
     * What came of it.
     *
     * @param bytes how much is in its files
     * @param leftOut for people: what could not be made here, and is not needed in a container
     * @param squashed how many files have not got the owners that they should have
     * @param late what is still to be done elsewhere
     */
    public record Result(long bytes, List<String> leftOut, long squashed, LateWork late) {}

    /**
     * Unpacks up to the end of the archive.
     *
     * @param root an empty directory, open for reading
     * @throws BadArchive for a damaged archive and for one that wants what it must not
     * @throws SyscallException if the disk is full, say
     */
    public static Result unpack(TarReader tar, Fd root, Marks marks, Owners owners)
            throws IOException {
        LayerUnpacker unpacker = new LayerUnpacker(tar, root, marks, owners);
        TreeWriter writer = unpacker.writer;
        try (writer;
                Memory memory = Memory.allocate(BUFFER)) {
            while (true) {
                Optional<TarEntry> entry = tar.next();
                if (entry.isEmpty()) break;
                unpacker.unpack(entry.get(), memory);
            }
            unpacker.finishDirectories();
            return new Result(unpacker.bytes, unpacker.leftOut, unpacker.squashed, unpacker.late);
        }
    }

    private void unpack(TarEntry entry, Memory memory) throws IOException {
        LayerName name = LayerName.of(entry.name(), "an entry");
        if (isInAufsDirectory(name)) return;
        if (name.name().startsWith(WHITEOUT)) {
            whiteoutOf(name);
        } else if (name.isRoot()) {
            if (entry.kind() != TarEntry.Kind.DIRECTORY) {
                throw new BadArchive("the root of the layer is no directory");
            }
            directories.add(entry);
        } else {
            try {
                make(name, entry, memory);
            } catch (SyscallException e) {
                if (e.errno() == Errno.ENOENT && makeParents(name)) make(name, entry, memory);
                else if (e.errno() == Errno.EEXIST) again(name, entry, memory);
                else throw e;
            }
        }
    }

    /** Of aufs, in which whiteouts were invented; its own files mean nothing here. */
    private static boolean isInAufsDirectory(LayerName name) {
        String path = name.directory() + "/";
        int at = path.startsWith(WHITEOUT) ? 0 : path.indexOf("/" + WHITEOUT) + 1;
        if (!path.startsWith(WHITEOUT, at)) return false;
        if (path.startsWith(AUFS, at)) return true;
        throw new BadArchive(shown(name) + " is below a whiteout");
    }

    private void make(LayerName name, TarEntry entry, Memory memory) throws IOException {
        switch (entry.kind()) {
            case FILE:
                file(name, entry, memory);
                break;
            case DIRECTORY:
                writer.directory(name);
                directories.add(entry);
                break;
            case SYMLINK:
                if (entry.link().isEmpty()) {
                    throw new BadArchive(shown(name) + " is a symbolic link to nothing");
                }
                writer.symlink(name, entry.link());
                finish(name, entry, true);
                break;
            case HARD_LINK:
                link(name, entry);
                break;
            case FIFO:
                writer.node(name, S_IFIFO, 0, 0);
                finish(name, entry, false);
                break;
            case CHARACTER_DEVICE:
            case BLOCK_DEVICE:
                device(name, entry);
                break;
            default:
                throw new AssertionError("not a kind of entry: " + entry.kind());
        }
    }

    private void file(LayerName name, TarEntry entry, Memory memory) throws IOException {
        try (Fd file = Fd.owned(writer.file(name))) {
            boolean endsInHole = false;
            while (true) {
                long hole = tar.skipHole();
                int count = hole > 0 ? 0 : tar.read(buffer, 0, BUFFER);
                if (count < 0) break;
                endsInHole = hole > 0;
                if (hole > 0) {
                    Arg by = Arg.num(hole);
                    call(Syscall.LSEEK, Arg.num(file.number()), by, Arg.num(SEEK_CUR));
                    continue;
                }
                memory.putBytes(0, count == BUFFER ? buffer : Arrays.copyOf(buffer, count));
                file.write(memory, count);
                bytes += count;
            }
            if (endsInHole) {
                call(Syscall.FTRUNCATE, Arg.num(file.number()), Arg.num(entry.size()));
            }
            boolean foreign = !isRoots(entry);
            attributes(name, entry, false);
            long uid = foreign && owners == Owners.KEPT ? entry.uid() : -1;
            writer.finish(
                    file.number(),
                    uid,
                    entry.gid(),
                    entry.mode(),
                    entry.mtimeSeconds(),
                    entry.mtimeNanos());
        }
        byte[] capability = entry.xattrs().get(LateWork.CAPABILITY);
        if (capability != null && owners == Owners.KEPT) {
            writer.attribute(name, LateWork.CAPABILITY, capability);
        }
        later(name, entry, Optional.ofNullable(capability));
    }

    private void link(LayerName name, TarEntry entry) {
        LayerName target = LayerName.of(entry.link(), "the target of the hard link " + shown(name));
        if (target.isRoot()) throw new BadArchive(shown(name) + " is a hard link to the root");
        if (whiteouts.contains(target.path())) throw noTarget(name, target);
        try {
            writer.link(name, target);
        } catch (SyscallException e) {
            if (e.errno() == Errno.EPERM) {
                throw new BadArchive(
                        shown(name) + " is a hard link to what cannot have one, " + shown(target));
            }
            if (e.errno() != Errno.ENOENT) throw e;
            if (makeParents(name)) link(name, entry);
            else throw noTarget(name, target);
        }
    }

    private static BadArchive noTarget(LayerName name, LayerName target) {
        return new BadArchive(
                shown(name)
                        + " is a hard link to "
                        + shown(target)
                        + ", which is not in the layer");
    }

    private void device(LayerName name, TarEntry entry) {
        boolean character = entry.kind() == TarEntry.Kind.CHARACTER_DEVICE;
        if (character && entry.deviceMajor() == 0 && entry.deviceMinor() == 0) {
            throw new BadArchive(
                    shown(name) + " is device 0:0, which overlayfs takes for a whiteout");
        }
        try {
            int type = character ? S_IFCHR : S_IFBLK;
            writer.node(name, type, entry.deviceMajor(), entry.deviceMinor());
        } catch (SyscallException e) {
            if (e.errno() != Errno.EPERM) throw e;
            leftOut.add("device " + shown(name));
            return;
        }
        finish(name, entry, false);
    }

    /** A second entry of one name. Directories may have many; a whiteout is about lower layers. */
    private void again(LayerName name, TarEntry entry, Memory memory) throws IOException {
        boolean isDirectory = entry.kind() == TarEntry.Kind.DIRECTORY;
        if (whiteouts.remove(name.path())) {
            writer.remove(name, false);
            make(name, entry, memory);
            if (isDirectory) writer.attribute(name, marks.opaque(), new byte[] {'y'});
        } else if (isDirectory && (writer.look(name) & TYPE) == S_IFDIR) {
            directories.add(entry);
        } else {
            throw new BadArchive(shown(name) + " is in the layer twice");
        }
    }

    private void whiteoutOf(LayerName mark) {
        if (mark.name().equals(OPAQUE)) {
            LayerName directory = LayerName.ROOT;
            if (!mark.directory().isEmpty()) {
                makeDirectories(mark.directory());
                directory = LayerName.of(mark.directory(), "a directory");
            }
            writer.attribute(directory, marks.opaque(), new byte[] {'y'});
            return;
        }
        if (mark.name().startsWith(AUFS)) return;
        String hidden = mark.name().substring(WHITEOUT.length());
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw new BadArchive(shown(mark) + " is a whiteout of nothing that can be there");
        }
        LayerName name = new LayerName(mark.directory(), hidden);
        try {
            whiteout(name);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT && makeParents(name)) {
                whiteout(name);
            } else if (e.errno() == Errno.EEXIST) {
                boolean isDirectory = (writer.look(name) & TYPE) == S_IFDIR;
                if (isDirectory) writer.attribute(name, marks.opaque(), new byte[] {'y'});
            } else {
                throw e;
            }
        }
    }

    private void whiteout(LayerName name) {
        writer.node(name, S_IFCHR, 0, 0);
        whiteouts.add(name.path());
    }

    /** The directories that the archive has not mentioned. */
    private boolean makeParents(LayerName name) {
        return !name.directory().isEmpty() && makeDirectories(name.directory());
    }

    private boolean makeDirectories(String path) {
        boolean made = false;
        for (int end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
            String part = end < 0 ? path : path.substring(0, end);
            try {
                writer.directory(LayerName.of(part, "a directory"));
                made = true;
            } catch (SyscallException e) {
                if (e.errno() != Errno.EEXIST) throw e;
            }
            if (end < 0) return made;
        }
    }

    /** Children before their parents: what has its mode may not let us in any more. */
    private void finishDirectories() {
        Collections.reverse(directories);
        directories.sort((a, b) -> depth(b.name()) - depth(a.name()));
        Set<String> done = new HashSet<>();
        for (TarEntry entry : directories) {
            LayerName name = LayerName.of(entry.name(), "an entry");
            if (!done.add(name.path())) continue; // the last one said counts, and it came first
            finish(name, entry, false);
        }
    }

    private static int depth(String name) {
        LayerName parsed = LayerName.of(name, "an entry");
        if (parsed.isRoot()) return -1;
        int depth = 0;
        for (int i = 0; i < parsed.path().length(); i++)
            if (parsed.path().charAt(i) == '/') depth++;
        return depth;
    }

    /** Owner, attributes, mode and time of what is no file. */
    private void finish(LayerName name, TarEntry entry, boolean isLink) {
        attributes(name, entry, isLink);
        if (!isRoots(entry) && owners == Owners.KEPT) {
            writer.owner(name, entry.uid(), entry.gid());
        }
        if (!isLink) writer.mode(name, entry.mode());
        writer.time(name, entry.mtimeSeconds(), entry.mtimeNanos());
        later(name, entry, Optional.empty());
    }

    private void later(LayerName name, TarEntry entry, Optional<byte[]> capability) {
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
    private void attributes(LayerName name, TarEntry entry, boolean isLink) {
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

    private static boolean isRoots(TarEntry entry) {
        return entry.uid() == 0 && entry.gid() == 0;
    }

    private static void call(Syscall syscall, Arg... args) {
        LinuxKernel.INSTANCE.call(Call.of(syscall, args));
    }

    private static String shown(LayerName name) {
        return RawName.shown(name.path());
    }
}

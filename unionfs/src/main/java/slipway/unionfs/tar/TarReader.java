package slipway.unionfs.tar;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a tar archive from front to back: ustar, pax and GNU's format, with long names, large
 * numbers, extended attributes and holes.
 *
 * <p>Own code because a layer's extended attributes are bytes and its names are too, which {@code
 * commons-compress} makes text of; and because it has no bounds (docs/decisions/0012-own-tar.md).
 *
 * @see <a href="https://man.freebsd.org/cgi/man.cgi?query=tar&sektion=5">tar(5)</a>
 */
public final class TarReader {
    /** A name of the kernel's has 4095 bytes at most, and so has where a link leads. */
    private static final int LONGEST_NAME = 4096;

    /** A name, a link, and as many attributes as an inode has room for. */
    private static final int LARGEST_PAX = 1 << 20;

    private final InputStream in;
    private final byte[] block = new byte[Block.SIZE];
    private final PaxRecords global = new PaxRecords();
    private final PaxRecords pax = new PaxRecords();
    private final Block header = new Block(block);
    private String longName = "";
    private String longLink = "";
    private long stored;
    private int padding;
    private long offset;
    private boolean first = true;
    private Sparse sparse = Sparse.NONE;

    public TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next entry; what is left of the content of the last one is passed over.
     *
     * @throws BadArchive for what is no such entry
     */
    public Optional<TarEntry> next() throws IOException {
        skipContent();
        longName = "";
        longLink = "";
        pax.clear();
        while (readHeader()) {
            switch (header.type()) {
                case 'L':
                    longName = text(special(LONGEST_NAME, "name"));
                    break;
                case 'K':
                    longLink = text(special(LONGEST_NAME, "link"));
                    break;
                case 'x':
                case 'X':
                    pax.add(special(LARGEST_PAX, "pax header"));
                    break;
                case 'g':
                    global.add(special(LARGEST_PAX, "pax header"));
                    break;
                default:
                    return Optional.of(entry());
            }
        }
        return Optional.empty();
    }

    /**
     * Steps over the hole that is at this place of the current entry's content.
     *
     * @return how long it was; 0 where there is none
     */
    public long skipHole() {
        return sparse.skipHole();
    }

    /**
     * Reads content of the current entry.
     *
     * @return the bytes read, or -1 at its end and where a hole begins
     * @throws BadArchive if the archive ends before
     */
    public int read(byte[] into, int from, int length) throws IOException {
        return sparse == Sparse.NONE
                ? readStored(into, from, length)
                : sparse.read(into, from, length);
    }

    /** How many bytes of the archive have been read, as far as content has been. */
    public long offset() {
        return offset;
    }

    /** Reads to the end of the input, in which there should be nothing but padding. */
    public void drain() throws IOException {
        skipContent();
        byte[] rest = new byte[1 << 16];
        while (in.read(rest, 0, rest.length) >= 0) continue;
    }

    int readStored(byte[] into, int from, int length) throws IOException {
        if (stored == 0) return -1;
        int count = in.read(into, from, (int) Math.min(length, stored));
        if (count < 0) throw ends();
        stored -= count;
        offset += count;
        return count;
    }

    private TarEntry entry() throws IOException {
        String name = !longName.isEmpty() ? longName : header.name();
        name = pax.text("path", global.text("path", name));
        String link = !longLink.isEmpty() ? longLink : header.link();
        link = pax.text("linkpath", global.text("linkpath", link));
        TarEntry.Kind kind = kind(header.type(), name);
        long size = pax.number("size", global.number("size", header.size()));
        boolean hasContent = kind == TarEntry.Kind.FILE;
        if (size < 0 || size > Long.MAX_VALUE / 4) {
            throw new BadArchive(RawName.shown(name) + " says that it has " + size + " bytes");
        }
        if (!hasContent
                && size > 0
                && kind != TarEntry.Kind.HARD_LINK
                && kind != TarEntry.Kind.DIRECTORY) {
            throw new BadArchive(RawName.shown(name) + " is no file, and says that it has content");
        }
        stored = hasContent ? size : 0;
        padding = (int) (-stored & Block.SIZE - 1);
        long[] mtime = pax.time("mtime", header.mtime());
        boolean device =
                kind == TarEntry.Kind.CHARACTER_DEVICE || kind == TarEntry.Kind.BLOCK_DEVICE;
        long uid = id(pax.number("uid", global.number("uid", header.uid())), name);
        long gid = id(pax.number("gid", global.number("gid", header.gid())), name);
        int mode = header.mode();
        sparse = hasContent ? Sparse.of(header, pax, this, size) : Sparse.NONE;
        name = pax.text("GNU.sparse.name", name);
        Map<String, byte[]> xattrs = pax.xattrs();
        return new TarEntry(
                name,
                kind,
                mode,
                uid,
                gid,
                sparse == Sparse.NONE ? stored : sparse.size(),
                mtime[0],
                (int) mtime[1],
                link,
                device ? header.deviceMajor() : 0,
                device ? header.deviceMinor() : 0,
                xattrs);
    }

    private static long id(long id, String name) {
        if (id >= 0 && id < 0xffffffffL) return id;
        throw new BadArchive(RawName.shown(name) + " belongs to " + id + ", which is no id");
    }

    private static TarEntry.Kind kind(char type, String name) {
        switch (type) {
            case '0':
            case '\0':
            case '7':
                // In the oldest archives this is all that tells a directory.
                return name.endsWith("/") ? TarEntry.Kind.DIRECTORY : TarEntry.Kind.FILE;
            case 'S':
                return TarEntry.Kind.FILE;
            case '1':
                return TarEntry.Kind.HARD_LINK;
            case '2':
                return TarEntry.Kind.SYMLINK;
            case '3':
                return TarEntry.Kind.CHARACTER_DEVICE;
            case '4':
                return TarEntry.Kind.BLOCK_DEVICE;
            case '5':
                return TarEntry.Kind.DIRECTORY;
            case '6':
                return TarEntry.Kind.FIFO;
            default:
                String shown = type > ' ' && type < 127 ? "'" + type + "'" : "number " + (int) type;
                throw new BadArchive(
                        RawName.shown(name) + " is of a kind, " + shown + ", that no layer has");
        }
    }

    /** False at the end: two empty blocks, or nothing more. */
    private boolean readHeader() throws IOException {
        if (!readBlock()) return false;
        if (header.isEmpty()) return false;
        if (!header.isHeader()) {
            throw new BadArchive(
                    first ? "it is no tar archive" : "a header is damaged (its checksum is wrong)");
        }
        first = false;
        return true;
    }

    /** False if there is nothing more. For GNU's sparse headers too. */
    boolean readBlock() throws IOException {
        int have = in.readNBytes(block, 0, Block.SIZE);
        if (have == 0) return false;
        if (have < Block.SIZE) {
            throw first ? new BadArchive("it is no tar archive") : ends();
        }
        offset += Block.SIZE;
        return true;
    }

    /** The content of a header that describes the next one. */
    private byte[] special(int most, String what) throws IOException {
        long size = header.size();
        if (size < 0 || size > most) {
            throw new BadArchive(
                    "a "
                            + what
                            + " of "
                            + size
                            + " bytes is asked for, and "
                            + most
                            + " are allowed");
        }
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size) throw ends();
        int pad = (int) (-size & Block.SIZE - 1);
        if (in.readNBytes(block, 0, pad) < pad) throw ends();
        offset += size + pad;
        return bytes;
    }

    private static String text(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) end++;
        return RawName.of(bytes, 0, end);
    }

    private void skipContent() throws IOException {
        sparse = Sparse.NONE;
        long skip = stored + padding;
        while (skip > 0) {
            long count = in.skip(skip);
            if (count == 0) {
                if (in.read() < 0) throw ends();
                count = 1;
            }
            skip -= count;
            offset += count;
        }
        stored = 0;
        padding = 0;
    }

    private static BadArchive ends() {
        return new BadArchive("the archive ends in the middle: it is cut off");
    }
}

package slipway.unionfs;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import slipway.unionfs.tar.BadArchive;

/** Takes compression off, told by how the bytes begin: gzip, zstd, or none. */
public final class Compression {
    private static final int MAGIC = 4;
    private static final int BUFFER = 64 * 1024;
    private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X'};
    private static final byte[] BZIP2 = {'B', 'Z', 'h'};

    private Compression() {}

    /**
     * The bytes that were compressed.
     *
     * @throws BadArchive for a way of compressing that layers do not have; and when reading, for
     *     damaged input
     */
    public static InputStream open(InputStream in) throws IOException {
        PushbackInputStream source = new PushbackInputStream(in, MAGIC);
        byte[] magic = new byte[MAGIC];
        int count = source.readNBytes(magic, 0, MAGIC);
        source.unread(magic, 0, count);
        if (begins(magic, count, (byte) 0x1f, (byte) 0x8b)) {
            return new Told(new GZIPInputStream(new MoreToCome(source), BUFFER));
        }
        if (begins(magic, count, (byte) 0x28, (byte) 0xb5, (byte) 0x2f, (byte) 0xfd)) {
            return new Told(Zstd.open(source));
        }
        if (begins(magic, count, XZ) || begins(magic, count, BZIP2)) {
            throw new BadArchive(
                    "it is compressed with " + (magic[0] == 'B' ? "bzip2" : "xz"),
                    "to uncompress it first");
        }
        return source;
    }

    private static boolean begins(byte[] magic, int count, byte... with) {
        if (count < with.length) return false;
        for (int i = 0; i < with.length; i++) if (magic[i] != with[i]) return false;
        return true;
    }

    /** In a class of its own, so that its native library is loaded only for who needs it. */
    private static final class Zstd {
        static InputStream open(InputStream in) throws IOException {
            return new com.github.luben.zstd.ZstdInputStream(in);
        }
    }

    /** The JDK looks for another member behind the first only if there seems to be more. */
    private static final class MoreToCome extends FilterInputStream {
        MoreToCome(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 1;
        }
    }

    /** Damage in words for people. */
    private static final class Told extends FilterInputStream {
        Told(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            try {
                return super.read(into, from, length);
            } catch (EOFException e) {
                throw new BadArchive("its compressed data ends in the middle");
            } catch (ZipException | com.github.luben.zstd.ZstdIOException e) {
                throw new BadArchive("its compressed data is damaged (" + e.getMessage() + ")");
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }
    }
}

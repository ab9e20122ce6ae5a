package slipway.unionfs;

import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_RDONLY;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import slipway.linux.Fd;
import slipway.unionfs.tar.BadArchive;
import slipway.unionfs.tar.TarReader;

/**
 * Takes a layer in: uncompressed, unpacked and compared with its digests in one pass. An effect.
 * Until the digests have been compared nothing of it may be believed; nothing of it needs to be,
 * for to unpack is safe.
 */
public final class LayerIntake {
    private LayerIntake() {}

    /**
     * Unpacks a layer.
     *
     * @param in the layer's archive, compressed or not; read to its end
     * @param blob the digest of those bytes, where one is known
     * @param diffId the digest of the uncompressed bytes
     * @param tree an empty directory
     * @throws BadArchive if a digest differs, and for what the unpacker refuses
     */
    public static LayerUnpacker.Result take(
            InputStream in,
            Optional<Digest> blob,
            Digest diffId,
            Path tree,
            Marks marks,
            Owners owners)
            throws IOException {
        Summed summed = new Summed(in, blob.isPresent());
        InputStream plain = Compression.open(summed);
        LayerUnpacker.Result result;
        try (Pumped pumped = new Pumped(plain);
                Fd root = Fd.open(tree.toString(), O_RDONLY | O_DIRECTORY, 0)) {
            TarReader tar = new TarReader(pumped);
            result = LayerUnpacker.unpack(tar, root, marks, owners);
            tar.drain();
            compare("its uncompressed content", diffId, pumped.digest());
        }
        if (blob.isPresent()) {
            summed.drain();
            compare("it", blob.get(), Digest.of(summed.sum));
        }
        return result;
    }

    private static void compare(String what, Digest said, Digest is) {
        if (said.hex().equals(is.hex())) return;
        throw new BadArchive(what + " should have the digest " + said + " and has " + is);
    }

    /** Sums up what is read, if anybody wants to know. */
    private static final class Summed extends FilterInputStream {
        private final MessageDigest sum = Digest.sha256();
        private final boolean wanted;

        Summed(InputStream in, boolean wanted) {
            super(in);
            this.wanted = wanted;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = in.read(into, from, length);
            if (wanted && count > 0) sum.update(into, from, count);
            return count;
        }

        void drain() throws IOException {
            byte[] rest = new byte[1 << 16];
            while (read(rest, 0, rest.length) >= 0) continue;
        }
    }
}

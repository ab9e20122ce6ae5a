package slipway.unionfs.tar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file with holes: where in it the stored bytes belong. GNU tar has written this in four ways,
 * and all are about.
 *
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html">the
 *     formats</a>
 */
final class Sparse {
    static final Sparse NONE = new Sparse(null, List.of(), 0);

    /** Each piece takes a few bytes of the archive, so a small one can ask for very many. */
    private static final int MOST_PIECES = 100_000;

    private final @Nullable TarReader in;
    private final List<long[]> pieces;
    private final long size;
    private long at;
    private int piece;

    private Sparse(@Nullable TarReader in, List<long[]> pieces, long size) {
        this.in = in;
        this.pieces = pieces;
        this.size = size;
    }

    /** NONE for a file without holes. */
    static Sparse of(Block header, PaxRecords pax, TarReader in, long stored) throws IOException {
        if (header.type() == 'S') return old(header, in, stored);
        if (pax.number("GNU.sparse.major", 0) == 1) {
            return checked(in, inContent(in), pax.number("GNU.sparse.realsize", -1), -1);
        }
        byte[] map = pax.bytes("GNU.sparse.map");
        if (map == null) return NONE;
        List<long[]> pieces = new ArrayList<>();
        String[] numbers = new String(map, StandardCharsets.ISO_8859_1).split(",");
        for (int i = 0; i + 1 < numbers.length; i += 2) {
            add(pieces, number(numbers[i]), number(numbers[i + 1]));
        }
        return checked(in, pieces, pax.number("GNU.sparse.size", -1), stored);
    }

    long size() {
        return size;
    }

    /** Steps over a hole, if there is one here, and says how long it was. */
    long skipHole() {
        while (piece < pieces.size() && at >= pieces.get(piece)[0] + pieces.get(piece)[1]) piece++;
        long end = piece == pieces.size() ? size : pieces.get(piece)[0];
        long hole = end - at;
        if (hole <= 0) return 0;
        at = end;
        return hole;
    }

    /** Stored bytes; -1 where a hole begins, and at the end. */
    int read(byte[] into, int from, int length) throws IOException {
        TarReader source = in;
        if (piece == pieces.size() || at < pieces.get(piece)[0] || source == null) return -1;
        long left = pieces.get(piece)[0] + pieces.get(piece)[1] - at;
        if (left == 0) return -1;
        int count = source.readStored(into, from, (int) Math.min(length, left));
        if (count < 0) throw wrong();
        at += count;
        return count;
    }

    private static Sparse old(Block header, TarReader in, long stored) throws IOException {
        List<long[]> pieces = new ArrayList<>();
        long size = header.number(483, 495, "size");
        boolean more = !header.isBlank(482, 483);
        addBlock(pieces, header, 386, 4);
        while (more) {
            if (!in.readBlock())
                throw new BadArchive("the archive ends in the middle: it is cut off");
            more = !header.isBlank(504, 505);
            addBlock(pieces, header, 0, 21);
        }
        return checked(in, pieces, size, stored);
    }

    private static void addBlock(List<long[]> pieces, Block block, int from, int count) {
        for (int i = 0; i < count; i++) {
            int at = from + 24 * i;
            if (block.isBlank(at, at + 24)) return;
            add(
                    pieces,
                    block.number(at, at + 12, "offset"),
                    block.number(at + 12, at + 24, "size"));
        }
    }

    /** Format 1.0: numbers, one a line, in the first blocks of the content. */
    private static List<long[]> inContent(TarReader in) throws IOException {
        Numbers numbers = new Numbers(in);
        long count = numbers.next();
        if (count < 0 || count > MOST_PIECES) throw wrong();
        List<long[]> pieces = new ArrayList<>();
        for (long i = 0; i < count; i++) add(pieces, numbers.next(), numbers.next());
        return pieces;
    }

    private static void add(List<long[]> pieces, long offset, long length) {
        if (pieces.size() == MOST_PIECES) throw wrong();
        pieces.add(new long[] {offset, length});
    }

    private static Sparse checked(TarReader in, List<long[]> pieces, long size, long stored) {
        long end = 0;
        long sum = 0;
        for (long[] piece : pieces) {
            boolean sane = piece[0] >= end && piece[1] >= 0 && piece[0] <= Long.MAX_VALUE / 4;
            if (!sane || piece[1] > Long.MAX_VALUE / 4) throw wrong();
            end = piece[0] + piece[1];
            sum += piece[1];
        }
        if (size < end || stored >= 0 && sum != stored) throw wrong();
        return new Sparse(in, pieces, size);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong();
        }
    }

    private static BadArchive wrong() {
        return new BadArchive("a file with holes says things about them that cannot be");
    }

    /** Numbers in whole blocks. */
    private static final class Numbers {
        private final TarReader in;
        private final byte[] block = new byte[Block.SIZE];
        private int at = Block.SIZE;

        Numbers(TarReader in) {
            this.in = in;
        }

        long next() throws IOException {
            long value = 0;
            for (int digits = 0; digits < 19; digits++) {
                int c = octet();
                if (c == '\n' && digits > 0) return value;
                if (c < '0' || c > '9') throw wrong();
                value = 10 * value + c - '0';
            }
            throw wrong();
        }

        private int octet() throws IOException {
            if (at == Block.SIZE) {
                for (int have = 0; have < Block.SIZE; ) {
                    int count = in.readStored(block, have, Block.SIZE - have);
                    if (count < 0) throw wrong();
                    have += count;
                }
                at = 0;
            }
            return block[at++];
        }
    }
}

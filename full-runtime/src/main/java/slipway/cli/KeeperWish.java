package slipway.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import slipway.linux.WindowSize;

/** The messages of 16 bytes that a keeper takes from its named pipe {@code control}. */
final class KeeperWish {
    private static final int SIZE = 16;
    private static final int RESIZE = 1;
    private static final int CLOSE_INPUT = 2;

    private KeeperWish() {}

    static byte[] resize(WindowSize size) {
        return message(RESIZE)
                .putShort((short) size.rows())
                .putShort((short) size.columns())
                .putShort((short) size.width())
                .putShort((short) size.height())
                .array();
    }

    static byte[] closeInput() {
        return message(CLOSE_INPUT).array();
    }

    private static ByteBuffer message(int what) {
        return ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN).putInt(what).putInt(0);
    }
}

package slipway.linux;

import static slipway.linux.Constants.TIOCGWINSZ;
import static slipway.linux.Constants.TIOCSWINSZ;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * {@code struct winsize}: how large a terminal is.
 *
 * @param rows in characters, 0 if unknown
 * @param columns in characters, 0 if unknown
 * @param width in pixels, 0 if unknown
 * @param height in pixels, 0 if unknown
 * @see <a href="https://man7.org/linux/man-pages/man2/TIOCSWINSZ.2const.html">TIOCSWINSZ(2)</a>
 */
public record WindowSize(int rows, int columns, int width, int height) {
    public static final WindowSize UNKNOWN = new WindowSize(0, 0, 0, 0);
    private static final int SIZE = 8;

    /** {@code ioctl(terminal, TIOCGWINSZ, &size)}; empty if that is no terminal. */
    public static Optional<WindowSize> of(Fd terminal) {
        byte[] bytes = new byte[SIZE];
        if (!Termios.ioctl(terminal, TIOCGWINSZ, new Arg.Bytes(bytes, "size"))) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return Optional.of(
                new WindowSize(
                        fields.getChar(), fields.getChar(), fields.getChar(), fields.getChar()));
    }

    /** The call that gives a terminal this size. Its programs are told by SIGWINCH. */
    public Call setCall(Arg terminal) {
        byte[] bytes = new byte[SIZE];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) rows)
                .putShort((short) columns)
                .putShort((short) width)
                .putShort((short) height);
        return Call.of(
                Syscall.IOCTL,
                terminal,
                Arg.flag(TIOCSWINSZ, Family.TTY_IOCTL),
                new Arg.Bytes(bytes, "{ws_row=" + rows + ", ws_col=" + columns + "}"));
    }
}

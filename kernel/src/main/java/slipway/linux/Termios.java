package slipway.linux;

import static slipway.linux.Constants.TCGETS;
import static slipway.linux.Constants.TCSETS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's {@code struct termios}, which is smaller than the C library's: how a terminal treats
 * what is typed and what is shown. The same on x86-64 and aarch64.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/termios.3.html">termios(3)</a>
 */
public final class Termios {
    /** In bytes. */
    public static final int SIZE = 36;

    private static final int IFLAG = 0;
    private static final int OFLAG = 4;
    private static final int CFLAG = 8;
    private static final int LFLAG = 12;
    private static final int CC = 17;
    private static final int VTIME = 5;
    private static final int VMIN = 6;

    // BRKINT, PARMRK, ISTRIP, INLCR, IGNCR, ICRNL, IGNBRK, IXON
    private static final int COOKED_INPUT = 02 | 010 | 040 | 0100 | 0200 | 0400 | 01 | 02000;
    private static final int OPOST = 01;
    private static final int CSIZE_AND_PARENB = 060 | 0400;
    private static final int CS8 = 060;
    // ISIG, ICANON, ECHO, ECHONL, IEXTEN
    private static final int COOKED_LINES = 01 | 02 | 010 | 0100 | 0100000;

    private static final List<Errno> NO_TERMINAL =
            List.of(Errno.ENOTTY, Errno.EIO, Errno.EBADF, Errno.EINVAL, Errno.ENODEV);

    private final byte[] bytes;

    private Termios(byte[] bytes) {
        this.bytes = bytes;
    }

    /** {@code ioctl(terminal, TCGETS, &termios)}; empty if that is no terminal. */
    public static Optional<Termios> of(Fd terminal) {
        byte[] bytes = new byte[SIZE];
        boolean known = ioctl(terminal, TCGETS, new Arg.Bytes(bytes, "termios"));
        return known ? Optional.of(new Termios(bytes)) : Optional.empty();
    }

    /**
     * As {@code cfmakeraw} has it: every key goes to the program at once and unseen, Ctrl-C too;
     * what the program writes is shown as it is.
     */
    public Termios raw() {
        ByteBuffer raw = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
        raw.putInt(IFLAG, raw.getInt(IFLAG) & ~COOKED_INPUT);
        raw.putInt(OFLAG, raw.getInt(OFLAG) & ~OPOST);
        raw.putInt(CFLAG, raw.getInt(CFLAG) & ~CSIZE_AND_PARENB | CS8);
        raw.putInt(LFLAG, raw.getInt(LFLAG) & ~COOKED_LINES);
        raw.put(CC + VMIN, (byte) 1);
        raw.put(CC + VTIME, (byte) 0);
        return new Termios(raw.array());
    }

    /** The eight bytes at {@code at}: the modes of input and output at 0, of the line at 8. */
    public long flags(int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
    }

    /** The call that makes a terminal so, at once. */
    public Call setCall(Arg terminal) {
        return Call.of(
                Syscall.IOCTL,
                terminal,
                Arg.flag(TCSETS, Family.TTY_IOCTL),
                new Arg.Bytes(bytes.clone(), "termios"));
    }

    /** False when {@code terminal} is none, or has been hung up. */
    static boolean ioctl(Fd terminal, long request, Arg argument) {
        try {
            LinuxKernel.INSTANCE.call(
                    Call.of(
                            Syscall.IOCTL,
                            Arg.num(terminal.number()),
                            Arg.flag(request, Family.TTY_IOCTL),
                            argument));
            return true;
        } catch (SyscallException e) {
            if (NO_TERMINAL.contains(e.errno())) return false;
            throw e;
        }
    }
}

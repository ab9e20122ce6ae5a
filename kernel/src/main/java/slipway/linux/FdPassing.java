package slipway.linux;

import static slipway.linux.Constants.AF_UNIX;
import static slipway.linux.Constants.MSG_CMSG_CLOEXEC;
import static slipway.linux.Constants.MSG_NOSIGNAL;
import static slipway.linux.Constants.SCM_RIGHTS;
import static slipway.linux.Constants.SOCK_CLOEXEC;
import static slipway.linux.Constants.SOCK_SEQPACKET;
import static slipway.linux.Constants.SOL_SOCKET;

import java.util.List;
import java.util.Optional;

/**
 * Handing an open descriptor to another process, with one word beside it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7), SCM_RIGHTS</a>
 */
public final class FdPassing {
    /** {@code struct msghdr}, on 64-bit machines. */
    public static final int MSGHDR = 56;

    public static final int MSGHDR_IOV = 16;
    public static final int MSGHDR_IOVLEN = 24;
    public static final int MSGHDR_CONTROL = 32;
    public static final int MSGHDR_CONTROLLEN = 40;

    /** {@code CMSG_SPACE(sizeof(int))}, and where in it the descriptor stands. */
    public static final int CONTROL = 24;

    public static final int CONTROL_FD = 16;
    private static final int CMSG_LEN = 20;

    private static final int IOVEC = 16;

    private FdPassing() {}

    /** Two ends of a SOCK_SEQPACKET connection. */
    public static final class Pair implements AutoCloseable {
        private final Fd ours;
        private final Fd theirs;
        private boolean kept;

        private Pair(Fd ours, Fd theirs) {
            this.ours = ours;
            this.theirs = theirs;
        }

        public Fd theirs() {
            return theirs;
        }

        public Fd ours() {
            return ours;
        }

        /** Our end, which {@link #close} then leaves open. */
        public Fd keepOurs() {
            kept = true;
            return ours;
        }

        @Override
        public void close() {
            theirs.close();
            if (!kept) ours.close();
        }
    }

    /** {@code socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds)}. */
    public static Pair pair() {
        try (Memory fds = Memory.allocate(8)) {
            long type = SOCK_SEQPACKET | SOCK_CLOEXEC;
            LinuxKernel.quick(Syscall.SOCKETPAIR, AF_UNIX, type, 0, fds.address(), 0);
            return new Pair(Fd.owned(fds.getInt(0)), Fd.owned(fds.getInt(4)));
        }
    }

    /**
     * {@code sendmsg} of one word and one descriptor.
     *
     * @throws SyscallException EPIPE when nobody has the other end any more
     */
    public static void send(Fd socket, Fd passed, long word) {
        int iovec = MSGHDR;
        int payload = iovec + IOVEC;
        int control = payload + 8;
        try (Memory m = Memory.allocate(control + CONTROL)) {
            m.putLong(MSGHDR_IOV, m.address() + iovec);
            m.putLong(MSGHDR_IOVLEN, 1);
            m.putLong(MSGHDR_CONTROL, m.address() + control);
            m.putLong(MSGHDR_CONTROLLEN, CONTROL);
            m.putLong(iovec, m.address() + payload);
            m.putLong(iovec + 8, 8);
            m.putLong(payload, word);
            m.putLong(control, CMSG_LEN);
            m.putInt(control + 8, SOL_SOCKET);
            m.putInt(control + 12, SCM_RIGHTS);
            m.putInt(control + CONTROL_FD, passed.number());
            LinuxKernel.quick(Syscall.SENDMSG, socket.number(), m.address(), MSG_NOSIGNAL, 0, 0);
        }
    }

    /**
     * The call that hands over what an earlier step of the same plan opened, with one byte beside
     * it.
     *
     * @param socket the number of our end, in the process that runs the plan
     * @param result the name of the descriptor, as in {@link Arg#result}
     */
    public static Call sendCall(int socket, String result) {
        Arg payload = new Arg.Words(List.of(Arg.text("."), Arg.num(1)), "[\".\"]");
        Arg control =
                new Arg.Words(
                        List.of(
                                Arg.num(CMSG_LEN),
                                Arg.num((long) SCM_RIGHTS << 32 | SOL_SOCKET),
                                Arg.result(result)),
                        "[SCM_RIGHTS, [$" + result + "]]");
        Arg message =
                new Arg.Words(
                        List.of(
                                Arg.NULL,
                                Arg.NULL,
                                payload,
                                Arg.num(1),
                                control,
                                Arg.num(CONTROL),
                                Arg.num(0)),
                        "{msg_iov=[\".\"], msg_control=[SCM_RIGHTS, [$" + result + "]]}");
        return Call.of(
                Syscall.SENDMSG, Arg.num(socket), message, Arg.flag(MSG_NOSIGNAL, Family.MSG));
    }

    /**
     * {@code recvmsg(socket, MSG_CMSG_CLOEXEC)}: waits for one message.
     *
     * @return the descriptor in it; empty if it has none, or if nobody has the other end any more
     */
    public static Optional<Fd> receive(Fd socket) {
        int iovec = MSGHDR;
        int payload = iovec + IOVEC;
        int control = payload + 8;
        try (Memory m = Memory.allocate(control + CONTROL)) {
            while (true) {
                m.putLong(MSGHDR_IOV, m.address() + iovec);
                m.putLong(MSGHDR_IOVLEN, 1);
                m.putLong(MSGHDR_CONTROL, m.address() + control);
                m.putLong(MSGHDR_CONTROLLEN, CONTROL);
                m.putLong(iovec, m.address() + payload);
                m.putLong(iovec + 8, 8);
                try {
                    long at = m.address();
                    LinuxKernel.quick(Syscall.RECVMSG, socket.number(), at, MSG_CMSG_CLOEXEC, 0, 0);
                    break;
                } catch (SyscallException e) {
                    if (e.errno() != Errno.EINTR) throw e;
                }
            }
            if (m.getLong(MSGHDR_CONTROLLEN) < CMSG_LEN) return Optional.empty();
            return Optional.of(Fd.owned(m.getInt(control + CONTROL_FD)));
        }
    }
}

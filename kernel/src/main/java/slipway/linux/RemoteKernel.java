package slipway.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A kernel whose calls another process makes, with its ids, namespaces and descriptors: each call
 * goes over a socket, and its result comes back. Paths should be absolute, and descriptors are
 * numbers of that process. A call takes some fifty microseconds, and there is one at a time.
 *
 * <p>A message is eight words and the memory that their pointers lead to. Words: number of the
 * call, six arguments, size of the answer that is wanted. The answer is the message with the result
 * in its first word, up to that size.
 */
public final class RemoteKernel implements Kernel {
    /** Before the memory stand eight words. */
    public static final int HEADER = 64;

    /** Where the size of the answer stands. */
    public static final int ANSWER_SIZE = 56;

    /** The largest message: room for a batch of directory entries, or two paths. */
    public static final int MOST = HEADER + 40 * 1024;

    private final Arch arch = Arch.current();
    private final Fd socket;
    private final long remote;

    /**
     * @param socket SOCK_SEQPACKET, to a process that keeps to the above; closed by who made it
     * @param remote where in its memory that process takes messages in
     */
    public RemoteKernel(Fd socket, long remote) {
        this.socket = socket;
        this.remote = remote;
    }

    /**
     * @throws IllegalArgumentException too if the arguments take more than 40 KiB
     * @throws Gone if the process has ended
     */
    @Override
    public synchronized long call(Call call) {
        try (Marshal arguments = new Marshal(call.args(), remote + HEADER)) {
            long[] words = arguments.words();
            byte[] memory = arguments.bytes();
            int size = HEADER + memory.length;
            if (size > MOST) throw new IllegalArgumentException(call + " is too large");
            boolean written = holdsBytes(call.args());
            ByteBuffer message = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
            message.putLong(call.syscall().number(arch));
            for (int i = 0; i < Call.MAX_ARGS; i++) message.putLong(words[i]);
            message.putLong(written ? size : Long.BYTES).put(memory);
            ByteBuffer answer = exchange(call, message.array());
            long result = answer.getLong();
            if (result < 0 && result >= -4095) throw LinuxKernel.refused(call, result);
            if (written) {
                arguments.fill(Arrays.copyOfRange(answer.array(), HEADER, size));
                arguments.readBack();
            }
            return result;
        }
    }

    /** Whether there may be anything that the kernel has written. */
    private static boolean holdsBytes(List<Arg> args) {
        for (Arg arg : args) {
            if (arg instanceof Arg.Bytes) return true;
            if (arg instanceof Arg.Words words && holdsBytes(words.words())) return true;
        }
        return false;
    }

    private ByteBuffer exchange(Call call, byte[] message) {
        try (Memory memory = Memory.allocate(message.length)) {
            memory.putBytes(0, message);
            int count;
            try {
                socket.write(memory, message.length);
                count = socket.read(memory, message.length);
            } catch (SyscallException e) {
                // One that was killed with the message unread makes the read say ECONNRESET.
                if (e.errno() == Errno.EPIPE || e.errno() == Errno.ECONNRESET) throw new Gone(call);
                throw e;
            }
            if (count < Long.BYTES) throw new Gone(call);
            byte[] answer = new byte[message.length];
            memory.getBytes(0, answer, 0, count);
            return ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** The process that makes the calls has been ended from outside. */
    public static final class Gone extends RuntimeException implements ForPeople {
        private static final long serialVersionUID = 1L;

        Gone(Call call) {
            super(
                    "the process that was to make "
                            + call
                            + " was ended from outside. Try: the same again; if it was for want"
                            + " of memory, dmesg says so");
        }
    }
}

package slipway.runtime;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Capability;
import slipway.linux.CapabilitySet;
import slipway.linux.Constants;
import slipway.linux.Fd;
import slipway.linux.Kernel;
import slipway.linux.Memory;
import slipway.linux.Syscall;

/**
 * What a plan needs to know about who asks for it, and where.
 *
 * @param uid effective user id
 * @param gid effective group id
 * @param capabilities the permitted ones
 * @param lastCapability the highest number that this kernel knows
 */
public record HostFacts(long uid, long gid, CapabilitySet capabilities, int lastCapability) {
    private static final String LAST = "/proc/sys/kernel/cap_last_cap";
    private static final int CAP_DATA = 24;
    private static final int NUMBER_SIZE = 16;

    /** Asks the kernel. */
    public static HostFacts of(Kernel kernel) {
        byte[] sets = new byte[CAP_DATA];
        byte[] header = {0x22, 0x05, 0x08, 0x20, 0, 0, 0, 0};
        kernel.call(
                Call.of(
                        Syscall.CAPGET,
                        new Arg.Bytes(header, "{_LINUX_CAPABILITY_VERSION_3, 0}"),
                        new Arg.Bytes(sets, "sets")));
        return new HostFacts(
                kernel.call(Call.of(Syscall.GETEUID)),
                kernel.call(Call.of(Syscall.GETEGID)),
                new CapabilitySet(word(sets, 4) | word(sets, 16) << 32),
                readLastCapability());
    }

    /** Whether namespaces can be made without a user namespace around them. */
    public boolean privileged() {
        return capabilities.contains(Capability.CAP_SYS_ADMIN);
    }

    /**
     * Read in one piece on purpose: files of /proc/sys answer only the first read, and {@code
     * Files.readString} begins with a read of a single byte, so that it sees 4 where 40 stands.
     */
    private static int readLastCapability() {
        try (Fd file = Fd.open(LAST, Constants.O_RDONLY, 0);
                Memory memory = Memory.allocate(NUMBER_SIZE)) {
            int value = 0;
            int count = file.read(memory, NUMBER_SIZE);
            byte[] digits = new byte[count];
            memory.getBytes(0, digits, 0, count);
            for (byte digit : digits) if (digit >= '0') value = 10 * value + digit - '0';
            return value;
        }
    }

    private static long word(byte[] bytes, int at) {
        long value = 0;
        for (int i = 3; i >= 0; i--) value = value << 8 | bytes[at + i] & 0xff;
        return value;
    }
}

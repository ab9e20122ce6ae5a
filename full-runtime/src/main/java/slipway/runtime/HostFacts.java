package slipway.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Capability;
import slipway.linux.CapabilitySet;
import slipway.linux.Kernel;
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

    private static int readLastCapability() {
        try {
            return Integer.parseInt(Files.readString(Path.of(LAST)).trim());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + LAST + "; is /proc mounted?", e);
        }
    }

    private static long word(byte[] bytes, int at) {
        long value = 0;
        for (int i = 3; i >= 0; i--) value = value << 8 | bytes[at + i] & 0xff;
        return value;
    }
}

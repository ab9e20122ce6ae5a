package slipway.runtime.lifecycle;

import static slipway.linux.Constants.O_RDONLY;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Capability;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Memory;
import slipway.linux.Syscall;
import slipway.oci.ProcessSpec;
import slipway.runtime.HostFacts;

/** What the runtime may itself, which is the most that it can give. */
final class OwnLimits {
    private static final int RLIMIT = 16;
    private static final int PAGE = 4096;

    private OwnLimits() {}

    /**
     * The limits as far as they can be set: without CAP_SYS_RESOURCE a hard limit can be lowered,
     * and not raised. Engines ask for more than they know to be possible.
     *
     * @param warnings gets a line for each that is lower than asked for
     */
    static List<ProcessSpec.Rlimit> possible(
            List<ProcessSpec.Rlimit> wanted, HostFacts host, List<String> warnings) {
        if (host.capabilities().contains(Capability.CAP_SYS_RESOURCE)) return wanted;
        List<ProcessSpec.Rlimit> possible = new ArrayList<>();
        for (ProcessSpec.Rlimit each : wanted) {
            long most = hard(each.number());
            if (Long.compareUnsigned(each.hard(), most) <= 0) {
                possible.add(each);
                continue;
            }
            long soft = Long.compareUnsigned(each.soft(), most) <= 0 ? each.soft() : most;
            possible.add(new ProcessSpec.Rlimit(each.type(), each.number(), soft, most));
            warnings.add(
                    each.type()
                            + " is "
                            + Long.toUnsignedString(most)
                            + " and not "
                            + Long.toUnsignedString(each.hard())
                            + ": the runtime has no CAP_SYS_RESOURCE to raise its own");
        }
        return possible;
    }

    private static long hard(int number) {
        byte[] limit = new byte[RLIMIT];
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.PRLIMIT64,
                        Arg.num(0),
                        Arg.flag(number, Family.RLIMIT),
                        Arg.NULL,
                        new Arg.Bytes(limit, "limit")));
        return ByteBuffer.wrap(limit).order(ByteOrder.LITTLE_ENDIAN).getLong(RLIMIT / 2);
    }

    /** A file of the kernel's, in one piece. */
    static String read(String path) {
        try (Fd file = Fd.open(path, O_RDONLY, 0);
                Memory memory = Memory.allocate(PAGE)) {
            byte[] bytes = new byte[file.read(memory, PAGE)];
            memory.getBytes(0, bytes, 0, bytes.length);
            return new String(bytes, StandardCharsets.US_ASCII);
        }
    }
}

package slipway.runtime;

import static slipway.linux.Constants.O_RDONLY;

import java.nio.charset.StandardCharsets;
import slipway.linux.Fd;
import slipway.linux.Memory;

/** Which user namespace we are in: root of another than the machine's is no root of its files. */
public final class UserNamespace {
    private static final int PAGE = 4096;
    private static final String ALL_IDS = "4294967295";

    private UserNamespace() {}

    /** Whether it is the machine's own, in which every id is itself. */
    public static boolean isFirst() {
        try (Fd file = Fd.open("/proc/self/uid_map", O_RDONLY, 0);
                Memory memory = Memory.allocate(PAGE)) {
            byte[] bytes = new byte[file.read(memory, PAGE)];
            memory.getBytes(0, bytes, 0, bytes.length);
            return new String(bytes, StandardCharsets.US_ASCII).strip().endsWith(ALL_IDS);
        }
    }
}

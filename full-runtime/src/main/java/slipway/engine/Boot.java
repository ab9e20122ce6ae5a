package slipway.engine;

import java.nio.charset.StandardCharsets;
import slipway.linux.Constants;
import slipway.linux.Fd;
import slipway.linux.Memory;

/** Which start of the machine this is: numbers of processes begin again with the next. */
final class Boot {
    private static final String FILE = "/proc/sys/kernel/random/boot_id";
    private static final int LENGTH = 36;
    private static final String ID = read();

    private Boot() {}

    static String id() {
        return ID;
    }

    private static String read() {
        try (Fd file = Fd.open(FILE, Constants.O_RDONLY, 0);
                Memory memory = Memory.allocate(LENGTH)) {
            byte[] id = new byte[file.read(memory, LENGTH)];
            memory.getBytes(0, id, 0, id.length);
            return new String(id, StandardCharsets.US_ASCII);
        }
    }
}

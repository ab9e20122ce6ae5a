package slipway.engine;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.Memory;

/**
 * How a container ended, as its keeper has written it down in the file {@code exit}: {@code
 * siginfo_t}, {@code struct timespec}, and what its memory group had counted.
 *
 * @param millis when
 * @param outOfMemory whether the kernel killed a process of it for its memory limit
 */
public record KeptEnd(ExitStatus status, long millis, boolean outOfMemory) {
    private static final int CODE = 8;
    private static final int STATUS = 24;
    private static final int TIME = 128;
    private static final int COUNTED = TIME + 16;
    private static final int ROOM = 4096;
    private static final String KILLS = "oom_kill ";

    /** What is said of one whose keeper was killed: nobody knows. */
    public static final int UNKNOWN = 255;

    static Optional<KeptEnd> read(String file) {
        try (FileInputStream in = new FileInputStream(file)) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length < COUNTED) throw EngineProblem.unreadable(file, "it is too short");
            return Optional.of(of(bytes));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of what {@link KeptContainer#openEnd} has opened; empty as long as nothing is written. */
    public static Optional<KeptEnd> read(Fd file) {
        try (Memory room = Memory.allocate(ROOM)) {
            int count = file.read(room, ROOM);
            byte[] bytes = new byte[count];
            room.getBytes(0, bytes, 0, count);
            boolean written = count >= COUNTED && room.getInt(CODE) != 0;
            return written ? Optional.of(of(bytes)) : Optional.empty();
        }
    }

    private static KeptEnd of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int status = in.getInt(STATUS);
        ExitStatus ended =
                in.getInt(CODE) == Constants.CLD_EXITED
                        ? ExitStatus.exited(status)
                        : ExitStatus.killedBy(status);
        long millis = in.getLong(TIME) * 1000 + in.getLong(TIME + 8) / 1_000_000;
        String counted =
                new String(bytes, COUNTED, bytes.length - COUNTED, StandardCharsets.US_ASCII);
        return new KeptEnd(ended, millis, kills(counted));
    }

    private static boolean kills(String counted) {
        int at = counted.indexOf(KILLS);
        if (at < 0) return false;
        char digit = counted.charAt(at + KILLS.length());
        return digit > '0' && digit <= '9';
    }
}

package slipway.lessons.desk;

import com.google.gson.JsonArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import slipway.linux.Fd;

/**
 * Descriptors on the line: where they are open, and as which number. The other side opens the same
 * file by way of /proc, and gives back what it was given. An effect.
 */
final class Descriptors {
    /** Read, write or both, O_APPEND, O_DIRECTORY and O_PATH: all else belongs to the opening. */
    private static final long KEPT = 3 | 02000 | 0200000 | 010000000;

    private final Map<Integer, Fd> ours = new HashMap<>();
    private final Map<Fd, JsonArray> theirs = new IdentityHashMap<>();

    JsonArray written(Fd fd) {
        JsonArray known = theirs.get(fd);
        if (known != null) return known;
        JsonArray written = new JsonArray();
        // 0, 1 and 2 are those of whoever launches.
        written.add(fd.number() <= 2 ? 0 : ProcessHandle.current().pid());
        written.add(fd.number());
        ours.put(fd.number(), fd);
        return written;
    }

    Fd read(JsonArray written) {
        long pid = written.get(0).getAsLong();
        int number = written.get(1).getAsInt();
        if (pid == 0) return number == 0 ? Fd.STDIN : number == 1 ? Fd.STDOUT : Fd.STDERR;
        if (pid == ProcessHandle.current().pid()) {
            Fd fd = ours.get(number);
            if (fd == null) throw new NotAValue("descriptor " + number + " was never given");
            return fd;
        }
        Fd fd = Fd.open("/proc/" + pid + "/fd/" + number, flags(pid, number), 0);
        theirs.put(fd, written);
        return fd;
    }

    private static long flags(long pid, int number) {
        Path info = Path.of("/proc/" + pid + "/fdinfo/" + number);
        try {
            for (String line : Files.readAllLines(info)) {
                if (line.startsWith("flags:"))
                    return Long.parseLong(line.substring(6).strip(), 8) & KEPT;
            }
            throw new NotAValue(info + " names no flags");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

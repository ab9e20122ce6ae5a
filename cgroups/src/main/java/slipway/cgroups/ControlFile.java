package slipway.cgroups;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.Memory;
import slipway.linux.SyscallException;

/** Reads the small files of which the kernel's own file systems consist. */
final class ControlFile {
    private static final int CHUNK = 1 << 13;

    private ControlFile() {}

    /** All of it; empty if the file or the group is not there (any more). */
    static Optional<String> read(String path) {
        if (!new File(path).exists()) return Optional.empty();
        StringBuilder text = new StringBuilder();
        try (Fd file = Fd.open(path, Constants.O_RDONLY, 0);
                Memory memory = Memory.allocate(CHUNK)) {
            byte[] bytes = new byte[CHUNK];
            for (int count = file.read(memory, CHUNK);
                    count > 0;
                    count = file.read(memory, CHUNK)) {
                memory.getBytes(0, bytes, 0, count);
                text.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
            }
            return Optional.of(text.toString());
        } catch (SyscallException e) {
            boolean gone =
                    e.errno() == Errno.ENOENT
                            || e.errno() == Errno.ENODEV
                            || e.errno() == Errno.ESRCH;
            if (!gone) throw e;
            return Optional.empty();
        }
    }

    /** Its words, between blanks and newlines. */
    static List<String> words(String path) {
        List<String> words = new ArrayList<>();
        String text = read(path).orElse("");
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != ' ' && text.charAt(i) != '\n') continue;
            if (i > start) words.add(text.substring(start, i));
            start = i + 1;
        }
        return words;
    }

    /** A file of one number; empty where it has another word, as {@code max}. */
    static OptionalLong number(String path) {
        List<String> words = words(path);
        return words.isEmpty() ? OptionalLong.empty() : number(words, 0);
    }

    /** The number behind a word, in files of lines {@code name number}. */
    static OptionalLong number(String path, String name) {
        List<String> words = words(path);
        int at = words.indexOf(name);
        return at < 0 || at + 1 == words.size() ? OptionalLong.empty() : number(words, at + 1);
    }

    private static OptionalLong number(List<String> words, int at) {
        try {
            return OptionalLong.of(Long.parseLong(words.get(at)));
        } catch (NumberFormatException e) {
            return OptionalLong.empty(); // documented: a word such as max is no number
        }
    }
}

package slipway.lessons.probe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Errno;
import slipway.linux.Syscall;

/**
 * What the kernel answered to each {@link Ask}.
 *
 * @param results by name; minus errno where it said no
 * @param rooms by name: what it wrote
 */
record Answers(List<Ask> asked, Map<String, Long> results, Map<String, byte[]> rooms) {
    private static final int SHOWN_MAX = 48;

    static Answers read(List<Ask> asked, byte[] told) {
        ByteBuffer in = ByteBuffer.wrap(told).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Long> results = new HashMap<>();
        Map<String, byte[]> rooms = new HashMap<>();
        for (Ask ask : asked) results.put(ask.name(), in.getLong());
        for (Ask ask : asked) {
            if (ask.room().isEmpty()) continue;
            byte[] room = new byte[ask.room().get().value().length];
            in.get(room);
            rooms.put(ask.name(), room);
        }
        return new Answers(asked, results, rooms);
    }

    long result(String name) {
        return results.getOrDefault(name, 0L);
    }

    boolean worked(String name) {
        return errno(name).isEmpty();
    }

    boolean failed(String name, Errno errno) {
        return errno(name).equals(Optional.of(errno));
    }

    private Optional<Errno> errno(String name) {
        long result = result(name);
        return result < 0 ? Optional.of(Errno.of((int) -result)) : Optional.empty();
    }

    /** What the kernel wrote, from here to the next NUL, or to the end of what was read. */
    String text(String name, int from) {
        byte[] room = rooms.getOrDefault(name, new byte[0]);
        int to = from;
        while (to < room.length && room[to] != 0) to++;
        return new String(Arrays.copyOfRange(room, from, to), StandardCharsets.UTF_8);
    }

    /** As strace would show it, a line for each call. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Ask ask : asked) {
            if (dependsOnFailure(ask)) continue;
            Optional<Errno> errno = errno(ask.name());
            String answer =
                    errno.map(e -> "-1 " + e.name() + " (" + e.text() + ")")
                            .orElseGet(() -> Long.toString(result(ask.name())));
            lines.add(shown(ask) + " = " + answer);
        }
        return lines;
    }

    /** Such as reading from what could not be opened. */
    private boolean dependsOnFailure(Ask ask) {
        for (Arg arg : ask.call().args()) {
            if (arg instanceof Arg.Result named && !worked(named.name())) return true;
        }
        return false;
    }

    private String shown(Ask ask) {
        String text = ask.call().toString();
        for (Map.Entry<String, Long> each : results.entrySet()) {
            String name = "$" + each.getKey();
            text = text.replace(name + ",", each.getValue() + ",");
            text = text.replace(name + ")", each.getValue() + ")");
        }
        if (ask.room().isEmpty()) return text;
        boolean names = ask.call().syscall() == Syscall.UNAME;
        String written = names ? "{release=" + Arg.quote(text(ask.name(), 130)) + "}" : "";
        if (!names) written = quoted(text(ask.name(), 0));
        return text.replace("…", written);
    }

    private static String quoted(String text) {
        if (text.length() <= SHOWN_MAX) return Arg.quote(text);
        return Arg.quote(text.substring(0, SHOWN_MAX)) + "...";
    }
}

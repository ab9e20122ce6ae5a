package slipway.lessons.spaces;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The children of a process, as /proc shows them to us. Reading it is an effect.
 *
 * @param members each with its number outside, its number inside, and its state
 */
record Children(List<Member> members) {
    /** A child. */
    record Member(int pid, int inside, char state) {
        boolean isZombie() {
            return state == 'Z';
        }
    }

    static Children of(int parent) throws IOException {
        List<Member> found = new ArrayList<>();
        for (Path each : candidates(parent)) member(each, parent).ifPresent(found::add);
        return new Children(List.copyOf(found));
    }

    /** Where the kernel keeps no list of children, all processes are. */
    private static List<Path> candidates(int parent) throws IOException {
        List<Path> found = new ArrayList<>();
        Path list = Path.of("/proc/" + parent + "/task/" + parent + "/children");
        if (Files.exists(list)) {
            for (String pid : listed(list)) {
                if (!pid.isBlank()) found.add(Path.of("/proc", pid.strip()));
            }
            return found;
        }
        if (!Files.exists(list.resolveSibling("status"))) return found; // it has ended
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : all) found.add(each);
        }
        return found;
    }

    private static String[] listed(Path list) {
        try {
            return Files.readString(list).split(" ");
        } catch (IOException e) {
            return new String[0]; // it has ended meanwhile
        }
    }

    private static Optional<Member> member(Path process, int parent) {
        List<String> lines;
        try {
            lines = Files.readAllLines(process.resolve("status"));
        } catch (IOException e) {
            return Optional.empty(); // it has ended meanwhile
        }
        String state = "";
        String inside = "";
        boolean isOurs = false;
        for (String line : lines) {
            String[] words = line.split("\\s+");
            if (words[0].equals("State:")) state = words[1];
            if (words[0].equals("PPid:")) isOurs = words[1].equals(Integer.toString(parent));
            if (words[0].equals("NSpid:")) inside = words[words.length - 1];
        }
        if (!isOurs || state.isEmpty() || inside.isEmpty()) return Optional.empty();
        int pid = Integer.parseInt(process.getFileName().toString());
        return Optional.of(new Member(pid, Integer.parseInt(inside), state.charAt(0)));
    }

    long zombies() {
        return members.stream().filter(Member::isZombie).count();
    }

    /** The one that PID 1 made itself: it was there before any orphan. */
    Optional<Member> eldest() {
        return members.stream().min(java.util.Comparator.comparingInt(Member::inside));
    }
}

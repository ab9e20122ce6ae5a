package slipway.jail;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The way to a file: every symbolic link that the kernel would follow, and the file itself. A tree
 * that is to have the file under the same name needs them all, as {@code /bin -> usr/bin} and
 * {@code /usr/bin/awk -> /etc/alternatives/awk -> /usr/bin/mawk}. An effect: it reads links.
 *
 * @param links in the order in which they are met; each is in a real directory
 * @param file where it ends, in a real directory
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/path_resolution.7.html">path_resolution(7)</a>
 */
record LinkTrail(List<Path> links, Path file) {
    private static final int MOST_LINKS = 40; // as the kernel's: one more is ELOOP

    LinkTrail {
        links = List.copyOf(links);
    }

    /**
     * @throws NoSuchFileException with the path asked for, when it leads nowhere
     */
    static LinkTrail of(Path asked) throws IOException {
        Path absolute = asked.toAbsolutePath();
        Deque<Path> ahead = new ArrayDeque<>();
        for (Path name : absolute) ahead.add(name);
        List<Path> links = new ArrayList<>();
        Path here = absolute.getRoot();
        while (!ahead.isEmpty()) {
            Path name = ahead.pop();
            if (name.toString().isEmpty() || name.toString().equals(".")) continue;
            if (name.toString().equals("..")) {
                // The folder above the real one: what the kernel does, unlike Path.normalize.
                here = here.getParent() == null ? here : here.getParent();
                continue;
            }
            Path next = here.resolve(name);
            if (!Files.isSymbolicLink(next)) {
                if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) throw missing(asked, next);
                here = next;
                continue;
            }
            links.add(next);
            if (links.size() > MOST_LINKS) {
                throw new FileSystemException(asked.toString(), null, "too many symbolic links");
            }
            Path target = Files.readSymbolicLink(next);
            if (target.isAbsolute()) here = absolute.getRoot();
            for (int i = target.getNameCount() - 1; i >= 0; i--) ahead.push(target.getName(i));
        }
        return new LinkTrail(links, here);
    }

    private static NoSuchFileException missing(Path asked, Path stop) {
        return new NoSuchFileException(asked.toString(), null, "there is no " + stop);
    }
}

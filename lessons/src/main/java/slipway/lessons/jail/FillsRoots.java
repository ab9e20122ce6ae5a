package slipway.lessons.jail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Exercise 1.1: which files a program cannot do without. */
public interface FillsRoots {
    /**
     * Says which files have to be in an empty root so that the program runs there. Copies nothing:
     * the kit does that with your answer, one file for each entry.
     *
     * @param program absolute path of the program on this machine; inside it is to have the same
     * @param host what you can ask about the files of this machine
     * @return the absolute path that a file is to have inside, and the file of this machine that is
     *     copied there; if that is a symbolic link, the link itself is copied, as {@code cp -P}
     *     does, and not what it leads to
     */
    Map<String, Path> filesFor(Path program, HostFiles host) throws IOException;
}

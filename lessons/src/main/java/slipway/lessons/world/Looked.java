package slipway.lessons.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import slipway.lessons.NotYet;

/** A process, looked at from outside by way of /proc. An effect. */
public record Looked(Path process) {
    public static Looked at(int pid) {
        return new Looked(Path.of("/proc/" + pid));
    }

    /** Where root, or cwd, leads. */
    public String link(String name) {
        try {
            return Files.readSymbolicLink(process.resolve(name)).toString();
        } catch (IOException e) {
            throw gone();
        }
    }

    /** Whether root, or cwd, is this very folder, under whatever name. */
    public boolean is(String name, Path folder) {
        try {
            Path link = process.resolve(name);
            for (String what : new String[] {"unix:dev", "unix:ino"}) {
                if (!Files.getAttribute(link, what).equals(Files.getAttribute(folder, what))) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw gone();
        }
    }

    /** A file of the machine for a path as the process sees it. */
    public Path inside(String path) {
        return process.resolve("root").resolve(path.substring(1));
    }

    private NotYet gone() {
        return new NotYet("After your steps the process was no more, or could not be looked at.");
    }
}

package slipway.lessons.jail;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.jail.ElfClosure;
import slipway.jail.ElfFile;

/** Answers out of the files themselves; libraries are those that one program needs. An effect. */
final class ElfHostFiles implements HostFiles {
    private final Map<String, Path> libraries = new HashMap<>();

    ElfHostFiles(ElfClosure closure) {
        for (Path file : closure.files()) libraries.put(file.getFileName().toString(), file);
        for (Path link : closure.links()) libraries.put(link.getFileName().toString(), link);
    }

    @Override
    public Optional<String> interpreter(Path file) throws IOException {
        return ElfFile.read(file).interpreter();
    }

    @Override
    public List<String> needed(Path file) throws IOException {
        return ElfFile.read(file).needed();
    }

    @Override
    public Path library(String name) throws IOException {
        Path path = libraries.get(name);
        if (path == null) throw new NoSuchFileException(name, null, "no library of the program");
        return path;
    }

    @Override
    public String toString() {
        return "host";
    }
}

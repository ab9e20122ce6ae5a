package slipway.engine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.image.WritableLayer;
import slipway.linux.FileLock;

/** Who has which name: links, of which the file system lets nobody make one twice. An effect. */
final class ContainerNames {
    private static final String DIRECTORY = "names";
    private static final int LONGEST = 128;
    private static final int ATTEMPTS = 30;

    private final Path data;
    private final Path links;

    ContainerNames(Path data) {
        this.data = data;
        this.links = data.resolve(DIRECTORY);
    }

    /** Docker's rule: letters, digits, and after the first of them also {@code _ . -}. */
    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > LONGEST) return false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!plain && (i == 0 || c != '_' && c != '.' && c != '-')) return false;
        }
        return true;
    }

    Optional<String> id(String name) {
        if (!isName(name)) return Optional.empty();
        try {
            return Optional.of(Files.readSymbolicLink(links.resolve(name)).toString());
        } catch (IOException e) {
            return Optional.empty(); // nobody has it
        }
    }

    /**
     * @throws EngineProblem if it is no name, or somebody has it
     */
    void claim(String name, String id) throws IOException {
        if (!isName(name)) {
            throw new EngineProblem(
                    "'" + name + "' is no name for a container",
                    "letters, digits, and between them . _ or -");
        }
        if (!links.toFile().isDirectory()) Files.createDirectories(links);
        if (link(name, id)) return;
        Optional<FileLock> lock = FileLock.await(links);
        FileLock held = lock.orElseThrow();
        try (held) {
            Optional<String> owner = id(name);
            if (owner.isPresent() && !isStale(owner.get())) {
                throw new EngineProblem(
                        "the name "
                                + name
                                + " is that of container "
                                + KeptConfig.brief(owner.get()),
                        "slipway rm " + name + ", or another name");
            }
            Files.deleteIfExists(links.resolve(name));
            if (!link(name, id)) claim(name, id); // somebody was faster
        }
    }

    private boolean link(String name, String id) throws IOException {
        try {
            Files.createSymbolicLink(links.resolve(name), Path.of(id));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Whether its container was never completed, or has been removed, and nobody is at it. */
    private boolean isStale(String id) {
        Path home = data.resolve(WritableLayer.DIRECTORY).resolve(id);
        if (home.resolve(WritableLayer.STAYS).toFile().exists()) return false;
        if (!home.toFile().exists()) return true;
        Optional<FileLock> free = FileLock.exclusive(home);
        if (free.isPresent()) free.get().close();
        return free.isPresent();
    }

    void release(String name, String id) throws IOException {
        Optional<String> owner = id(name);
        if (owner.isEmpty() || !owner.get().equals(id)) return;
        try {
            Files.delete(links.resolve(name));
        } catch (NoSuchFileException e) {
            return; // somebody has taken it over meanwhile
        }
    }

    String fresh() {
        for (int i = 0; i < ATTEMPTS; i++) {
            String name = FreshNames.next(i);
            if (id(name).isEmpty()) return name;
        }
        return FreshNames.next(ATTEMPTS) + System.nanoTime();
    }

    List<Path> stale() {
        List<Path> stale = new ArrayList<>();
        String[] all = links.toFile().list();
        if (all == null) return stale;
        for (String name : all) {
            Optional<String> id = id(name);
            if (id.isPresent() && isStale(id.get())) stale.add(links.resolve(name));
        }
        return stale;
    }
}

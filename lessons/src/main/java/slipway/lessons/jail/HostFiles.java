package slipway.lessons.jail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What ELF files say about themselves; {@code readelf -l} and {@code readelf -d} show the same. */
public interface HostFiles {
    /**
     * The entry INTERP of a program: the path of the loader, which the kernel starts in its place.
     *
     * @return empty if the kernel can start it alone
     */
    Optional<String> interpreter(Path file) throws IOException;

    /**
     * The entries NEEDED of a program or a library: the names of the libraries that it asks for.
     * What those ask for in turn stands in them.
     */
    List<String> needed(Path file) throws IOException;

    /**
     * Where the loader of this machine finds a library; often that is a symbolic link.
     *
     * @param name as {@link #needed} has it
     */
    Path library(String name) throws IOException;
}

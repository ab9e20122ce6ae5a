package slipway.image;

import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_NONBLOCK;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.O_RDONLY;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import slipway.linux.Fd;
import slipway.linux.SyscallException;
import slipway.unionfs.tar.BadArchive;
import slipway.unionfs.tar.RawName;

/** An OCI layout as a directory: names are looked up in it as if it were the root. An effect. */
final class DirectoryMembers implements Members {
    private final Fd directory;
    private final String called;

    DirectoryMembers(Path directory) {
        Path name = directory.toAbsolutePath().normalize().getFileName();
        this.called = name == null ? "" : name.toString();
        this.directory = Fd.open(directory.toString(), O_PATH | O_DIRECTORY, 0);
    }

    @Override
    public boolean has(String name) {
        try (Fd found = Fd.openInRoot(directory, name, O_PATH)) {
            return Files.isRegularFile(Path.of(found.path()));
        } catch (SyscallException e) {
            return false; // whoever opens it is told why
        }
    }

    @Override
    public InputStream open(String name) throws IOException {
        if (!has(name)) throw new BadArchive("there is no file " + RawName.shown(name) + " in it");
        try (Fd found = Fd.openInRoot(directory, name, O_RDONLY | O_NONBLOCK)) {
            return new FileInputStream(found.path());
        }
    }

    @Override
    public String called() {
        return called;
    }

    @Override
    public void close() {
        directory.close();
    }
}

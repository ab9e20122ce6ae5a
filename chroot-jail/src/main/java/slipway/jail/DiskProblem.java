package slipway.jail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Words for what goes wrong with files: Java's own exceptions often say the path and no more. */
final class DiskProblem {
    private DiskProblem() {}

    /** An exception for people: what was being done, and why it could not be. */
    static UncheckedIOException in(String doing, IOException cause) {
        return new UncheckedIOException(doing + ": " + words(cause), cause);
    }

    private static String words(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof NoSuchFileException e) {
            return e.getReason() == null ? "there is no " + message : message;
        }
        if (cause instanceof AccessDeniedException) {
            return message
                    + " may not be accessed. Try: another place, with export XDG_DATA_HOME=; or"
                    + " ls -ld on it";
        }
        if (cause instanceof FileAlreadyExistsException) return message + " is there already";
        return message;
    }
}

package slipway.image;

import java.io.IOException;
import java.io.InputStream;
import slipway.unionfs.tar.BadArchive;

/** The files of an archive of images, be it a tar file or a directory. */
interface Members extends AutoCloseable {
    /** Whether there is a file of this name, as it stands in a manifest. */
    boolean has(String name);

    /**
     * A file's bytes.
     *
     * @throws BadArchive if there is no such file
     */
    InputStream open(String name) throws IOException;

    /**
     * All of a small file.
     *
     * @throws BadArchive if there is no such file, or if it is not small
     */
    default byte[] read(String name, int most) throws IOException {
        try (InputStream in = open(name)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new BadArchive(name + " has more than " + most + " bytes");
            }
            return bytes;
        }
    }

    /** What the whole is called, if that means anything; empty otherwise. */
    default String called() {
        return "";
    }

    @Override
    void close() throws IOException;
}

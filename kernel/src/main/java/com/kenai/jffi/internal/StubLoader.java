package com.kenai.jffi.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Loads jffi's native library, in place of the class of the same name in the jffi jar: this one
 * stands earlier on the class path. The original brings logging, regular expressions, and streams
 * with it, which is half of a cold start. See docs/decisions/0003-jffi-loader.md.
 *
 * <p>With {@code -Dslipway.native=FILE} it loads that file and touches nothing else on the disk;
 * otherwise it unpacks the library from the jar to the temporary folder, and removes it at once.
 */
public final class StubLoader {
    public static final int VERSION_MAJOR = 1;
    public static final int VERSION_MINOR = 2;

    private static final Throwable FAILURE;

    static {
        Throwable failure = null;
        try {
            load();
        } catch (IOException | LinkageError e) {
            failure = e;
        }
        FAILURE = failure;
    }

    private StubLoader() {}

    /** Asked by jffi before its first native call. */
    public static boolean isLoaded() {
        return FAILURE == null;
    }

    /** Asked by jffi when {@link #isLoaded()} said no. */
    public static Throwable getFailureCause() {
        return FAILURE;
    }

    private static void load() throws IOException {
        String file = System.getProperty("slipway.native");
        if (file != null) {
            System.load(file);
            return;
        }
        String arch = System.getProperty("os.arch");
        String folder = arch.equals("amd64") ? "x86_64" : arch;
        String resource = "/jni/" + folder + "-Linux/libjffi-1.2.so";
        try (InputStream library = StubLoader.class.getResourceAsStream(resource)) {
            if (library == null) throw new IOException("no " + resource + " on the class path");
            Path unpacked = Files.createTempFile("slipway-jffi", ".so");
            try {
                Files.copy(library, unpacked, StandardCopyOption.REPLACE_EXISTING);
                System.load(unpacked.toString());
            } finally {
                Files.delete(unpacked);
            }
        }
    }
}

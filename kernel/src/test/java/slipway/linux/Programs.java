package slipway.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Other programs as witnesses. */
final class Programs {
    private static final int PATIENCE_SECONDS = 60;

    private Programs() {}

    /** What the program prints on both streams; it must end with 0. */
    static String output(String... command) throws IOException, InterruptedException {
        Path file = Files.createTempFile("output", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(file.toFile())
                            .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(List.of(command) + " does not end");
            }
            String printed = Files.readString(file, StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException(
                        List.of(command) + " ended with " + process.exitValue() + ": " + printed);
            }
            return printed;
        } finally {
            Files.delete(file);
        }
    }

    /** Skips the test, with the reason, where a program is not installed. */
    static void needs(String program) {
        boolean found = false;
        for (String directory : System.getenv("PATH").split(":")) {
            found |= Files.isExecutable(Path.of(directory, program));
        }
        assumeTrue(found, program + " is not installed, and this test wants it as a witness");
    }

    /** The lines that a C program prints, each a name and a number. */
    static String outputOfC(Path folder, String source) throws IOException, InterruptedException {
        needs("gcc");
        Path code = Files.writeString(folder.resolve("witness.c"), source);
        Path program = folder.resolve("witness");
        output("gcc", "-w", "-o", program.toString(), code.toString());
        return output(program.toString());
    }
}

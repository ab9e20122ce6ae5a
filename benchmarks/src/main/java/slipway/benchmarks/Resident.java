package slipway.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The other end of {@link ResidentMain}: a warm Slipway, told to run one container at a time. */
final class Resident implements Contender {
    private final String name;
    private final String shown;
    private final Process jvm;
    private final PrintStream orders;
    private final BufferedReader answers;

    /**
     * @param java the command that starts a JVM, with its class path and options
     * @param arguments of {@link ResidentMain}
     */
    Resident(String name, String shown, List<String> java, List<String> arguments) {
        this.name = name;
        this.shown = shown;
        List<String> command = new java.util.ArrayList<>(java);
        command.add(ResidentMain.class.getName());
        command.addAll(arguments);
        try {
            this.jvm =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.orders = new PrintStream(jvm.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = jvm.inputReader(StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String shown() {
        return shown;
    }

    @Override
    public long run() {
        orders.println("run");
        try {
            String answer = answers.readLine();
            if (answer == null) throw new IllegalStateException(name + ": its JVM has ended");
            return Long.parseLong(answer);
        } catch (NumberFormatException e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        orders.close();
        try {
            jvm.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

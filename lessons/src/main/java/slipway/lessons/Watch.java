package slipway.lessons;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The loop: check, wait for a saved file or a key, again. It looks at the file itself, for events
 * do not arrive from every file system; and a key is a letter and Enter, so that the terminal stays
 * as it was found, whatever it is and however this ends. An effect.
 */
final class Watch {
    private static final String KEYS =
            "n next, p predict, h hint, l list, d diff, r run again, a all, reset, q quit";
    private static final long LOOK_MILLIS = 300;
    private static final String END_OF_INPUT = "q";

    private final Learn learn;
    private final Workshop workshop;
    private final PrintStream out;
    private final BlockingQueue<String> keys = new LinkedBlockingQueue<>();

    Watch(Learn learn, Workshop workshop, PrintStream out) {
        this.learn = learn;
        this.workshop = workshop;
        this.out = out;
    }

    int run(InputStream in) throws IOException {
        listen(in);
        Exercise exercise = learn.current();
        boolean passed = show(exercise);
        String seen = content(exercise);
        while (true) {
            String key = key();
            switch (key) {
                case "" -> {
                    String now = content(exercise);
                    if (now.equals(seen)) continue;
                    seen = now;
                    passed = check(exercise);
                }
                case "q" -> {
                    return 0;
                }
                case "n" -> {
                    if (!passed) {
                        out.println("First this one: " + exercise.id() + " is not passed yet.");
                    } else if (learn.current().equals(exercise)) {
                        out.println("That was the last one. Well done.");
                    } else {
                        exercise = learn.current();
                        passed = show(exercise);
                        seen = content(exercise);
                    }
                }
                case "h" -> learn.hint(exercise);
                case "l" -> learn.list();
                case "d" -> workshop.diff(exercise).forEach(out::println);
                case "r" -> passed = check(exercise);
                case "a" -> checkAll();
                case "reset" -> learn.reset(exercise);
                default -> other(key, exercise);
            }
            out.flush();
        }
    }

    private boolean show(Exercise exercise) throws IOException {
        out.println();
        Path file = workshop.begin(exercise);
        out.println(learn.screen().task(exercise, file.toString()));
        if (workshop.progress().count(exercise, "predicted") == 0) {
            out.println("Before you look: p and Enter asks what you expect.\n");
        }
        return check(exercise);
    }

    private boolean check(Exercise exercise) throws IOException {
        Outcome outcome = learn.check(exercise);
        boolean passed = outcome != Outcome.NOT_YET;
        out.println(passed ? "\nPassed: n and Enter for the next." : "\nSave the file to go on.");
        out.println("[" + KEYS + "]");
        out.flush();
        return passed;
    }

    /** {@code p} asks for a prediction, {@code p LETTER} answers. */
    private void other(String key, Exercise exercise) throws IOException {
        if (!key.startsWith("p")) {
            out.println(KEYS + "; then Enter");
            return;
        }
        try {
            learn.predict(exercise, key.substring(1).strip());
        } catch (LearnError e) {
            out.println(e.getMessage()); // a wrong key must not end the loop
        }
    }

    private void checkAll() throws IOException {
        for (Exercise exercise : Course.INSTANCE.exercises()) {
            if (Files.exists(workshop.file(exercise))) learn.check(exercise);
        }
    }

    /** A key, or empty after a while without one. */
    private String key() {
        try {
            String key = keys.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return key == null ? "" : key;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return END_OF_INPUT;
        }
    }

    /** Empty while an editor replaces the file; then it is looked at again. */
    private String content(Exercise exercise) throws IOException {
        Path file = workshop.file(exercise);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void listen(InputStream in) {
        Thread reader = new Thread(() -> read(in), "keys");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream in) {
        try {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keys.add(line.isBlank() ? "?" : line.strip());
            }
        } catch (IOException e) {
            out.println("No more keys: " + e.getMessage());
        }
        keys.add(END_OF_INPUT);
    }
}

package slipway.lessons;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
            "n next  p predict  h hint  l list  d diff  c check  r run  a all  reset  q quit";
    private static final long LOOK_MILLIS = 300;
    private static final String QUIT = "q";

    private final Learn learn;
    private final Workshop workshop;
    private final PrintStream out;
    private final BlockingQueue<String> keys = new LinkedBlockingQueue<>();

    private Exercise exercise;
    private String seen = "";
    private boolean done;

    /** The words of a question just asked, to which a letter is the answer. */
    private Optional<String> asked = Optional.empty();

    Watch(Learn learn, Workshop workshop, PrintStream out) throws IOException {
        this.learn = learn;
        this.workshop = workshop;
        this.out = out;
        this.exercise = learn.current();
    }

    int run(InputStream in) throws IOException {
        listen(in);
        begin(exercise);
        while (true) {
            String key = key();
            if (key.equals(QUIT)) return 0;
            try {
                if (key.isEmpty()) lookAtFile();
                else press(key);
            } catch (LearnError e) {
                out.println(e.getMessage()); // a wrong key must not end the loop
            }
            out.flush();
        }
    }

    private void press(String key) throws IOException {
        Optional<String> question = asked;
        asked = Optional.empty();
        if (question.isPresent() && key.matches("[a-d]")) {
            learn.predict(exercise, (question.get() + " " + key).strip(), true);
            return;
        }
        switch (key) {
            case "n" -> next();
            case "h" -> learn.hint(exercise);
            case "l" -> learn.list();
            case "d" -> workshop.diff(exercise).forEach(out::println);
            case "c" -> check();
            case "r" -> learn.run(exercise);
            case "a" -> checkAll();
            case "attack" -> learn.attack();
            case "reset" -> {
                learn.reset(exercise);
                seen = workshop.source(exercise).orElse("");
            }
            default -> {
                if (key.startsWith("p")) predict(key.substring(1).strip());
                else out.println(KEYS + "\n(then Enter)");
            }
        }
    }

    private void predict(String words) throws IOException {
        learn.predict(exercise, words, true);
        if (words.matches("[0-9]*")) asked = Optional.of(words);
    }

    private void next() throws IOException {
        if (!done) {
            out.println("First this one: " + exercise.id() + " is not passed yet.");
        } else if (learn.current().equals(exercise)) {
            out.println("That was the last one. Well done.");
        } else {
            begin(learn.current());
        }
    }

    private void begin(Exercise next) throws IOException {
        exercise = next;
        Path file = workshop.begin(exercise);
        out.println();
        out.println(learn.screen().task(exercise, file.toString()));
        if (workshop.progress().count(exercise, "predicted") == 0) {
            out.println("Before you look: p and Enter asks what you expect.\n");
        }
        seen = workshop.source(exercise).orElse("");
        check();
    }

    /** Nothing is there while an editor replaces the file; it is looked at again soon. */
    private void lookAtFile() throws IOException {
        Optional<String> now = workshop.source(exercise);
        if (now.isEmpty() || now.get().equals(seen)) return;
        seen = now.get();
        check();
    }

    private void check() throws IOException {
        Outcome outcome = learn.check(exercise);
        done = outcome != Outcome.NOT_YET;
        out.println();
        if (outcome == Outcome.PASSED) out.println("Passed: n and Enter for the next.");
        else out.println(done ? "n and Enter for the next." : "Save the file to go on.");
        out.println("[" + KEYS + "]");
        out.flush();
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
            return QUIT;
        }
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
        keys.add(QUIT);
    }
}

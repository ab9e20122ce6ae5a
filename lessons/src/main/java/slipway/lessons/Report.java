package slipway.lessons;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The findings on their way from the process that checks to the one that asked: a line each, and a
 * last line that says that all checks were made. The file has no name any more, only a descriptor.
 * In it lie words that nobody else knows; who checks takes them out and begins each line with the
 * next. See docs/decisions/0021-a-desk-of-its-own.md. An effect.
 */
final class Report implements AutoCloseable {
    /** The descriptor in the process that checks. */
    static final int NUMBER = 3;

    private static final int WORDS = 100;
    private static final String END = "end";

    private final FileChannel file;
    private final List<String> words;
    private int next;

    private Report(FileChannel file, List<String> words) {
        this.file = file;
        this.words = words;
    }

    /** What was read: the findings, whether all were made, whether somebody else wrote there. */
    record Read(List<Finding> findings, boolean isWhole, boolean isForged) {}

    static List<String> freshWords() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < WORDS; i++) words.add(UUID.randomUUID().toString());
        return words;
    }

    /** For the process that checks: takes the words out. */
    static Report open() throws IOException {
        Path path = Path.of("/proc/self/fd/" + NUMBER);
        List<String> words = Files.readAllLines(path);
        FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
        return new Report(file.truncate(0), words);
    }

    void append(Finding finding) throws IOException {
        String observed = finding.observed().replace('\n', ' ').replace('\t', ' ');
        String text = finding.check() + "\t" + finding.outcome().name() + "\t" + observed;
        if (finding.meaning().isPresent()) {
            Meaning meaning = finding.meaning().get();
            text += "\t" + meaning.means() + "\t" + meaning.belief();
        }
        line(text);
    }

    void end() throws IOException {
        line(END);
    }

    private void line(String text) throws IOException {
        String whole = words.get(next++) + "\t" + text + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(whole.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) file.write(bytes, file.size());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    static Read read(Path file, List<String> words) throws IOException {
        List<String> lines = Files.readAllLines(file);
        // Nobody took the words out: nobody came so far as to check.
        if (lines.equals(words)) return new Read(List.of(), false, false);
        List<Finding> findings = new ArrayList<>();
        boolean isWhole = false;
        for (int i = 0; i < lines.size(); i++) {
            String[] fields = lines.get(i).split("\t", -1);
            if (i >= words.size() || !fields[0].equals(words.get(i))) {
                return new Read(List.of(), false, true);
            }
            isWhole = fields.length == 2 && fields[1].equals(END);
            if (fields.length < 4) continue;
            Optional<Meaning> meaning =
                    fields.length < 6
                            ? Optional.empty()
                            : Optional.of(new Meaning(fields[4], fields[5]));
            findings.add(new Finding(fields[1], Outcome.valueOf(fields[2]), fields[3], meaning));
        }
        return new Read(findings, isWhole, false);
    }
}

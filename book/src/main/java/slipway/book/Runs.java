package slipway.book;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code run::COMMAND[]}: a command that is run while the book is built, and what it prints. What
 * it should print is kept in a file, and the book shows that file.
 */
final class Runs implements BlockWord {
    private static final String RENEW =
            "if the new one is right: mvn -pl book -am -DskipTests package -Dupdate";

    private static final int LONG = 14;

    private final BookFiles files;
    private final Supplier<Bench> freshBench;
    private final String caller;
    private final boolean renews;
    private final Problems problems;
    private final Set<Path> used = new HashSet<>();
    private Optional<Bench> bench = Optional.empty();
    private int executed;
    private int left;

    /**
     * @param freshBench asked when the first command is run
     * @param caller root or user
     * @param renews if what comes is right by definition
     */
    Runs(
            BookFiles files,
            Supplier<Bench> freshBench,
            String caller,
            boolean renews,
            Problems problems) {
        this.files = files;
        this.freshBench = freshBench;
        this.caller = caller;
        this.renews = renews;
        this.problems = problems;
    }

    /** How many blocks were run. */
    int executed() {
        return executed;
    }

    /** How many need another caller, and were shown as they were captured. */
    int left() {
        return left;
    }

    @Override
    public List<String> expand(Place place, String target, Options options) {
        Script script;
        if (target.matches("[a-z0-9-]+")) {
            Path file = files.runs().resolve(target + ".sh");
            if (!Files.isRegularFile(file)) {
                problems.add(
                        place,
                        "there is no script " + target,
                        "write " + files.name(file) + ", or the command itself: run::COMMAND[]");
                return List.of();
            }
            used.add(file);
            script = Script.parse(BookFiles.lines(file));
        } else {
            String status = options.value("status");
            script = Script.one(target, status.isEmpty() ? 0 : Integer.parseInt(status));
        }
        if (script.commands().stream().allMatch(Script.Command::isHidden)) {
            problems.add(place, "no command in " + target, "write one a line");
            return List.of();
        }
        String named = options.value("name");
        String name = named.isEmpty() ? AsciiDoc.slug(target) : named;
        Path captured = files.captured().resolve(name + ".txt");
        used.add(captured);
        run(place, script, options, captured);
        return Files.isRegularFile(captured) ? block(captured, script) : List.of();
    }

    private void run(Place place, Script script, Options options, Path captured) {
        String needs = options.value("needs");
        if (!needs.isEmpty() && !needs.equals(caller)) {
            left++;
            if (!List.of("root", "user").contains(needs)) {
                problems.add(place, "needs=" + needs, "needs=root or needs=user");
            }
            if (!Files.exists(captured)) {
                problems.add(
                        place,
                        "the output was never captured, and capturing it needs " + needs,
                        "as " + needs + ": mvn -pl book -am -DskipTests package -Dupdate");
            }
            return;
        }
        executed++;
        try {
            Masks masks = Masks.parse(options.value("mask"));
            String actual = bench().withoutThisMachine(new Shell(bench()).transcript(script));
            compare(place, masks, captured, actual);
        } catch (Shell.Unexpected e) {
            problems.add(
                    place,
                    "a command of the book went wrong:\n"
                            + indented(String.valueOf(e.getMessage())),
                    "if it has to end so: [status=N], or # status: N before it in its script");
        } catch (IllegalArgumentException e) {
            problems.add(place, String.valueOf(e.getMessage()), "book/README.md lists the masks");
        }
    }

    private Bench bench() {
        if (bench.isEmpty()) bench = Optional.of(freshBench.get());
        return bench.orElseThrow();
    }

    private void compare(Place place, Masks masks, Path captured, String actual) {
        boolean isThere = Files.isRegularFile(captured);
        List<String> wanted = isThere ? masks.apply(BookFiles.read(captured)) : List.of();
        if (isThere && masks.apply(actual).equals(wanted)) return;
        if (renews) {
            BookFiles.write(captured, actual);
            return;
        }
        String difference = Difference.between(wanted, masks.apply(actual));
        problems.add(
                place,
                (isThere
                                ? "this page shows what is not printed any more (- "
                                        + files.name(captured)
                                        + ", + now):\n"
                                : "this was never captured in " + files.name(captured) + ":\n")
                        + indented(difference),
                RENEW);
    }

    private static String indented(String text) {
        return text.indent(4).stripTrailing();
    }

    private static List<String> block(Path captured, Script script) {
        List<String> lines = Screen.prompted(BookFiles.lines(captured), script);
        List<String> block = new ArrayList<>();
        block.add("");
        // On paper only what is short is kept on one page.
        block.add(lines.size() > LONG ? "[listing.run]" : "[listing.run%unbreakable]");
        block.add("-----");
        block.addAll(lines);
        block.add("-----");
        block.add("");
        return block;
    }

    void noteFilesThatNobodyUses() {
        List<Path> all = new ArrayList<>(BookFiles.in(files.runs(), ".sh"));
        all.addAll(BookFiles.in(files.captured(), ""));
        for (Path file : all) {
            if (used.contains(file)) continue;
            problems.add(files.place(file), "no page runs this", "remove it, or write run::…[]");
        }
    }
}

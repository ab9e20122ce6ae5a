package slipway.lessons.shell;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;
import slipway.linux.Arg;

/**
 * Runs one lesson in one JShell, whose snippets run in a process of their own and there on one
 * thread. Never in this process: with local execution each snippet would have another thread, and a
 * thread has namespaces. An effect.
 */
final class Session implements AutoCloseable {
    private static final List<String> TALK =
            List.of("import ", "lab.pause(", "lab.expect(", "lab.cannotShow(", "lab.end(");

    private final PrintStream out;
    private final JShell shell;
    private final AtomicBoolean ended = new AtomicBoolean();

    Session(InputStream in, PrintStream out) {
        this.out = out;
        this.shell =
                JShell.builder()
                        .in(new Keys(in))
                        .out(out)
                        .err(out)
                        .executionEngine("jdi")
                        .remoteVMOptions(options())
                        .build();
        shell.onShutdown(gone -> ended.set(true));
        shell.addToClasspath(System.getProperty("java.class.path", ""));
    }

    private static String[] options() {
        List<String> options = new ArrayList<>();
        options.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        options.addAll(List.of("-XX:-UsePerfData", "-XX:-MaxFDLimit", "-Xshare:auto"));
        if (Runtime.version().feature() >= 22) options.add("--enable-native-access=ALL-UNNAMED");
        return options.toArray(new String[0]);
    }

    /**
     * Runs a script to its end.
     *
     * @return how many things it expected, and saw
     * @throws LessonStopped where it could not go on
     */
    int run(String script) {
        String library = System.getProperty("slipway.native");
        if (library != null) {
            // Not as an option: JShell would cut it at blanks.
            String name = Arg.quote("slipway.native");
            String set = "System.setProperty(" + name + ", " + Arg.quote(library) + ");";
            eval(new Snippets.Piece(0, set), false);
        }
        for (Snippets.Piece piece : Snippets.of(script, shell.sourceCodeAnalysis())) {
            eval(piece, isShown(piece.source()));
        }
        return asserted();
    }

    /** What only talks is not shown: it shows itself by what it says. */
    private static boolean isShown(String source) {
        return TALK.stream().noneMatch(source::startsWith)
                && !source.contains("Lab.open(")
                && !source.contains("lab.tell(")
                && !source.contains("= lab.predict(")
                && !source.contains(".was(\"");
    }

    private int asserted() {
        for (SnippetEvent event : shell.eval("lab.asserted()")) {
            String value = event.value();
            if (value != null && value.matches("\\d+")) return Integer.parseInt(value);
        }
        return 0;
    }

    private void eval(Snippets.Piece piece, boolean shown) {
        if (shown) out.println("\n> " + piece.source().replace("\n", "\n  "));
        List<SnippetEvent> events;
        try {
            events = shell.eval(piece.source());
        } catch (IllegalStateException e) {
            throw stopped(piece, "the process of the lesson had ended before this");
        }
        for (SnippetEvent event : events) {
            JShellException thrown = event.exception();
            if (thrown != null) throw thrown(piece, thrown);
            if (event.status() != Snippet.Status.VALID
                    && event.status() != Snippet.Status.OVERWRITTEN) {
                throw stopped(piece, wrongWith(event.snippet()));
            }
        }
        if (ended.get()) throw stopped(piece, "this ended the process of the lesson");
    }

    private String wrongWith(Snippet snippet) {
        String errors =
                shell.diagnostics(snippet)
                        .filter(Diag::isError)
                        .map(diagnostic -> diagnostic.getMessage(Locale.ROOT).replace("\n", "; "))
                        .collect(Collectors.joining("; "));
        if (!errors.isEmpty()) return "this does not compile: " + errors;
        if (snippet instanceof DeclarationSnippet declared) {
            return "this needs what is not there: "
                    + shell.unresolvedDependencies(declared).collect(Collectors.joining(", "));
        }
        return "JShell did not take this";
    }

    private static LessonStopped thrown(Snippets.Piece piece, JShellException thrown) {
        int line = piece.line();
        for (StackTraceElement frame : thrown.getStackTrace()) {
            // JShell calls the file of a snippet #N.
            String file = frame.getFileName();
            if (file != null && file.startsWith("#") && frame.getLineNumber() > 0) {
                line = piece.line() + frame.getLineNumber() - 1;
                break;
            }
        }
        if (thrown instanceof UnresolvedReferenceException) {
            return new LessonStopped(line, piece.source(), "this calls what does not compile");
        }
        String type = thrown instanceof EvalException e ? e.getExceptionClassName() : "";
        String name = type.substring(type.lastIndexOf('.') + 1);
        boolean ours = type.startsWith("slipway.");
        String message = String.valueOf(thrown.getMessage());
        return new LessonStopped(line, piece.source(), ours ? message : name + ": " + message);
    }

    private static LessonStopped stopped(Snippets.Piece piece, String why) {
        return new LessonStopped(piece.line(), piece.source(), why);
    }

    @Override
    public void close() {
        shell.close();
    }
}

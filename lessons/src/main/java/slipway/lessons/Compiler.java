package slipway.lessons;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a learner's file in this process: that is the loop's second. An effect. */
final class Compiler {
    private Compiler() {}

    /**
     * @param fileName of the source, as it is shown
     * @param into a folder that is there, for the class files
     * @return what the compiler has against it, a line each; empty when it compiled
     */
    static List<String> compile(String fileName, String source, Path into) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new LearnError(
                    "this Java has no compiler", "SLIPWAY_JAVA=/path/of/a/JDK slipway learn");
        }
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of(
                        "-d",
                        into.toString(),
                        "-cp",
                        System.getProperty("java.class.path", ""),
                        "-proc:none",
                        "-g");
        JavaFileObject file = new Source(fileName, source);
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
            compiler.getTask(null, files, found, options, null, List.of(file)).call();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        List<String> errors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> each : found.getDiagnostics()) {
            if (each.getKind() != Diagnostic.Kind.ERROR) continue;
            String message = each.getMessage(Locale.ROOT).replace("\n", "; ");
            errors.add(fileName + ", line " + each.getLineNumber() + ": " + message);
        }
        return errors;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}

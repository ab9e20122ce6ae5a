package slipway.lessons;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import slipway.lessons.desk.Visible;

/** Compiles a learner's files in this process: that is the loop's second. An effect. */
final class Compiler {
    private Compiler() {}

    /**
     * Compiles one file, and of the others beside it those that it uses: a half-written file of
     * another exercise is in nobody's way.
     *
     * @param folder with the sources
     * @param fileName of the one to compile
     * @param into a folder that is there, for the class files
     * @return what the compiler has against it, a line each; empty when it compiled
     */
    static List<String> compile(Path folder, String fileName, Visible visible, Path into) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new LearnError(
                    "this Java has no compiler", "SLIPWAY_JAVA=/path/of/a/JDK ./slipway learn");
        }
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of(
                        "-d",
                        into.toString(),
                        "-cp",
                        System.getProperty("java.class.path", ""),
                        "-sourcepath",
                        folder.toString(),
                        "-implicit:class",
                        "-proc:none",
                        "-g");
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(
                                found, Locale.ROOT, StandardCharsets.UTF_8);
                JavaFileManager kit = new KitOnly(files, visible)) {
            Iterable<? extends JavaFileObject> units =
                    files.getJavaFileObjects(folder.resolve(fileName));
            compiler.getTask(null, kit, found, options, null, units).call();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        List<String> errors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> each : found.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR) errors.add(line(each, fileName));
        }
        return errors;
    }

    private static String line(Diagnostic<? extends JavaFileObject> error, String fileName) {
        JavaFileObject source = error.getSource();
        String file = source == null ? fileName : Path.of(source.getName()).getFileName() + "";
        String message = error.getMessage(Locale.ROOT).replaceAll("\\s*\\n\\s*", "; ");
        String line = file + ", line " + error.getLineNumber() + ": " + message;
        boolean isOfKit =
                message.matches("package slipway\\..* does not exist.*")
                        || message.matches("cannot find symbol.* location: package slipway\\..*");
        return isOfKit ? line + ". " + Visible.WHY_NOT : line;
    }
}

package slipway.book;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Says where lines of a Java file stand, as one tells a person who has the file open. */
final class Whereabouts {
    private final CompilationUnitTree unit;
    private final Trees trees;

    private Whereabouts(CompilationUnitTree unit, Trees trees) {
        this.unit = unit;
        this.trees = trees;
    }

    static Whereabouts in(Path file) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            // What it has to say of the code it says when the code is compiled.
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    problem -> {},
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjects(file));
            CompilationUnitTree unit = task.parse().iterator().next();
            return new Whereabouts(unit, Trees.instance(task));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As in: class {@code slipway.plan.Plan}, after {@code of}. */
    String of(TaggedSource.Region region) {
        String found = "";
        for (Tree type : unit.getTypeDecls()) {
            if (!(type instanceof ClassTree)) continue;
            ClassTree outer = (ClassTree) type;
            String name = unit.getPackageName() + "." + outer.getSimpleName();
            found = inside(outer, name, region);
        }
        return found;
    }

    private String inside(ClassTree type, String name, TaggedSource.Region region) {
        String where = kind(type) + " `" + name + "`";
        if (firstLine(type) >= region.first()) return where;
        String before = "";
        for (Tree member : type.getMembers()) {
            if (firstLine(member) < 0) continue;
            if (firstLine(member) < region.first() && lastLine(member) >= region.first()) {
                if (member instanceof ClassTree inner) {
                    return inside(inner, name + "." + inner.getSimpleName(), region);
                }
                return where + ", within " + nameOf(member);
            }
            if (lastLine(member) < region.first() && !nameOf(member).isEmpty()) {
                before = nameOf(member);
            }
        }
        return where + (before.isEmpty() ? ", at its beginning" : ", after " + before);
    }

    private static String kind(ClassTree type) {
        switch (type.getKind()) {
            case INTERFACE:
                return "interface";
            case ENUM:
                return "enum";
            case RECORD:
                return "record";
            default:
                return "class";
        }
    }

    private static String nameOf(Tree member) {
        if (member instanceof MethodTree method) {
            String name = method.getName().toString();
            return name.equals("<init>") ? "the constructor" : "`" + name + "`";
        }
        if (member instanceof VariableTree field) return "`" + field.getName() + "`";
        if (member instanceof ClassTree type) return "`" + type.getSimpleName() + "`";
        return "";
    }

    private long firstLine(Tree tree) {
        return line(trees.getSourcePositions().getStartPosition(unit, tree));
    }

    private long lastLine(Tree tree) {
        return line(trees.getSourcePositions().getEndPosition(unit, tree));
    }

    private long line(long position) {
        return position < 0 ? -1 : unit.getLineMap().getLineNumber(position);
    }
}

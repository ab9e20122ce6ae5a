package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.testkit.NothingLeaks;

/** Who has written nothing passes nothing, whatever else they do. */
@NothingLeaks(tempDirs = true)
class CheatTest {
    private final Exercise exercise = Course.INSTANCE.exercise("0.2");
    @TempDir private Path room;

    static List<Exercise> exercises() {
        return Course.INSTANCE.exercises();
    }

    /** What the stub of an exercise comes to if it does this when it is loaded. */
    private Verdict stubThat(Exercise cheated, String does) throws Exception {
        String name = "class " + cheated.className() + " ";
        String stub = cheated.code().stub();
        int at = stub.indexOf('{', stub.indexOf(name)) + 1;
        String source = stub.substring(0, at) + " static { " + does + " } " + stub.substring(at);
        Verdict verdict =
                new Judge(room).judge(cheated, source, Course.INSTANCE.solutionsBefore(cheated));
        assertThat(verdict.errors()).isEmpty();
        assertThat(verdict.outcome()).as("%s", verdict).isEqualTo(Outcome.NOT_YET);
        assertThat(room).isEmptyDirectory();
        return verdict;
    }

    private static String quietly(String code) {
        return "try { " + code + " } catch (Throwable e) { System.out.println(e); }";
    }

    private static String lines(Exercise exercise) {
        StringBuilder text = new StringBuilder();
        for (Exercise.CheckSpec check : exercise.checks()) {
            text.append(check.name()).append("\\tPASSED\\t\\n");
        }
        return text.append("end\\n").toString();
    }

    @ParameterizedTest
    @MethodSource("exercises")
    void to_end_the_process_early_with_status_0_passes_no_exercise(Exercise each) throws Exception {
        Verdict verdict =
                stubThat(each, "System.out.print(\"" + lines(each) + "\"); System.exit(0);");
        assertThat(verdict.findings()).noneMatch(found -> found.outcome() == Outcome.PASSED);
        assertThat(verdict.firstNotYet().orElseThrow().observed())
                .contains("The process with your code has ended");
    }

    @Test
    void to_print_what_a_report_says_is_to_print() throws Exception {
        Verdict verdict = stubThat(exercise, "System.out.print(\"" + lines(exercise) + "\");");
        assertThat(verdict.printed()).contains("waits\tPASSED");
    }

    @Test
    void the_file_of_the_report_is_not_to_be_found() throws Exception {
        String find =
                "java.nio.file.Path room = java.nio.file.Path.of(Runner.class.getProtectionDomain()"
                        + ".getCodeSource().getLocation().getPath()).getParent();"
                        + " try (var all = java.nio.file.Files.list(room)) {"
                        + " all.forEach(each -> System.out.println(each.getFileName())); }";
        assertThat(stubThat(exercise, quietly(find)).printed())
                .contains("classes", "scratch")
                .doesNotContain("report");
    }

    @Test
    void who_writes_into_the_report_by_its_descriptor_is_found_out() throws Exception {
        // As root one can write to any file: so only if it is the report, and nothing else.
        String write =
                "java.nio.file.Path report = java.nio.file.Path.of(\"/proc/\" +"
                        + " ProcessHandle.current().parent().orElseThrow().pid() + \"/fd/"
                        + Report.NUMBER
                        + "\");"
                        + " String name = java.nio.file.Files.readSymbolicLink(report).toString();"
                        + " if (!name.startsWith(\""
                        + room
                        + "\")) throw new IllegalStateException(name);"
                        + " java.nio.file.Files.writeString(report, \""
                        + lines(exercise)
                        + "\", java.nio.file.StandardOpenOption.APPEND);";
        assertThat(stubThat(exercise, quietly(write)).trouble()).contains("wrote in the report");
    }

    @Test
    void what_judges_is_not_there_for_the_learners_code() throws Exception {
        String look =
                "System.out.println(Class.forName(\"slipway.lessons.Bench\"));"
                        + " System.out.println(\"found\");";
        assertThat(stubThat(exercise, quietly(look)).printed())
                .contains("ClassNotFoundException")
                .doesNotContain("found\n");
    }

    @Test
    void and_who_gets_at_it_by_reflection_has_its_code_and_no_report() throws Exception {
        String reach =
                "Class<?> report = Class.forName(\"slipway.lessons.Report\", true,"
                        + " ClassLoader.getSystemClassLoader());"
                        + " var make = report.getDeclaredConstructors()[0];"
                        + " make.setAccessible(true);"
                        + " var line = java.nio.file.Path.of(\"/proc/self/fd/4\");"
                        + " String name = java.nio.file.Files.readSymbolicLink(line).toString();"
                        + " if (!name.startsWith(\"pipe:\")) throw new IllegalStateException(name);"
                        + " var file = java.nio.channels.FileChannel.open(line, java.nio.file.StandardOpenOption.WRITE);"
                        + " Object mine = make.newInstance(file, java.util.List.of(\"a\", \"b\"));"
                        + " var end = report.getDeclaredMethod(\"line\", String.class);"
                        + " end.setAccessible(true);"
                        + " end.invoke(mine, \"waits\\tPASSED\\t\");";
        stubThat(exercise, quietly(reach));
    }

    @Test
    void answers_that_are_nothing_are_not_right() throws Exception {
        String solution = exercise.code().solution();
        String source =
                solution.replace("return Launch.of", "if (true) return null;\nreturn Launch.of");
        Verdict verdict = new Judge(room).judge(exercise, source, java.util.Map.of());
        assertThat(verdict.findings()).noneMatch(found -> found.outcome() == Outcome.PASSED);
        assertThat(verdict.firstNotYet().orElseThrow().observed())
                .isEqualTo("launch returned null.");
    }
}

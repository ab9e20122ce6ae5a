package slipway.lessons.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lessons that are not as they should be: each stops, and says at which line and why. */
class SessionTest {
    private static final String BEGIN =
            """
            // 77 Something (1 minute)
            import slipway.lessons.shell.*;
            var lab = Lab.open("Something");
            """;
    private static final Pattern FOLDER = Pattern.compile("/\\S*/slipway-lesson-\\S+");

    @TempDir private Path folder;

    private record Took(int status, String said) {}

    private Took take(String script, String typed) throws Exception {
        byte[] keys = typed.getBytes(StandardCharsets.UTF_8);
        return take(script, new ByteArrayInputStream(keys));
    }

    private Took take(String script, InputStream keys) throws Exception {
        Path file = Files.writeString(folder.resolve("77-something.jsh"), script);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int status = new LessonCommand(folder, out).take(file, keys);
        return new Took(status, bytes.toString(StandardCharsets.UTF_8));
    }

    private void stops(String script, String... parts) throws Exception {
        Took took = take(script, "");
        assertThat(took.status()).as(took.said()).isEqualTo(1);
        assertThat(took.said()).contains(parts).doesNotContain("\tat ", "must not be reached");
    }

    @Test
    void an_expectation_that_was_changed_turns_a_real_lesson_red() throws Exception {
        String lesson = Files.readString(LessonsTest.LESSONS.resolve("00-process.jsh"));
        String wrong =
                lesson.replace(
                        "status.contains(\"Threads:\\t1\")", "status.contains(\"Threads:\\t2\")");
        assertThat(wrong).isNotEqualTo(lesson);
        int line = (int) lesson.substring(0, lesson.indexOf("Threads:\\t1")).lines().count();
        stops(wrong, "stopped at line " + line, "the lesson says: it has one thread", "false");
    }

    @Test
    void a_lesson_that_expects_nothing_fails() throws Exception {
        stops(BEGIN + "lab.tell(\"a story\");\nlab.end(\"home\");\n", "a story", "expects nothing");
        stops("int x = 1;\n", "expects nothing");
    }

    @Test
    void a_snippet_that_does_not_compile_stops_it_also_within_a_method() throws Exception {
        stops(
                BEGIN + "\nint x = nothing;\nlab.tell(\"must not be reached\");\n",
                "stopped at line 5: this does not compile: cannot find symbol",
                "in  int x = nothing;");
        stops(
                BEGIN + "int f(int x) { return nope(x); }\nlab.tell(\"must not be reached\");\n",
                "stopped at line 4: ",
                "nope(int)");
    }

    @Test
    void a_snippet_that_throws_stops_it_at_the_line_within_the_snippet() throws Exception {
        stops(
                BEGIN + "void f() {\n    throw new IllegalStateException(\"so\");\n}\nf();\n",
                "IllegalStateException: so",
                "in  f();");
        stops(
                BEGIN
                        + "for (int i = 0; i < 3; i++) {\n    if (i == 2)\n        System.out.println(1 / (i - 2));\n}\n",
                "stopped at line 6: ArithmeticException: / by zero");
    }

    @Test
    void a_snippet_that_ends_the_process_is_found_out() throws Exception {
        stops(
                BEGIN
                        + "lab.expect(\"it is so\", true);\nSystem.exit(0);\nlab.tell(\"must not be reached\");\n",
                "stopped at line 5: this ended the process of the lesson",
                "in  System.exit(0);");
    }

    @Test
    void a_lesson_that_stops_leaves_no_program_and_no_folder() throws Exception {
        Took took =
                take(
                        BEGIN
                                + "System.out.println(lab.folder());\n"
                                + "lab.process().start(\"sleep\", \"1000\");\n"
                                + "lab.expect(\"it is so\", false);\n",
                        "");
        assertThat(took.status()).as(took.said()).isEqualTo(1);
        LessonsTest.assertNothingRuns();
        Matcher name = FOLDER.matcher(took.said());
        assertThat(name.find()).as(took.said()).isTrue();
        assertThat(Path.of(name.group())).doesNotExist();
    }

    @Test
    void an_answer_is_waited_for_and_compared_with_what_was_seen() throws Exception {
        String script =
                BEGIN
                        + "var p = lab.predict(\"Is it?\", \"yes\", \"no\");\n"
                        + "lab.expect(\"it is\", true);\n"
                        + "p.was(\"b\", \"Because.\");\n";
        Took took = take(script, "nonsense\nA\n");
        assertThat(took.status()).as(took.said()).isZero();
        assertThat(took.said())
                .contains("    b) no", "One letter, please, of a to b", "It is b) no. You said a.");
        assertThat(take(script, "b\n").said()).contains("It is b) no. You said so.");
    }

    @Test
    void what_follows_an_answer_does_not_wait_for_another_key() throws Exception {
        String script =
                BEGIN
                        + "lab.pause();\nlab.pause();\nlab.expect(\"it went on\", true);\nlab.close();\n";
        try (PipedOutputStream keyboard = new PipedOutputStream();
                PipedInputStream keys = new PipedInputStream(keyboard)) {
            keyboard.write("\n\n".getBytes(StandardCharsets.UTF_8));
            // And then nothing, from a keyboard that is still there.
            assertThat(take(script, keys).said()).contains("[seen] it went on");
        }
    }
}

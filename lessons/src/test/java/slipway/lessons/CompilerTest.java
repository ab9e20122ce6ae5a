package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.lessons.desk.Visible;

class CompilerTest {
    private final Visible visible = new Visible(Set.of("slipway.lessons.ground"));
    @TempDir private Path sources;
    @TempDir private Path classes;

    @BeforeEach
    void an_earlier_class_of_the_learner() throws Exception {
        Files.writeString(sources.resolve("First.java"), "class First { int one() { return 1; } }");
    }

    private List<String> compile(String body) throws Exception {
        Files.writeString(sources.resolve("Second.java"), "class Second { " + body + " }");
        return Compiler.compile(sources, "Second.java", visible, classes);
    }

    @Test
    void a_class_may_use_an_earlier_one_and_both_are_there_afterwards() throws Exception {
        assertThat(compile("int two() { return 1 + new First().one(); }")).isEmpty();
        assertThat(classes.resolve("First.class")).exists();
        assertThat(classes.resolve("Second.class")).exists();
    }

    @Test
    void a_mistake_in_an_earlier_class_is_shown_with_the_name_of_that_file() throws Exception {
        Files.writeString(sources.resolve("First.java"), "class First {\n int one() { }\n}");
        assertThat(compile("int two() { return new First().one(); }"))
                .singleElement()
                .asString()
                .startsWith("First.java, line 2: ");
    }

    @Test
    void a_mistake_in_an_earlier_class_that_is_not_used_is_in_nobodys_way() throws Exception {
        Files.writeString(sources.resolve("First.java"), "class First { half a line");
        assertThat(compile("")).isEmpty();
    }

    @Test
    void what_the_exercises_hand_out_and_the_ground_can_be_used() throws Exception {
        assertThat(
                        compile(
                                "slipway.plan.Plan a; slipway.linux.Call b;"
                                        + " slipway.namespaces.Namespace c;"
                                        + " slipway.lessons.ground.Snapshot d;"
                                        + " slipway.lessons.NotYetWritten e;"
                                        + " slipway.plan.launch.Launch f;"))
                .isEmpty();
    }

    /** They are the answers to the exercises on namespaces. */
    @Test
    void the_planners_of_the_kit_cannot_be_used() throws Exception {
        assertThat(compile("slipway.namespaces.NamespacePlanner a;"))
                .singleElement()
                .asString()
                .endsWith(Visible.WHY_NOT);
    }

    @Test
    void what_judges_cannot_be_used() throws Exception {
        assertThat(compile("slipway.lessons.Bench a; slipway.lessons.Course b;")).hasSize(2);
        assertThat(compile("slipway.lessons.ground.SnapshotChecks c;")).hasSize(1);
        assertThat(compile("slipway.lessons.probe.Probe d;"))
                .singleElement()
                .asString()
                .startsWith("Second.java, line 1: package slipway.lessons.probe does not exist")
                .endsWith(Visible.WHY_NOT);
    }
}

package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SourceCutTest {
    private final SourceCut cut =
            new SourceCut(
                    List.of(
                            "before",
                            "  //# solution",
                            "  right",
                            "  //# stub",
                            "  empty",
                            "  //# mutant wrong check M01",
                            "  mistaken",
                            "  //# end",
                            "  //# solution",
                            "  also right",
                            "  //# end",
                            "after"));

    @Test
    void stub_solution_and_mutant_come_from_one_source() {
        assertThat(cut.stub()).isEqualTo("before\n  empty\n  also right\nafter\n");
        assertThat(cut.solution()).isEqualTo("before\n  right\n  also right\nafter\n");
        assertThat(cut.mutant(cut.mutants().get(0)))
                .isEqualTo("before\n  mistaken\n  also right\nafter\n");
    }

    @Test
    void the_secrets_are_the_lines_that_only_the_solution_has() {
        assertThat(cut.secrets()).containsExactly("right", "also right");
    }

    @Test
    void a_mutant_names_its_check_and_its_belief() {
        assertThat(cut.mutants()).containsExactly(new SourceCut.Mutant("wrong", "check", "M01"));
    }
}

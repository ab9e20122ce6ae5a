package slipway.plan.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeResultTest {
    @Test
    void what_works_is_one_line_and_what_does_not_is_told_with_its_fix() {
        ProbeResult works =
                new ProbeResult("pidfd", Outcome.WORKS, "pidfd_open(1, 0)", "7", "m", "");
        assertThat(works.print()).isEqualTo("works   pidfd             7\n");
        ProbeResult refused =
                new ProbeResult("kvm", Outcome.REFUSED, "openat()", "EACCES", "machines", "chmod");
        assertThat(refused.print())
                .isEqualTo(
                        "refused kvm               EACCES\n"
                                + "        gives: machines\n"
                                + "        tried: openat()\n"
                                + "        fix: chmod\n");
    }

    @Test
    void what_is_too_long_for_a_line_goes_on_below_and_nothing_is_lost() {
        String words = "eleven chars, ".repeat(20).strip();
        ProbeResult result =
                new ProbeResult("a", Outcome.ABSENT, words, "x".repeat(90), words, words);
        assertThat(result.print().lines())
                .filteredOn(line -> !line.contains("xx"))
                .allMatch(line -> line.length() <= 80)
                .contains(
                        "        fix: eleven chars, eleven chars, eleven chars, eleven chars, eleven")
                .contains(
                        "             chars, eleven chars, eleven chars, eleven chars, eleven chars,");
        assertThat(result.print().replaceAll("\\s+", " "))
                .contains("x".repeat(90) + " gives: " + words + " tried: " + words + " fix: ");
    }

    @Test
    void a_result_that_works_cannot_have_a_fix() {
        assertThatThrownBy(() -> new ProbeResult("a", Outcome.WORKS, "b", "c", "d", "e"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing to fix");
    }

    @ParameterizedTest
    @CsvSource({
        "5.14.21, ABSENT",
        "5.15.0-100-generic, WORKS",
        "5.9, ABSENT",
        "6.1.0-13-amd64, WORKS",
        "6, WORKS",
        "10.2.3, WORKS",
        "4.18.0-553.el8, ABSENT"
    })
    void a_kernel_is_new_enough_from_5_15_on(String release, Outcome expected) {
        assertThat(MachineExperiments.version(release).outcome()).isEqualTo(expected);
    }
}

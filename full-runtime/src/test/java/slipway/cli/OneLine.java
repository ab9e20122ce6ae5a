package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import slipway.testkit.Run;

/** How every failure of slipway looks. */
final class OneLine {
    private OneLine() {}

    /** One line that begins {@code slipway: } and says what to do; nothing else anywhere. */
    static void check(Run.Result result, int status) {
        assertThat(result.stderr()).startsWith("slipway: ").endsWith("\n").hasLineCount(1);
        assertThat(result.stderr()).containsAnyOf("Try: ", "expected ", "Perhaps ");
        assertThat(result.stderr()).doesNotContain("Exception", "\tat ", "bug in Slipway");
        // But the device of that name may be spoken of.
        assertThat(result.stderr().replace("/null", "").replace("\"null\"", ""))
                .doesNotContain("null");
        assertThat(result.stdout()).isEmpty();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(status);
    }
}

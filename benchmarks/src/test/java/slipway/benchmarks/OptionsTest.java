package slipway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static Options parse(String... words) {
        return Options.parse(words, Optional.empty());
    }

    @Test
    void without_words_all_rows_run_fifty_rounds_and_nothing_is_written() {
        Options options = parse();
        assertThat(options.rounds()).isEqualTo(50);
        assertThat(options.wants("anything")).isTrue();
        assertThat(options.json()).isEmpty();
    }

    @Test
    void only_the_rows_that_were_named_run() {
        Options options = parse("--rounds", "7", "--only", " a  b ", "--json", "out.json");
        assertThat(options.rounds()).isEqualTo(7);
        assertThat(options.wants("a")).isTrue();
        assertThat(options.wants("b")).isTrue();
        assertThat(options.wants("c")).isFalse();
        assertThat(options.json()).contains(Path.of("out.json"));
    }

    @Test
    void the_variable_ONLY_names_rows_too_and_the_option_wins() {
        Options byVariable = Options.parse(new String[0], Optional.of("a"));
        assertThat(byVariable.wants("b")).isFalse();
        Options both = Options.parse(new String[] {"--only", "b"}, Optional.of("a"));
        assertThat(both.wants("b")).isTrue();
        assertThat(both.wants("a")).isFalse();
    }

    @Test
    void what_is_not_known_is_refused_with_what_is() {
        assertThatThrownBy(() -> parse("--round", "5"))
                .hasMessageContaining("--round is unknown")
                .hasMessageContaining("--rounds 50");
        assertThatThrownBy(() -> parse("--rounds")).hasMessageContaining("has no value");
    }

    @Test
    void fewer_rounds_than_one_are_refused() {
        assertThatThrownBy(() -> parse("--rounds", "0")).hasMessageContaining("--rounds is 0");
    }
}

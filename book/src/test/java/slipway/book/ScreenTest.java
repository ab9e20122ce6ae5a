package slipway.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final Script SCRIPT =
            Script.parse(List.of("for i in 1 2; do", "  echo '# '$i", "done", "# hidden", "ls"));

    @Test
    void each_line_that_is_typed_has_a_prompt_and_what_is_printed_has_none() {
        List<String> transcript =
                List.of("$ for i in 1 2; do", "  echo '# '$i", "done", "# 1", "  echo '# '$i");
        assertThat(Screen.prompted(transcript, SCRIPT))
                .containsExactly(
                        "$ for i in 1 2; do", ">   echo '# '$i", "> done", "# 1", "  echo '# '$i");
    }

    @Test
    void a_transcript_of_other_commands_stays_as_it_is() {
        List<String> transcript = List.of("$ for i in 1 2; do", "done");
        assertThat(Screen.prompted(transcript, SCRIPT)).isEqualTo(transcript);
    }

    @Test
    void only_what_follows_a_prompt_is_marked_as_typed_whatever_an_output_looks_like() {
        String start = "<div class=\"listingblock run\">\n<div class=\"content\">\n<pre>";
        String page = start + "$ a\n&gt; b\n# c $d\n&gt; e</pre>\n<pre>$ f</pre>";
        assertThat(Screen.marked(page))
                .isEqualTo(
                        start
                                + "<span class=\"prompt\">$ </span><span class=\"typed\">a</span>\n"
                                + "<span class=\"prompt\">&gt; </span><span class=\"typed\">b</span>\n"
                                + "# c $d\n&gt; e</pre>\n<pre>$ f</pre>");
    }
}

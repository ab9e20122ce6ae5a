package slipway.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchIndexTest {
    private static final String START = "window.slipwaySearch = ";

    private static List<String> found(String content) {
        Html.Chapter chapter = new Html.Chapter("a.html", "The <em>jail</em>", List.of(), content);
        String script = SearchIndex.script(new Html("Book", "", List.of(chapter)));
        assertThat(script).startsWith(START).endsWith(";\n").doesNotContain("</");
        String json = script.substring(START.length(), script.length() - 2);
        List<String> found = new ArrayList<>();
        for (var each : (JsonArray) JsonParser.parseString(json)) {
            JsonObject entry = each.getAsJsonObject();
            String at = entry.get("page").getAsString() + "#" + entry.get("id").getAsString();
            String title = entry.get("title").getAsString();
            found.add(at + " " + title + ": " + entry.get("text").getAsString());
        }
        return found;
    }

    @Test
    void each_section_has_its_own_words_and_none_of_its_markup() {
        assertThat(
                        found(
                                "<h2 id=\"top\">The jail</h2><p>One &amp; <code>t</code>wo</p><h3"
                                        + " id=\"in\"><a class=\"anchor\"></a>Inside</h3><p>a &lt;"
                                        + " b</p>"))
                .containsExactly("a.html#top The jail: One & two", "a.html#in Inside: a < b");
    }

    @Test
    void a_section_that_only_holds_others_can_be_found_by_its_title() {
        assertThat(found("<h2 id=\"a\">A</h2><h3 id=\"b\">B</h3><p>c</p>"))
                .containsExactly("a.html#a A: ", "a.html#b B: c");
    }

    @Test
    void a_term_that_has_a_name_is_found_by_itself() {
        String terms =
                "<dt class=\"hdlist1\"><a id=\"g-fd\"></a>descriptor</dt><dd><p>A number.</p></dd>"
                        + "<dt class=\"hdlist1\">other</dt><dd><p>Another.</p></dd>";
        assertThat(found("<h2 id=\"g\">Glossary</h2><p>Words.</p>" + terms))
                .containsExactly(
                        "a.html#g Glossary: Words.",
                        "a.html#g-fd descriptor: A number. other Another.");
    }
}

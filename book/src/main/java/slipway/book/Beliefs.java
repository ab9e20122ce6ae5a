package slipway.book;

import java.util.List;
import java.util.Map;

/** What people believe, by its number; made into the boxes that say otherwise. */
record Beliefs(Map<String, String> texts, Problems problems) {
    Beliefs {
        texts = Map.copyOf(texts);
    }

    List<String> opening(Place place, String id) {
        String text = texts.get(id);
        if (text == null) {
            problems.add(
                    place,
                    "there is no belief " + id,
                    "take one from lessons/src/main/resources/slipway/lessons/beliefs.txt");
            text = "";
        }
        return List.of(
                "",
                "[.belief%unbreakable]",
                ".Many believe",
                "****",
                "[.heard]",
                "“" + AsciiDoc.verbatim(AsciiDoc.sentence(text)) + "” [.number]#" + id + "#",
                "");
    }

    List<String> closing() {
        return List.of("****", "");
    }
}

package slipway.book;

import java.util.Locale;

/** Text that is not AsciiDoc, to stand in AsciiDoc as it is. */
final class AsciiDoc {
    private AsciiDoc() {}

    /** One line of text in which nothing means anything. */
    static String verbatim(String text) {
        if (text.isBlank()) return text;
        return "pass:c[" + text.replace("]", "\\]") + "]";
    }

    /** The same, as code. */
    static String code(String text) {
        return "`" + verbatim(text) + "`";
    }

    /** With a capital letter and a full stop. */
    static String sentence(String text) {
        if (text.isEmpty()) return text;
        String end = text.matches(".*[.?!]") ? "" : ".";
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + end;
    }

    /** A word that can be part of an anchor or of a file's name. */
    static String slug(String text) {
        String slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return slug.replaceAll("^-|-$", "");
    }
}

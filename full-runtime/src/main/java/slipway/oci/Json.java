package slipway.oci;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON, property by property, each of which is known by its key. A property that is null counts as
 * one that is not there.
 */
final class Json {
    private final JsonReader in;
    private String name = "";

    Json(Reader text) {
        this.in = new JsonReader(text);
        in.setStrictness(Strictness.STRICT);
    }

    /** What a piece of reading is, for {@link #reading}. */
    interface Reading<T> {
        T read() throws IOException;
    }

    /** Says what is wrong with the text as the reader of it should see it. */
    static <T> T reading(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (MalformedJsonException | EOFException | JsonParseException e) {
            throw InvalidSpec.notJson(String.valueOf(e.getMessage()).replace('\n', ' '));
        }
    }

    /** Where we are, as in {@code linux.namespaces[2].type}. */
    String key() {
        String path = in.getPath();
        return path.startsWith("$.") ? path.substring(2) : path;
    }

    /** Begins the object that is next. */
    void object() throws IOException {
        expect(JsonToken.BEGIN_OBJECT, "an object");
        in.beginObject();
    }

    /** Goes to the next property of the object; false, and out of it, when there is none. */
    boolean next() throws IOException {
        while (in.hasNext()) {
            name = in.nextName();
            if (in.peek() != JsonToken.NULL) return true;
            in.nextNull();
        }
        in.endObject();
        return false;
    }

    /** The property that {@link #next} went to. */
    String name() {
        return name;
    }

    /** Begins the array that is next. */
    void array() throws IOException {
        expect(JsonToken.BEGIN_ARRAY, "an array");
        in.beginArray();
    }

    /** Whether the array goes on; false, and out of it, when it does not. */
    boolean more() throws IOException {
        if (in.hasNext()) return true;
        in.endArray();
        return false;
    }

    /** Passes over a property that the specification does not have, as it demands. */
    void skip() throws IOException {
        in.skipValue();
    }

    /**
     * For a property that Slipway does not honour: it may be there, but say nothing.
     *
     * @throws InvalidSpec when it does
     */
    void refuseUnlessEmpty() throws IOException {
        String key = key();
        if (!isEmpty(true)) throw InvalidSpec.notHonoured(key);
    }

    /** An object in an object is a wish by its name alone. */
    private boolean isEmpty(boolean outermost) throws IOException {
        switch (in.peek()) {
            case NULL:
                in.nextNull();
                return true;
            case BOOLEAN:
                return !in.nextBoolean();
            case NUMBER:
                return in.nextString().equals("0");
            case STRING:
                return in.nextString().isEmpty();
            case BEGIN_ARRAY:
                in.beginArray();
                return !in.hasNext() && endArray();
            default:
                if (!outermost) return false;
                object();
                while (next()) if (!isEmpty(false)) return false;
                return true;
        }
    }

    private boolean endArray() throws IOException {
        in.endArray();
        return true;
    }

    String text() throws IOException {
        expect(JsonToken.STRING, "a text");
        return in.nextString();
    }

    boolean truth() throws IOException {
        expect(JsonToken.BOOLEAN, "true or false");
        return in.nextBoolean();
    }

    /** A whole number of 64 bits. */
    long number() throws IOException {
        String key = key();
        String digits = digits();
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new InvalidSpec(key, digits, "a whole number of 64 bits");
        }
    }

    /** A whole number of 64 bits without sign. */
    long unsigned() throws IOException {
        String key = key();
        String digits = digits();
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            throw new InvalidSpec(key, digits, "a whole number of 64 bits, not negative");
        }
    }

    /** A whole number of 32 bits. */
    int small() throws IOException {
        String key = key();
        long number = number();
        if (number != (int) number) throw new InvalidSpec(key, "" + number, "a smaller number");
        return (int) number;
    }

    private String digits() throws IOException {
        expect(JsonToken.NUMBER, "a number");
        return in.nextString();
    }

    List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        array();
        while (more()) texts.add(text());
        return texts;
    }

    List<Long> numbers() throws IOException {
        List<Long> numbers = new ArrayList<>();
        array();
        while (more()) numbers.add(number());
        return numbers;
    }

    Map<String, String> textsByName() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        object();
        while (next()) {
            String each = name();
            texts.put(each, text());
        }
        return texts;
    }

    private void expect(JsonToken token, String what) throws IOException {
        JsonToken is = in.peek();
        if (is != token) {
            throw new InvalidSpec(
                    key(), "of type " + is.name().toLowerCase(java.util.Locale.ROOT), what);
        }
    }
}

package slipway.image;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import slipway.unionfs.tar.BadArchive;

/** Small JSON files of somebody else's, read strictly; what is not as it must be is said. */
final class Json {
    private static final int MOST = 4 << 20;

    private Json() {}

    static JsonElement read(Members members, String name) throws IOException {
        return parse(members.read(name, MOST), name);
    }

    static JsonElement parse(byte[] bytes, String name) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        TypeAdapter<JsonElement> adapter = new Gson().getAdapter(JsonElement.class);
        try (JsonReader in = new JsonReader(new StringReader(text))) {
            in.setStrictness(Strictness.STRICT);
            return adapter.read(in);
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new BadArchive(name + " is malformed: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new BadArchive(name + " is nested too deeply");
        }
    }

    static JsonArray array(JsonElement element, String where) {
        if (element.isJsonArray()) return element.getAsJsonArray();
        throw new BadArchive(where + " has no list where there must be one");
    }

    static JsonObject object(JsonElement element, String where) {
        if (element.isJsonObject()) return element.getAsJsonObject();
        throw new BadArchive(where + " has no object where there must be one");
    }

    static String text(JsonObject object, String key, String where) {
        JsonElement value = object.get(key);
        if (value == null) throw new BadArchive(where + " lacks " + key);
        return text(value, where);
    }

    static String text(JsonElement value, String where) {
        boolean isText = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
        if (isText) return value.getAsString();
        throw new BadArchive(where + " has no text where there must be one");
    }

    /** Empty where there is none. */
    static String textOrNone(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
    }
}

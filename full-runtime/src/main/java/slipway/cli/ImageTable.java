package slipway.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import slipway.image.ImageRecord;
import slipway.image.Images;
import slipway.image.Reference;

/** Images as people and programs want to see them. */
final class ImageTable {
    private static final String[] HEAD = {"REPOSITORY", "TAG", "IMAGE ID", "LOADED", "SIZE"};
    private static final long[] SECONDS = {86_400, 3_600, 60};
    private static final String[] UNITS = {"day", "hour", "minute"};
    private static final String[] SIZES = {"B", "kB", "MB", "GB", "TB"};

    private ImageTable() {}

    static String text(List<ImageRecord> images, long now) {
        List<String[]> rows = new ArrayList<>();
        rows.add(HEAD);
        for (ImageRecord image : images) {
            String ago = ago(now - image.loaded());
            String size = size(image.bytes());
            String id = image.id().brief();
            if (image.names().isEmpty()) rows.add(new String[] {"<none>", "<none>", id, ago, size});
            for (Reference name : image.names()) {
                rows.add(new String[] {name.familiarRepository(), name.tag(), id, ago, size});
            }
        }
        return aligned(rows);
    }

    private static String aligned(List<String[]> rows) {
        int[] widths = new int[HEAD.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) widths[i] = Math.max(widths[i], row[i].length());
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                text.append(row[i]);
                if (i < row.length - 1) text.append(" ".repeat(widths[i] - row[i].length() + 3));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String ago(long seconds) {
        for (int i = 0; i < UNITS.length; i++) {
            long count = seconds / SECONDS[i];
            if (count > 0) return count + " " + UNITS[i] + (count == 1 ? "" : "s") + " ago";
        }
        return "just now";
    }

    /** In powers of ten, as docker has it. */
    private static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < SIZES.length - 1) {
            value /= 1000;
            unit++;
        }
        long tenths = Math.round(value * 10);
        String number =
                unit == 0 || tenths >= 1000 ? "" + tenths / 10 : tenths / 10 + "." + tenths % 10;
        return number + SIZES[unit];
    }

    static String json(List<ImageRecord> images) {
        JsonArray all = new JsonArray();
        for (ImageRecord image : images) {
            JsonObject one = new JsonObject();
            one.addProperty("id", image.id().toString());
            one.add("names", names(image));
            one.addProperty("bytes", image.bytes());
            one.addProperty("loaded", java.time.Instant.ofEpochSecond(image.loaded()).toString());
            all.add(one);
        }
        return pretty().toJson(all);
    }

    /** With docker's names for things, for programs that know those. */
    static JsonObject inspected(Images images, ImageRecord image) {
        String text = new String(images.configuration(image), StandardCharsets.UTF_8);
        JsonObject config = JsonParser.parseString(text).getAsJsonObject();
        JsonObject one = new JsonObject();
        one.addProperty("Id", image.id().toString());
        one.add("RepoTags", names(image));
        copy(config, "created", one, "Created");
        copy(config, "author", one, "Author");
        copy(config, "architecture", one, "Architecture");
        copy(config, "os", one, "Os");
        one.addProperty("Size", image.bytes());
        copy(config, "config", one, "Config");
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("Type", "layers");
        copy(config.getAsJsonObject("rootfs"), "diff_ids", rootfs, "Layers");
        one.add("RootFS", rootfs);
        return one;
    }

    private static JsonArray names(ImageRecord image) {
        JsonArray names = new JsonArray();
        for (Reference name : image.names()) names.add(name.familiar());
        return names;
    }

    private static void copy(JsonObject from, String key, JsonObject to, String name) {
        JsonElement value = from.get(key);
        if (value != null) to.add(name, value);
    }

    private static Gson pretty() {
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    }
}

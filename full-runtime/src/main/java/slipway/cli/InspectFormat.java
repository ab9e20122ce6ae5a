package slipway.cli;

import com.google.gson.JsonElement;

/** Of docker's templates what scripts use: {@code {{.State.Pid}}} and {@code {{json .State}}}. */
final class InspectFormat {
    private InspectFormat() {}

    static String fill(String format, JsonElement of) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int open = format.indexOf("{{"); open >= 0; open = format.indexOf("{{", at)) {
            int close = format.indexOf("}}", open);
            if (close < 0) throw wrong(format);
            text.append(format, at, open);
            text.append(value(format, format.substring(open + 2, close).strip(), of));
            at = close + 2;
        }
        return text.append(format.substring(at)).toString();
    }

    private static String value(String format, String field, JsonElement of) {
        boolean json = field.startsWith("json ");
        String path = json ? field.substring("json ".length()).strip() : field;
        if (!path.startsWith(".")) throw wrong(format);
        JsonElement value = of;
        int start = 1;
        while (start < path.length()) {
            int dot = path.indexOf('.', start);
            int end = dot < 0 ? path.length() : dot;
            String name = path.substring(start, end);
            if (!value.isJsonObject() || !value.getAsJsonObject().has(name)) {
                throw new UsageError("inspect knows no " + path, "slipway inspect, for all of it");
            }
            value = value.getAsJsonObject().get(name);
            start = end + 1;
        }
        boolean plain = value.isJsonPrimitive() && !json;
        return plain ? value.getAsString() : value.toString();
    }

    private static UsageError wrong(String format) {
        return new UsageError(
                "--format " + format + " is not understood", "--format '{{.State.Pid}}'");
    }
}

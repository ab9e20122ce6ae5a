package slipway.lessons.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import slipway.linux.Call;
import slipway.linux.Fd;
import slipway.plan.Do;
import slipway.plan.Plan;
import slipway.plan.PlanJson;
import slipway.plan.Step;

/**
 * Values as JSON: a word that says what it is, and then what it is made of. Texts, numbers, lists,
 * sets, maps, paths, optionals, plans, and the kit's own records and enums go over as values; what
 * else implements an interface stays where it is and is called from afar.
 */
final class Values {
    /** Keeps objects that stay here, and makes those that stand for objects over there. */
    interface Objects {
        int keep(Object object, Class<?> type);

        Object standIn(int number, Class<?> type);
    }

    private final Objects objects;
    private final Descriptors descriptors = new Descriptors();

    Values(Objects objects) {
        this.objects = objects;
    }

    /**
     * @param declared what it is expected to be
     */
    JsonElement write(@Nullable Object value, Class<?> declared) {
        if (value == null) return JsonNull.INSTANCE;
        if (value instanceof String text) return new JsonPrimitive(text);
        if (value instanceof Boolean flag) return new JsonPrimitive(flag);
        if (value instanceof Number || value instanceof Character) {
            return tagged(value.getClass().getSimpleName(), new JsonPrimitive(value.toString()));
        }
        if (value instanceof byte[] bytes) {
            return tagged("bytes", new JsonPrimitive(Base64.getEncoder().encodeToString(bytes)));
        }
        if (value instanceof Path path) return tagged("path", new JsonPrimitive(path.toString()));
        if (value instanceof Duration time) {
            return tagged("duration", new JsonPrimitive(time.toString()));
        }
        if (value instanceof Fd fd) return tagged("fd", descriptors.written(fd));
        if (value instanceof Plan plan) return plan("plan", plan);
        if (value instanceof Step step) return plan("step", Plan.of(step));
        if (value instanceof Call call) return plan("call", Plan.of(Step.call("call", call)));
        if (value instanceof Optional<?> optional) {
            return tagged("optional", write(optional.orElse(null), Object.class));
        }
        if (value instanceof Map<?, ?> map) return map(map);
        if (value instanceof Set<?> set) return tagged("set", all(set));
        if (value instanceof Collection<?> list) return tagged("list", all(list));
        if (value instanceof Object[] array) return tagged("list", all(List.of(array)));
        if (isOfKit(value.getClass())) {
            if (value instanceof Record record) return record(record);
            if (value instanceof Enum<?> constant) {
                String type = constant.getDeclaringClass().getName();
                return tagged("enum", new JsonPrimitive(type), new JsonPrimitive(constant.name()));
            }
        }
        Class<?> type = interfaceOf(value, declared);
        int number = objects.keep(value, type);
        return tagged("object", new JsonPrimitive(number), new JsonPrimitive(type.getName()));
    }

    @Nullable Object read(JsonElement json) {
        if (json.isJsonNull()) return null;
        if (json.isJsonPrimitive()) {
            JsonPrimitive simple = json.getAsJsonPrimitive();
            return simple.isBoolean() ? (Object) simple.getAsBoolean() : simple.getAsString();
        }
        JsonArray array = json.getAsJsonArray();
        JsonElement first = array.get(1);
        return switch (array.get(0).getAsString()) {
            case "Integer" -> first.getAsInt();
            case "Long" -> first.getAsLong();
            case "Short" -> first.getAsShort();
            case "Byte" -> first.getAsByte();
            case "Double" -> first.getAsDouble();
            case "Float" -> first.getAsFloat();
            case "Character" -> first.getAsString().charAt(0);
            case "bytes" -> Base64.getDecoder().decode(first.getAsString());
            case "path" -> Path.of(first.getAsString());
            case "duration" -> Duration.parse(first.getAsString());
            case "fd" -> descriptors.read(first.getAsJsonArray());
            case "plan" -> PlanJson.read(first.getAsString());
            case "step" -> PlanJson.read(first.getAsString()).steps().get(0);
            case "call" -> ((Do) PlanJson.read(first.getAsString()).steps().get(0)).call();
            case "optional" -> Optional.ofNullable(read(first));
            case "map" -> readMap(first.getAsJsonArray());
            case "set" -> new LinkedHashSet<>(readAll(first));
            case "list" -> readAll(first);
            case "record" -> readRecord(kitClass(first), array.get(2).getAsJsonArray());
            case "enum" -> constant(kitClass(first), array.get(2).getAsString());
            case "object" -> objects.standIn(first.getAsInt(), kitClass(array.get(2)));
            default -> throw new NotAValue("what is a " + array.get(0) + "?");
        };
    }

    private static JsonArray tagged(String tag, JsonElement... parts) {
        JsonArray array = new JsonArray();
        array.add(tag);
        for (JsonElement part : parts) array.add(part);
        return array;
    }

    private static JsonArray plan(String tag, Plan plan) {
        return tagged(tag, new JsonPrimitive(PlanJson.write(plan)));
    }

    private JsonArray all(Collection<?> values) {
        JsonArray array = new JsonArray();
        for (Object value : values) array.add(write(value, Object.class));
        return array;
    }

    private JsonArray map(Map<?, ?> map) {
        JsonArray pairs = new JsonArray();
        for (Map.Entry<?, ?> each : map.entrySet()) {
            pairs.add(write(each.getKey(), Object.class));
            pairs.add(write(each.getValue(), Object.class));
        }
        return tagged("map", pairs);
    }

    private Map<@Nullable Object, @Nullable Object> readMap(JsonArray pairs) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.size(); i += 2)
            map.put(read(pairs.get(i)), read(pairs.get(i + 1)));
        return map;
    }

    private List<@Nullable Object> readAll(JsonElement json) {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonElement each : json.getAsJsonArray()) list.add(read(each));
        return list;
    }

    private JsonArray record(Record record) {
        JsonArray parts = new JsonArray();
        try {
            for (RecordComponent part : record.getClass().getRecordComponents()) {
                part.getAccessor().setAccessible(true);
                parts.add(write(part.getAccessor().invoke(record), part.getType()));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return tagged("record", new JsonPrimitive(record.getClass().getName()), parts);
    }

    private Object readRecord(Class<?> type, JsonArray parts) {
        if (!type.isRecord()) throw new NotAValue(type + " is no record");
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = read(parts.get(i));
        }
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new NotAValue("no " + type.getSimpleName() + " can have these parts: " + parts);
        }
    }

    private static Object constant(Class<?> type, String name) {
        for (Object each : type.getEnumConstants()) {
            if (((Enum<?>) each).name().equals(name)) return each;
        }
        throw new NotAValue(type.getSimpleName() + " has no " + name);
    }

    /** Never a class of the learner's: those are known over there only. */
    private static Class<?> kitClass(JsonElement name) {
        try {
            Class<?> type = Class.forName(name.getAsString(), false, Values.class.getClassLoader());
            if (isOfKit(type) || isOfJdk(type)) return type;
        } catch (ClassNotFoundException e) {
            throw new NotAValue(name + " is not a class of the kit");
        }
        throw new NotAValue(name + " does not go over the line");
    }

    private static boolean isOfKit(Class<?> type) {
        return type.getName().startsWith("slipway.")
                && type.getClassLoader() == Values.class.getClassLoader();
    }

    private static boolean isOfJdk(Class<?> type) {
        return type.isInterface() && type.getName().startsWith("java.util.");
    }

    private static Class<?> interfaceOf(Object value, Class<?> declared) {
        if (declared.isInterface() && (isOfKit(declared) || isOfJdk(declared))) return declared;
        for (Class<?> each : value.getClass().getInterfaces()) {
            if (isOfKit(each) || isOfJdk(each)) return each;
        }
        throw new NotAValue(
                "a "
                        + value.getClass().getName()
                        + " cannot be handed over; values can, and the kit's records, enums and"
                        + " interfaces");
    }
}

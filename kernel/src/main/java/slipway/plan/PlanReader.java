package slipway.plan;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;

/** Reads what {@link PlanWriter} writes, fields in any order, and nothing else. */
final class PlanReader {
    private final JsonReader in;

    private PlanReader(JsonReader in) {
        this.in = in;
    }

    static Plan read(String json) {
        JsonReader in = new JsonReader(new StringReader(json));
        in.setStrictness(Strictness.STRICT);
        try {
            PlanReader reader = new PlanReader(in);
            Plan plan = reader.plan();
            reader.expect(JsonToken.END_DOCUMENT);
            return plan;
        } catch (MalformedJsonException | EOFException e) {
            throw new UnreadablePlan(in.getPath(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringReader does not fail", e);
        }
    }

    private Plan plan() throws IOException {
        Set<String> seen = new TreeSet<>();
        List<Step> steps = List.of();
        begin(JsonToken.BEGIN_OBJECT);
        while (in.hasNext()) {
            switch (name(seen)) {
                case "format" -> format();
                case "steps" -> steps = steps();
                default -> throw unknownField();
            }
        }
        in.endObject();
        if (!seen.contains("format")) throw wrong("the field format is missing");
        if (!seen.contains("steps")) throw wrong("the field steps is missing");
        return new Plan(steps);
    }

    private void format() throws IOException {
        long format = number();
        if (format == PlanJson.FORMAT) return;
        throw wrong("this Slipway reads format " + PlanJson.FORMAT + ", not " + format);
    }

    private List<Step> steps() throws IOException {
        List<Step> steps = new ArrayList<>();
        begin(JsonToken.BEGIN_ARRAY);
        while (in.hasNext()) steps.add(step());
        in.endArray();
        return steps;
    }

    private Step step() throws IOException {
        StepFields fields = new StepFields();
        begin(JsonToken.BEGIN_OBJECT);
        while (in.hasNext()) {
            switch (name(fields.seen)) {
                case "step" -> fields.kind = string();
                case "why" -> fields.why = string();
                case "shown", "manual" -> in.skipValue(); // for people
                case "call" -> fields.calls = List.of(call());
                case "calls" -> fields.calls = calls();
                case "undo" -> fields.undo = calls();
                case "tolerated" -> fields.tolerated = errnos();
                case "result" -> fields.result = string();
                case "summary" -> fields.summary = string();
                case "path" -> fields.path = string();
                case "text" -> fields.text = string();
                case "ways" -> fields.ways = steps();
                case "steps" -> fields.steps = steps();
                case "probe" -> fields.probe = steps();
                case "candidates" -> fields.candidates = strings();
                case "argv" -> fields.argv = strings();
                case "environment" -> fields.environment = strings();
                default -> throw unknownField();
            }
        }
        in.endObject();
        try {
            return fields.toStep();
        } catch (IllegalArgumentException e) {
            throw new UnreadablePlan(in.getPreviousPath(), e);
        }
    }

    private List<Call> calls() throws IOException {
        List<Call> calls = new ArrayList<>();
        begin(JsonToken.BEGIN_ARRAY);
        while (in.hasNext()) calls.add(call());
        in.endArray();
        return calls;
    }

    private Call call() throws IOException {
        Set<String> seen = new TreeSet<>();
        Syscall syscall = Syscall.READ;
        List<Arg> args = List.of();
        begin(JsonToken.BEGIN_OBJECT);
        while (in.hasNext()) {
            switch (name(seen)) {
                case "name" -> syscall = syscall();
                case "args" -> args = args();
                default -> throw unknownField();
            }
        }
        in.endObject();
        if (seen.size() < 2) throw wrong("a call has the fields name and args, here: " + seen);
        try {
            return new Call(syscall, args);
        } catch (IllegalArgumentException e) {
            throw new UnreadablePlan(in.getPreviousPath(), e);
        }
    }

    private Syscall syscall() throws IOException {
        String name = string();
        try {
            Syscall syscall = Syscall.valueOf(name.toUpperCase(Locale.ROOT));
            if (syscall.cName().equals(name)) return syscall;
            throw wrong("no system call is spelled " + name);
        } catch (IllegalArgumentException e) {
            throw wrong("no system call that Slipway knows is named " + name);
        }
    }

    private List<Arg> args() throws IOException {
        List<Arg> args = new ArrayList<>();
        begin(JsonToken.BEGIN_ARRAY);
        while (in.hasNext()) {
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                args.add(Arg.NULL);
            } else {
                args.add(arg());
            }
        }
        in.endArray();
        return args;
    }

    private Arg arg() throws IOException {
        ArgFields fields = new ArgFields();
        begin(JsonToken.BEGIN_OBJECT);
        while (in.hasNext()) {
            switch (name(fields.seen)) {
                case "num", "flag" -> fields.number = number();
                case "text", "result", "bytes" -> fields.text = string();
                case "words" -> fields.words = args();
                case "family" -> fields.family = family();
                case "shown" -> fields.shown = string();
                default -> throw unknownField();
            }
        }
        in.endObject();
        try {
            return fields.toArg();
        } catch (IllegalArgumentException e) {
            throw new UnreadablePlan(in.getPreviousPath(), e);
        }
    }

    private Family family() throws IOException {
        String name = string();
        try {
            return Family.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw wrong("no family of constants is named " + name);
        }
    }

    private List<Errno> errnos() throws IOException {
        List<Errno> errnos = new ArrayList<>();
        begin(JsonToken.BEGIN_ARRAY);
        while (in.hasNext()) {
            String name = string();
            try {
                errnos.add(Errno.valueOf(name));
            } catch (IllegalArgumentException e) {
                throw wrong("no errno is named " + name);
            }
        }
        in.endArray();
        return errnos;
    }

    private List<String> strings() throws IOException {
        List<String> strings = new ArrayList<>();
        begin(JsonToken.BEGIN_ARRAY);
        while (in.hasNext()) strings.add(string());
        in.endArray();
        return strings;
    }

    private String string() throws IOException {
        expect(JsonToken.STRING);
        return in.nextString();
    }

    private long number() throws IOException {
        expect(JsonToken.NUMBER);
        String digits = in.nextString(); // nextLong would round what does not fit
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw wrong("a whole number of at most 64 bits is expected, not " + digits);
        }
    }

    private String name(Set<String> seen) throws IOException {
        String name = in.nextName();
        if (!seen.add(name)) throw new UnreadablePlan(in.getPath(), "the field is there twice");
        return name;
    }

    private void begin(JsonToken opening) throws IOException {
        expect(opening);
        if (opening == JsonToken.BEGIN_OBJECT) in.beginObject();
        else in.beginArray();
    }

    private void expect(JsonToken wanted) throws IOException {
        JsonToken token = in.peek();
        if (token == wanted) return;
        throw new UnreadablePlan(in.getPath(), wanted + " is expected here, not " + token);
    }

    private UnreadablePlan unknownField() {
        return new UnreadablePlan(in.getPath(), "an unknown field");
    }

    /** About what has just been read. */
    private UnreadablePlan wrong(String what) {
        return new UnreadablePlan(in.getPreviousPath(), what);
    }
}

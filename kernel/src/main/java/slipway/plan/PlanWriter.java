package slipway.plan;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;

/**
 * Writes what {@link PlanReader} reads. What is empty, or can be told from the rest, is left out.
 */
final class PlanWriter {
    private final JsonWriter out;

    private PlanWriter(JsonWriter out) {
        this.out = out;
    }

    static String write(Plan plan) {
        StringWriter text = new StringWriter();
        JsonWriter out = new JsonWriter(text);
        out.setStrictness(Strictness.STRICT);
        out.setIndent("  ");
        try {
            out.beginObject().name("format").value(PlanJson.FORMAT);
            new PlanWriter(out).steps("steps", plan.steps());
            out.endObject().close();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.append('\n').toString();
    }

    private void steps(String name, List<Step> steps) throws IOException {
        out.name(name).beginArray();
        for (Step step : steps) step(step);
        out.endArray();
    }

    private void step(Step step) throws IOException {
        out.beginObject();
        if (step instanceof Do one) fields(one);
        else if (step instanceof Each each) fields(each);
        else if (step instanceof WriteFile file) fields(file);
        else if (step instanceof FirstOf choice) fields(choice);
        else if (step instanceof Group group) fields(group);
        else if (step instanceof IfThere guarded) fields(guarded);
        else if (step instanceof Exec exec) fields(exec);
        else if (step instanceof Init init) fields(init);
        else if (step instanceof RunTool tool) fields(tool);
        else throw new AssertionError("not a Step: " + step);
        out.endObject();
    }

    private void fields(Do step) throws IOException {
        head("do", step);
        out.name("call");
        call(step.call());
        if (!step.tolerated().isEmpty()) {
            out.name("tolerated").beginArray();
            for (Errno errno : step.tolerated()) out.value(errno.name());
            out.endArray();
        }
        if (!step.result().isEmpty()) out.name("result").value(step.result());
        if (!step.undo().isEmpty()) calls("undo", step.undo());
    }

    private void fields(Each step) throws IOException {
        head("each", step);
        out.name("summary").value(step.summary());
        calls("calls", step.calls());
    }

    private void fields(WriteFile step) throws IOException {
        head("writeFile", step);
        out.name("path").value(step.path()).name("text").value(step.text());
    }

    private void fields(FirstOf step) throws IOException {
        head("firstOf", step);
        steps("ways", step.ways());
    }

    private void fields(Group step) throws IOException {
        head("group", step);
        steps("steps", step.steps());
    }

    private void fields(IfThere step) throws IOException {
        head("ifThere", step);
        steps("probe", List.of(step.probe()));
        steps("steps", step.steps());
    }

    private void fields(Exec step) throws IOException {
        head("exec", step);
        strings("candidates", step.candidates());
        strings("argv", step.argv());
        strings("environment", step.environment());
    }

    private void fields(Init step) throws IOException {
        head("init", step);
        steps("steps", List.of(step.program()));
    }

    private void fields(RunTool step) throws IOException {
        head("runTool", step);
        strings("argv", step.argv());
    }

    private void head(String kind, Step step) throws IOException {
        out.name("step").value(kind).name("why").value(step.why());
        strings("shown", step.shown());
        out.name("manual").value(step.manual());
    }

    private void strings(String name, List<String> values) throws IOException {
        out.name(name).beginArray();
        for (String value : values) out.value(value);
        out.endArray();
    }

    private void calls(String name, List<Call> calls) throws IOException {
        out.name(name).beginArray();
        for (Call call : calls) call(call);
        out.endArray();
    }

    private void call(Call call) throws IOException {
        out.beginObject().name("name").value(call.syscall().cName()).name("args");
        args(call.args());
        out.endObject();
    }

    private void args(List<Arg> args) throws IOException {
        out.beginArray();
        for (Arg arg : args) {
            if (arg instanceof Arg.Null) out.nullValue();
            else arg(arg);
        }
        out.endArray();
    }

    private void arg(Arg arg) throws IOException {
        out.beginObject();
        if (arg instanceof Arg.Num num) {
            out.name("num").value(num.value());
            if (!arg.equals(Arg.num(num.value()))) out.name("shown").value(num.shown());
        } else if (arg instanceof Arg.Flag flag) {
            out.name("flag").value(flag.value()).name("family").value(flag.family().name());
        } else if (arg instanceof Arg.Text text) {
            out.name("text").value(text.value());
        } else if (arg instanceof Arg.Bytes bytes) {
            out.name("bytes").value(Base64.getEncoder().encodeToString(bytes.value()));
            out.name("shown").value(bytes.shown());
        } else if (arg instanceof Arg.Words words) {
            out.name("words");
            args(words.words());
            out.name("shown").value(words.shown());
        } else if (arg instanceof Arg.Result result) {
            out.name("result").value(result.name());
        } else {
            throw new AssertionError("not an Arg: " + arg);
        }
        out.endObject();
    }
}

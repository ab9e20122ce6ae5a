package slipway.lessons.desk;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.SyscallException;
import slipway.plan.Do;
import slipway.plan.Plan;
import slipway.plan.PlanJson;
import slipway.plan.Step;

/**
 * Exceptions on the line. What the kit throws when it is called back is the same exception again if
 * the learner's code lets it through; a system call that failed can be caught there by its errno.
 */
final class Thrown {
    private final List<Throwable> ours = new ArrayList<>();
    private final Map<Throwable, Integer> theirs = new IdentityHashMap<>();

    JsonObject written(Throwable e) {
        JsonObject json = new JsonObject();
        Integer back = theirs.get(e);
        if (back != null) {
            json.addProperty("back", back);
            return json;
        }
        json.addProperty("number", ours.size());
        ours.add(e);
        json.addProperty("type", e.getClass().getName());
        json.addProperty("message", e.getMessage() == null ? "" : e.getMessage());
        json.addProperty("at", at(e));
        if (e instanceof SyscallException failed) {
            Plan call = Plan.of(Step.call("call", failed.call()));
            json.addProperty("call", PlanJson.write(call));
            json.addProperty("errno", failed.errno().name());
        }
        return json;
    }

    Throwable read(JsonObject json) {
        if (json.has("back")) return ours.get(json.get("back").getAsInt());
        Throwable e = made(json);
        theirs.put(e, json.get("number").getAsInt());
        return e;
    }

    private static Throwable made(JsonObject json) {
        if (json.has("errno")) {
            Step step = PlanJson.read(json.get("call").getAsString()).steps().get(0);
            Call call = ((Do) step).call();
            return new SyscallException(call, Errno.valueOf(json.get("errno").getAsString()));
        }
        return new LearnerThrew(
                json.get("type").getAsString(),
                json.get("message").getAsString(),
                json.get("at").getAsString());
    }

    /** The line of the learner's that is nearest; their classes are in no package. */
    private static String at(Throwable e) {
        for (StackTraceElement frame : e.getStackTrace()) {
            if (frame.getClassName().indexOf('.') < 0) {
                return frame.getFileName() + ", line " + frame.getLineNumber();
            }
        }
        return "";
    }
}

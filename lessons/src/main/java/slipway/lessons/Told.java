package slipway.lessons;

import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Launch;

/**
 * Tells what a learner's class is asked and what it answers, each method once; a plan is told as
 * {@code --plan} shows it.
 */
final class Told {
    private static final int LONGEST = 600;

    private final PrintStream out;
    private final String scratch;
    private final Set<String> told = new HashSet<>();

    /**
     * @param scratch a folder whose name would fill each line, and which is gone when it is read
     */
    Told(PrintStream out, Path scratch) {
        this.out = out;
        this.scratch = scratch.toString();
    }

    /** The same object, listened to. */
    <T> T of(Class<T> type, T object) {
        Object proxy =
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, words) -> {
                            // Itself a stand-in, whose methods throw as they are.
                            Object answer =
                                    Proxy.getInvocationHandler(object)
                                            .invoke(object, method, words);
                            if (told.add(method.toString())) tell(method.getName(), words, answer);
                            return answer;
                        });
        return type.cast(proxy);
    }

    private void tell(String method, Object[] words, Object answer) {
        List<String> shown = new ArrayList<>();
        for (Object word : words == null ? new Object[0] : words) shown.add(shortened(word(word)));
        out.println(method + "(" + String.join(", ", shown) + ") gives");
        shown(answer).lines().forEach(line -> out.println("    " + shortened(line)));
        out.flush();
    }

    private static String word(Object word) {
        return word instanceof Step step ? String.join("; ", step.shown()) : String.valueOf(word);
    }

    private static String shown(Object answer) {
        if (answer instanceof Plan plan) return plan.print();
        if (answer instanceof Step step) return Plan.of(step).print();
        if (answer instanceof Launch launch) return launched(launch);
        if (answer instanceof Map<?, ?> map) {
            StringBuilder text = new StringBuilder();
            map.forEach(
                    (key, value) ->
                            text.append(key).append(": ").append(shown(value)).append('\n'));
            return text.toString();
        }
        if (answer instanceof Collection<?> all) {
            StringBuilder text = new StringBuilder();
            for (Object each : all) text.append(shown(each).stripTrailing()).append('\n');
            return text.toString();
        }
        return String.valueOf(answer);
    }

    private static String launched(Launch launch) {
        StringBuilder text = new StringBuilder();
        launch.fds().forEach((number, fd) -> text.append("# " + number + " is " + fd + '\n'));
        for (Plan plan :
                List.of(
                        launch.cloning(),
                        launch.whileCloned(),
                        launch.identity(),
                        launch.whileReady(),
                        launch.inside())) {
            text.append(plan.print());
        }
        return text.toString();
    }

    private String shortened(String whole) {
        String text = whole.replace(scratch, "SCRATCH");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}

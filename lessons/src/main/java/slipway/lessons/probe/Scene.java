package slipway.lessons.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slipway.lessons.desk.JavaCommand;
import slipway.plan.Exec;
import slipway.plan.Plan;

/** Plays a scene of {@link SceneMain} in a JVM that is thrown away afterwards. An effect. */
final class Scene {
    private Scene() {}

    /** What it said, by name. */
    record Said(Map<String, String> lines) {
        /**
         * @throws CannotTell if it said nothing of that name
         */
        String of(String name) {
            String text = lines.get(name);
            if (text == null) throw new CannotTell("the JVM of the experiment did not say " + name);
            return text;
        }
    }

    static Said play(Lab lab, long namespaces, String... words) throws Exception {
        List<String> variables = new ArrayList<>();
        System.getenv().forEach((name, value) -> variables.add(name + "=" + value));
        List<String> argv = JavaCommand.of(SceneMain.class, List.of(words));
        Plan plan = Plan.of(Exec.search(argv, variables, ""));
        Lab.Ran ran = lab.run(lab.apart(namespaces, plan));
        Map<String, String> said = new HashMap<>();
        for (String line : ran.out().split("\n")) {
            // HotSpot says things on standard output, too.
            int blank = line.indexOf(' ', SceneMain.MARK.length());
            if (!line.startsWith(SceneMain.MARK) || blank < 0) continue;
            said.put(line.substring(SceneMain.MARK.length(), blank), line.substring(blank + 1));
        }
        if (said.isEmpty()) {
            throw new CannotTell("the JVM of the experiment: " + ran.end() + " " + ran.err());
        }
        return new Said(said);
    }
}

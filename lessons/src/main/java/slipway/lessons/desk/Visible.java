package slipway.lessons.desk;

import java.util.List;
import java.util.Set;

/**
 * What of the kit a learner's code may use: the ground, and what an exercise hands out. Not the
 * planners, which are what the learner is to write, and not what judges.
 *
 * @param packages of exercises
 */
public record Visible(Set<String> packages) {
    public static final String WHY_NOT =
            "(Your code sees slipway.plan, slipway.linux, slipway.namespaces and what the exercise"
                    + " hands out; the rest of the kit is what you write yourself.)";

    /** By this a stub says that it is one. */
    public static final String NOT_YET_WRITTEN = "slipway.lessons.NotYetWritten";

    private static final List<String> GROUND =
            List.of("slipway.plan", "slipway.linux", "slipway.namespaces", "org.jspecify");

    public Visible {
        packages = Set.copyOf(packages);
    }

    /**
     * Whether a learner's code may name it.
     *
     * @param name of a class that the kit has, with its package
     */
    public boolean shows(String name) {
        if (name.endsWith("Planner")) return false;
        String inPackage = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        for (String open : GROUND) {
            if (inPackage.equals(open) || inPackage.startsWith(open + ".")) return true;
        }
        if (name.equals(NOT_YET_WRITTEN)) return true;
        return packages.contains(inPackage) && !name.split("\\$")[0].endsWith("Checks");
    }
}

package slipway.lessons;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What of the kit a learner's code may use: the ground, and what an exercise hands out. Not the
 * planners, which are what the learner is to write, and not what judges.
 *
 * @param packages of exercises
 */
record Visible(Set<String> packages) {
    static final String WHY_NOT =
            "(Your code sees slipway.plan, slipway.linux, slipway.namespaces and what the exercise"
                    + " hands out; the rest of the kit is what you write yourself.)";

    private static final List<String> GROUND =
            List.of("slipway.plan", "slipway.linux", "slipway.namespaces", "org.jspecify");

    Visible {
        packages = Set.copyOf(packages);
    }

    /** For an exercise and those that it needs. */
    static Visible in(List<Exercise> exercises) {
        Set<String> packages = new HashSet<>();
        for (Exercise exercise : exercises) {
            String checks = "slipway.lessons." + exercise.judge();
            packages.add(checks.substring(0, checks.lastIndexOf('.')));
        }
        return new Visible(packages);
    }

    /**
     * @param name of a class that the kit has, with its package
     */
    boolean shows(String name) {
        String inPackage = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        for (String open : GROUND) {
            if (inPackage.equals(open) || inPackage.startsWith(open + ".")) return true;
        }
        if (name.equals(NotYetWritten.class.getName())) return true;
        return packages.contains(inPackage) && !name.split("\\$")[0].endsWith("Checks");
    }
}

package slipway.runtime;

import static slipway.linux.Constants.CLONE_NEWUSER;

import slipway.cgroups.GroupPlan;
import slipway.plan.Plan;
import slipway.plan.PlanJson;
import slipway.plan.launch.Launch;

/**
 * All that will be done for one container, in the order in which it will be done.
 *
 * @param group made before the launch, during which the process gets or goes into it
 * @param sources how files come to have other owners inside, before the launch; to be shown
 */
public record ContainerPlan(GroupPlan group, Plan sources, Launch launch) {
    /** A container without a group of its own. */
    public ContainerPlan(Launch launch) {
        this(GroupPlan.NONE, Plan.NOTHING, launch);
    }

    /** The same container, launched in another way. */
    public ContainerPlan with(Launch other) {
        return new ContainerPlan(group, sources, other);
    }

    /** The same container with what is done for its files. */
    public ContainerPlan with(Plan itsSources) {
        return new ContainerPlan(group, itsSources, launch);
    }

    /** The same container in a group. */
    public ContainerPlan in(GroupPlan itsGroup) {
        // Who is root in a user namespace may be nobody to the files of the group.
        boolean others = (launch.namespaces() & CLONE_NEWUSER) != 0 || !launch.joining().isEmpty();
        Launch placed =
                itsGroup.enter().isEmpty() || others
                        ? launch.withWhileReady(launch.whileReady().then(itsGroup.join()))
                        : launch.withInside(itsGroup.enter().then(launch.inside()));
        return new ContainerPlan(itsGroup, sources, placed);
    }

    /** For people who know strace(1). */
    public String print() {
        StringBuilder text = new StringBuilder();
        section(text, "host: make its group and set its limits", group.make());
        section(text, "host: show files with the owners that they have on the disk", sources);
        section(text, "host: make the process, which waits", launch.cloning());
        section(
                text,
                "process: go where others are, and make the one that stays",
                launch.joining());
        section(text, "host: say who it is, then GO", launch.whileCloned());
        section(text, "process: take the ids, then go on in memory of its own", launch.identity());
        section(text, "host: put it in its place, then GO", launch.whileReady());
        section(text, "process: make its world and become the program", launch.inside());
        return text.toString();
    }

    /** For programs: one plan, as {@link PlanJson} writes it, in the order in which it is done. */
    public String json() {
        return PlanJson.write(
                group.make()
                        .then(sources)
                        .then(launch.cloning())
                        .then(launch.joining())
                        .then(launch.whileCloned())
                        .then(launch.identity())
                        .then(launch.whileReady())
                        .then(launch.inside()));
    }

    private static void section(StringBuilder text, String title, Plan plan) {
        if (plan.isEmpty()) return;
        if (text.length() > 0) text.append('\n');
        text.append("## ").append(title).append('\n').append(plan.print());
    }
}

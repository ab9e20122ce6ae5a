package slipway.runtime.lifecycle;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import slipway.cgroups.CgroupHost;
import slipway.cgroups.CgroupPlanner;
import slipway.cgroups.CgroupTree;
import slipway.cgroups.GroupPath;
import slipway.cgroups.GroupPlan;
import slipway.cgroups.Limits;
import slipway.linux.LinuxKernel;
import slipway.oci.InvalidSpec;
import slipway.oci.Resources;
import slipway.oci.Spec;
import slipway.plan.Plan;
import slipway.plan.PlanRunner;
import slipway.plan.Step;
import slipway.plan.WriteFile;
import slipway.runtime.state.ContainerState;

/** The cgroup of one container: which one it is to be, and what it may open in it. */
final class ContainerGroup {
    /** Those whose files engines read, freeze and count with; each where this machine has it. */
    private static final List<String> WANTED =
            List.of(
                    "memory", "pids", "cpu", "cpuacct", "cpuset", "devices", "freezer", "blkio",
                    "io");

    /** Every container may use these, and make any node: opening is what counts. */
    private static final String[] ALWAYS = {
        "c *:* m",
        "b *:* m",
        "c 1:3 rwm",
        "c 1:5 rwm",
        "c 1:7 rwm",
        "c 1:8 rwm",
        "c 1:9 rwm",
        "c 5:0 rwm",
        "c 5:2 rwm",
        "c 136:* rwm"
    };

    private final GroupPlan plan;
    private final String below;

    private ContainerGroup(GroupPlan plan, String below) {
        this.plan = plan;
        this.below = below;
    }

    static ContainerGroup of(Spec spec, String id) {
        String asked = spec.linux().cgroupsPath();
        String path = asked.isEmpty() ? "oci/" + id : asked;
        GroupPath group;
        try {
            group = new GroupPath(path);
        } catch (IllegalArgumentException e) {
            throw new InvalidSpec("linux.cgroupsPath", "'" + asked + "'", "a path of a group");
        }
        CgroupTree tree = CgroupHost.detect();
        List<String> controllers = new ArrayList<>();
        List<String> there = tree.controllers();
        for (String each : WANTED) if (there.contains(each)) controllers.add(each);
        Limits limits = limits(spec.linux().resources());
        GroupPlan plan = CgroupPlanner.group(tree, group, limits, controllers);
        return new ContainerGroup(plan, asked.startsWith("/") ? path : "/slipway/" + path);
    }

    GroupPlan plan() {
        return plan;
    }

    private static Limits limits(Resources wanted) {
        return Limits.NONE
                .withMemory(
                        number(wanted.memoryBytes()),
                        number(wanted.memorySwapBytes()),
                        number(wanted.memoryReservationBytes()))
                .withPids(number(wanted.pids()))
                .withCpu(
                        number(wanted.cpuShares()),
                        number(wanted.cpuQuotaMicros()),
                        number(wanted.cpuPeriodMicros()))
                .withCpuset(wanted.cpusetCpus(), wanted.cpusetMems());
    }

    private static OptionalLong number(Optional<Long> value) {
        return value.isPresent() ? OptionalLong.of(value.get()) : OptionalLong.empty();
    }

    List<ContainerState.Group> places() {
        List<ContainerState.Group> places = new ArrayList<>();
        for (GroupPlan.Place each : plan.places()) {
            places.add(new ContainerState.Group(each.directory(), each.unified()));
        }
        return places;
    }

    static List<GroupPlan.Place> places(ContainerState state) {
        List<GroupPlan.Place> places = new ArrayList<>();
        for (ContainerState.Group each : state.groups()) {
            places.add(new GroupPlan.Place(each.directory(), each.unified()));
        }
        return places;
    }

    /** As they are to be seen in the container's /sys/fs/cgroup. */
    List<SpecFacts.CgroupMount> mounts() {
        List<SpecFacts.CgroupMount> mounts = new ArrayList<>();
        for (GroupPlan.Place each : plan.places()) {
            String directory = each.directory();
            if (!directory.endsWith(below)) continue;
            String top = directory.substring(0, directory.length() - below.length());
            String name = top.substring(top.lastIndexOf('/') + 1);
            boolean alone = each.unified() && plan.places().size() == 1;
            mounts.add(
                    new SpecFacts.CgroupMount(alone ? "" : name, directory, name, each.unified()));
        }
        return mounts;
    }

    /** Whether the kernel can be told which devices may be opened. */
    boolean controlsDevices() {
        for (GroupPlan.Place each : plan.places()) {
            if (!each.unified() && each.directory().endsWith("/devices" + below)) return true;
        }
        return false;
    }

    /** The file of version 1 that is written for a limit which version 2 does not have. */
    private static String file(String key) {
        switch (key) {
            case "memory.swappiness":
                return "/memory.swappiness";
            case "memory.disableOOMKiller":
                return "/memory.oom_control";
            case "memory.kernel":
                return "/memory.kmem.limit_in_bytes";
            case "memory.kernelTCP":
                return "/memory.kmem.tcp.limit_in_bytes";
            default:
                throw new IllegalArgumentException(key);
        }
    }

    /**
     * Sets what only version 1 has, once the group is there.
     *
     * @throws InvalidSpec where there is no such file
     */
    void limitMore(Map<String, Long> others) {
        for (Map.Entry<String, Long> each : others.entrySet()) {
            String key = each.getKey();
            boolean done = false;
            for (GroupPlan.Place place : plan.places()) {
                String path = place.directory() + file(key);
                if (!new File(path).exists()) continue;
                Step write = new WriteFile(path, "" + each.getValue(), "set " + key);
                new PlanRunner(LinuxKernel.INSTANCE).run(Plan.of(write), Map.of());
                done = true;
            }
            if (!done) throw InvalidSpec.notHonoured("linux.resources." + key);
        }
    }

    /** Says so, once the group is there and before anybody is in it. */
    void allowDevices(List<Resources.DeviceRule> rules) {
        if (rules.isEmpty()) return;
        for (GroupPlan.Place each : plan.places()) {
            String allow = each.directory() + "/devices.allow";
            if (each.unified() || !new File(allow).exists()) continue;
            String deny = each.directory() + "/devices.deny";
            List<Step> steps = new ArrayList<>();
            for (Resources.DeviceRule rule : rules) {
                String file = rule.allow() ? allow : deny;
                String why = rule.allow() ? "let devices be used" : "let devices not be used";
                steps.add(new WriteFile(file, text(rule), why));
            }
            for (String usual : ALWAYS) {
                steps.add(new WriteFile(allow, usual, "let the usual devices be used"));
            }
            new PlanRunner(LinuxKernel.INSTANCE).run(new Plan(steps), Map.of());
        }
    }

    private static String text(Resources.DeviceRule rule) {
        if (rule.type() == 'a') return "a";
        String access = rule.access().isEmpty() ? "rwm" : rule.access();
        return rule.type() + " " + number(rule.major()) + ":" + number(rule.minor()) + " " + access;
    }

    private static String number(long value) {
        return value < 0 ? "*" : Long.toString(value);
    }
}

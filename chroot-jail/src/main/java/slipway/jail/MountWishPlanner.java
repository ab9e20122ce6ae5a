package slipway.jail;

import static slipway.linux.Constants.MOUNT_ATTR_RDONLY;

import java.util.ArrayList;
import java.util.List;
import slipway.plan.FirstOf;
import slipway.plan.Group;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Steps that mount what a configuration asks for, in two halves as {@link VolumePlanner} does it:
 * made while the host is in sight, put in place once nothing of the host can be reached any more.
 * So no link in an image leads a mount outside, whatever the configuration names as its target.
 */
public final class MountWishPlanner {
    /** What the steps call the terminals' file system, and the folder of devices. */
    public static final String PTS = "pts";

    public static final String DEV = "dev";

    private MountWishPlanner() {}

    /**
     * Before our mounts are kept apart from the host's: those that are to stay in one peer group
     * with them, which they could not join again.
     */
    public static Plan gatherShared(List<MountWish> wishes) {
        return gather(wishes, true);
    }

    /** Before the old root goes: every other mount, in no place yet. */
    public static Plan gather(List<MountWish> wishes) {
        return gather(wishes, false);
    }

    private static Plan gather(List<MountWish> wishes, boolean shared) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            if (wishes.get(i).isSharedWithHost() != shared) continue;
            gather(steps, wishes.get(i), name(wishes, i));
        }
        return new Plan(steps);
    }

    private static void gather(List<Step> steps, MountWish wish, String name) {
        if (wish.source() instanceof MountWish.HostPath host) {
            if (host.mapped() >= 0) steps.add(Mounting.given(host.mapped(), host.path(), name));
            else steps.add(Mounting.copyOf(host.path(), name, host.below()));
            if (wish.attributes() != 0) {
                String why = "give it the attributes that are asked for";
                steps.add(Mounting.change(name, wish.attributes(), 0, wish.recursive(), why));
            }
            propagate(steps, wish, name);
        } else if (wish.source() instanceof MountWish.FileSystem made) {
            String[] options = made.options().toArray(new String[0]);
            List<Step> make = Mounting.make(made.type(), name, wish.attributes(), options);
            if (made.type().equals("sysfs")) steps.add(sysfs(make, name, wish.attributes()));
            else steps.addAll(make);
            propagate(steps, wish, name);
        } else {
            throw new AssertionError("not a Source: " + wish.source());
        }
    }

    private static void propagate(List<Step> steps, MountWish wish, String name) {
        if (wish.propagation() == 0) return;
        String why = "say which mounts made elsewhere are seen below it";
        steps.add(Mounting.change(name, 0, wish.propagation(), true, why));
    }

    /** In a user namespace without an own network namespace the kernel refuses a new one. */
    private static Step sysfs(List<Step> make, String name, long attributes) {
        Step own = new Group(make, "mount a sysfs");
        Step hosts =
                new Group(
                        List.of(
                                Mounting.copyOf("/sys", name),
                                Mounting.restrict(
                                        name, attributes | MOUNT_ATTR_RDONLY, "and read-only")),
                        "show the host's sysfs");
        return new FirstOf(List.of(own, hosts), "have a sysfs");
    }

    /** After the old root has gone: every mount in its place, in the order given. */
    public static Plan place(List<MountWish> wishes) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            MountWish wish = wishes.get(i);
            VolumePlanner.place(steps, wish.target(), wish.isFolder(), name(wishes, i));
        }
        return new Plan(steps);
    }

    /** Some are looked for by others. */
    private static String name(List<MountWish> wishes, int i) {
        String target = wishes.get(i).target();
        if (target.equals("/dev/pts")) return PTS;
        return target.equals("/dev") ? DEV : "mount" + i;
    }
}

package slipway.cli;

import java.util.Locale;
import java.util.Optional;
import slipway.linux.Capability;
import slipway.linux.CapabilitySet;
import slipway.security.Rights;

/**
 * What {@code --cap-add}, {@code --cap-drop} and {@code --privileged} come to, as docker has it:
 * from the default set, what is dropped goes and what is added comes; ALL means all; what is both
 * added and dropped by name is kept.
 */
final class RightsOption {
    private boolean privileged;
    private boolean addAll;
    private boolean dropAll;
    private CapabilitySet added = CapabilitySet.NONE;
    private CapabilitySet dropped = CapabilitySet.NONE;

    void privileged() {
        privileged = true;
    }

    void add(String name) {
        if (isAll(name)) addAll = true;
        else added = added.plus(named("--cap-add", name));
    }

    void drop(String name) {
        if (isAll(name)) dropAll = true;
        else dropped = dropped.plus(named("--cap-drop", name));
    }

    Rights rights() {
        return besides(Rights.DEFAULT);
    }

    /** The same for what begins with other rights than docker's default. */
    Rights besides(Rights usual) {
        if (privileged) return new Rights(CapabilitySet.ALL, true);
        CapabilitySet start = usual.capabilities();
        if (addAll) start = CapabilitySet.ALL;
        else if (dropAll) start = CapabilitySet.NONE;
        return new Rights(start.minus(dropped).plus(added), usual.privileged());
    }

    private static boolean isAll(String name) {
        return name.equalsIgnoreCase("ALL");
    }

    private static CapabilitySet named(String option, String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String full = upper.startsWith("CAP_") ? upper : "CAP_" + upper;
        Optional<Capability> capability = Capability.named(full);
        if (capability.isEmpty()) {
            throw new UsageError(
                    option + " " + name + ": there is no such capability",
                    "a name of capabilities(7), such as NET_ADMIN, or ALL");
        }
        return CapabilitySet.of(capability.get());
    }
}

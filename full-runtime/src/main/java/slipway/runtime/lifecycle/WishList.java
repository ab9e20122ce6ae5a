package slipway.runtime.lifecycle;

import static slipway.linux.Constants.MOUNT_ATTR_NODEV;
import static slipway.linux.Constants.MOUNT_ATTR_NOEXEC;
import static slipway.linux.Constants.MOUNT_ATTR_NOSUID;
import static slipway.linux.Constants.MOUNT_ATTR_RDONLY;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_SHARED;
import static slipway.linux.Constants.MS_SLAVE;
import static slipway.linux.Constants.MS_UNBINDABLE;

import java.util.ArrayList;
import java.util.List;
import slipway.jail.MountWish;
import slipway.oci.InvalidSpec;
import slipway.oci.MountSpec;
import slipway.oci.Spec;

/**
 * The mounts of a configuration in the words of the jail.
 *
 * @param wishes in order
 * @param hearHost whether one of them is to show what the host mounts later
 * @param readOnlyLater what has to be written to first, for the mounts below it
 */
record WishList(List<MountWish> wishes, boolean hearHost, List<String> readOnlyLater) {
    private static final long PLAIN = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;

    static WishList of(Spec spec, SpecFacts facts) {
        List<MountWish> wishes = new ArrayList<>();
        List<String> later = new ArrayList<>();
        boolean hearHost = hearsHost(spec);
        for (int i = 0; i < spec.mounts().size(); i++) {
            String key = "mounts[" + i + "]";
            MountSpec mount = spec.mounts().get(i);
            MountOptions options = MountOptions.of(key, mount.options());
            if (mount.isBind()) {
                wishes.add(bind(key, mount, options, facts, hearHost, i));
            } else if (mount.type().equals("cgroup") || mount.type().equals("cgroup2")) {
                cgroup(wishes, later, mount, options, spec, facts);
            } else {
                wishes.add(made(key, mount, options));
            }
        }
        return new WishList(wishes, hearHost, later);
    }

    private static boolean hearsHost(Spec spec) {
        String root = spec.linux().rootfsPropagation();
        boolean usually = root.equals("slave") || root.equals("rslave");
        for (int i = 0; i < spec.mounts().size(); i++) {
            MountSpec mount = spec.mounts().get(i);
            if (!mount.isBind()) continue;
            long propagation = MountOptions.of("mounts[" + i + "]", mount.options()).propagation();
            if (propagation == MS_SLAVE || propagation == 0 && usually) return true;
        }
        return false;
    }

    private static MountWish bind(
            String key,
            MountSpec mount,
            MountOptions options,
            SpecFacts facts,
            boolean hearHost,
            int index) {
        for (String each : options.data()) {
            // What is for a file system has no meaning for a bind mount, says mount(2).
            if (each.indexOf('=') > 0) continue;
            throw InvalidSpec.notHonoured(key + ".options '" + each + "'");
        }
        String source = absolute(mount.source(), facts.bundle());
        boolean folder = !facts.files().contains(source);
        long propagation = options.propagation();
        if (propagation == MS_SLAVE || propagation == MS_PRIVATE && !hearHost) propagation = 0;
        return new MountWish(
                target(mount.destination()),
                new MountWish.HostPath(
                        source, options.below(), folder, facts.mapped().getOrDefault(index, -1)),
                options.attributes(),
                options.recursive(),
                propagation);
    }

    /** As the host sees it. */
    static String absolute(String source, String bundle) {
        return source.startsWith("/") ? source : bundle + "/" + source;
    }

    private static MountWish made(String key, MountSpec mount, MountOptions options) {
        switch (mount.type()) {
            case "proc":
            case "sysfs":
            case "tmpfs":
            case "devpts":
            case "mqueue":
                break;
            default:
                throw InvalidSpec.notHonoured(key + ".type '" + mount.type() + "'");
        }
        List<String> data = new ArrayList<>();
        // What mount(8) shows in its first column.
        if (!mount.source().isEmpty()) data.add("source=" + mount.source());
        data.addAll(options.data());
        // A new mount is private, and has no host to hear.
        boolean shared = options.propagation() == MS_SHARED;
        boolean fixed = options.propagation() == MS_UNBINDABLE;
        return new MountWish(
                target(mount.destination()),
                new MountWish.FileSystem(mount.type(), data),
                options.attributes(),
                false,
                shared || fixed ? options.propagation() : 0);
    }

    /**
     * The container's own groups and none above: with a cgroup namespace by mounting the hierarchy,
     * which then begins there, without one by showing the directory.
     */
    private static void cgroup(
            List<MountWish> wishes,
            List<String> later,
            MountSpec mount,
            MountOptions options,
            Spec spec,
            SpecFacts facts) {
        boolean own = spec.linux().makes("cgroup");
        String target = target(mount.destination());
        if (facts.groups().size() == 1 && facts.groups().get(0).name().isEmpty()) {
            wishes.add(hierarchy(target, facts.groups().get(0), own, options.attributes()));
            return;
        }
        List<String> folder = List.of("mode=755");
        wishes.add(
                new MountWish(target, new MountWish.FileSystem("tmpfs", folder), PLAIN, false, 0));
        for (SpecFacts.CgroupMount each : facts.groups()) {
            wishes.add(hierarchy(target + "/" + each.name(), each, own, options.attributes()));
        }
        if ((options.attributes() & MOUNT_ATTR_RDONLY) != 0) later.add(target);
    }

    private static MountWish hierarchy(
            String target, SpecFacts.CgroupMount group, boolean own, long attributes) {
        MountWish.Source source = new MountWish.HostPath(group.directory(), false, true);
        if (own && group.unified()) source = new MountWish.FileSystem("cgroup2", List.of());
        else if (own) {
            List<String> controllers = List.of(group.controllers());
            source = new MountWish.FileSystem("cgroup", controllers);
        }
        return new MountWish(target, source, attributes, false, 0);
    }

    /** Absolute, and without a slash at its end. */
    static String target(String destination) {
        String target = destination.startsWith("/") ? destination : "/" + destination;
        while (target.length() > 1 && target.endsWith("/")) {
            target = target.substring(0, target.length() - 1);
        }
        return target;
    }
}

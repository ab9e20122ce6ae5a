package slipway.plan.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.linux.CgroupMembership;
import slipway.linux.MountInfo;

/**
 * Where the cgroup file systems are mounted.
 *
 * @param v1 mount point by controller
 * @param v2 where the one tree of version 2 is mounted
 * @param ours our group in the tree of version 2, as a path on this machine
 */
record CgroupLayout(Map<String, String> v1, Optional<String> v2, Optional<String> ours) {
    /** What a v1 mount may have among its options that is no controller. */
    private static final List<String> NO_CONTROLLER =
            List.of("rw", "ro", "xattr", "noprefix", "clone_children", "cpuset_v2_mode");

    CgroupLayout {
        v1 = new TreeMap<>(v1);
    }

    /** As the process {@code pid} sees it. */
    static CgroupLayout of(long pid) throws IOException {
        return of(MountInfo.ofPid(pid), CgroupMembership.ofPid(pid));
    }

    static CgroupLayout of(MountInfo mounts, CgroupMembership membership) {
        Map<String, String> v1 = new TreeMap<>();
        Optional<MountInfo.Mount> v2 = Optional.empty();
        for (MountInfo.Mount mount : mounts.mounts()) {
            if (mount.fsType().equals("cgroup2") && v2.isEmpty()) v2 = Optional.of(mount);
            if (!mount.fsType().equals("cgroup")) continue;
            for (String option : mount.superOptions()) {
                boolean named = option.indexOf('=') >= 0; // name=systemd, release_agent=...
                if (!named && !NO_CONTROLLER.contains(option)) v1.put(option, mount.mountPoint());
            }
        }
        Optional<String> path = membership.unified();
        Optional<String> ours = Optional.empty();
        if (v2.isPresent() && path.isPresent()) ours = Optional.of(below(v2.get(), path.get()));
        return new CgroupLayout(v1, v2.map(MountInfo.Mount::mountPoint), ours);
    }

    /** v1, v2, hybrid, or none. */
    String mode() {
        if (v1.isEmpty()) return v2.isEmpty() ? "none" : "v2";
        return v2.isEmpty() ? "v1" : "hybrid";
    }

    /** Folders in which a group of our own would be made, one of each tree that matters. */
    List<String> parents(List<String> controllers) {
        List<String> parents = new ArrayList<>();
        for (String controller : controllers) {
            String mounted = v1.get(controller);
            if (mounted != null && !parents.contains(mounted)) parents.add(mounted);
        }
        ours.ifPresent(parents::add);
        return parents;
    }

    /** A path such as {@code /a/b} of the tree, below the part of the tree that is mounted. */
    private static String below(MountInfo.Mount mount, String path) {
        String root = mount.root();
        boolean outside = path.startsWith("/..");
        if (outside || path.equals("/") || path.equals(root)) return mount.mountPoint();
        boolean nested = !root.equals("/") && path.startsWith(root + "/");
        return mount.mountPoint() + (nested ? path.substring(root.length()) : path);
    }
}

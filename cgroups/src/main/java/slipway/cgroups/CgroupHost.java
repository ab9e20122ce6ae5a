package slipway.cgroups;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.linux.Call;
import slipway.linux.CgroupMembership;
import slipway.linux.LinuxKernel;
import slipway.linux.MountInfo;
import slipway.linux.Syscall;

/**
 * Looks which hierarchies there are, and where in each this user can make groups. Root: at the top,
 * never below the caller's own group, whose limits are meant for others. Everybody else: in {@code
 * slipway/user-UID} of version 1 if root has made it theirs, or in the highest group above this
 * process that belongs to them.
 */
public final class CgroupHost {
    /** What a mount of version 1 may have among its options that is no controller. */
    private static final List<String> NO_CONTROLLER =
            List.of("rw", "ro", "xattr", "noprefix", "clone_children", "cpuset_v2_mode");

    private static final String PROCS = "/cgroup.procs";

    private final CgroupMembership ours;
    private final long uid;

    private CgroupHost(CgroupMembership ours, long uid) {
        this.ours = ours;
        this.uid = uid;
    }

    /** What is there now. Makes and changes nothing. */
    public static CgroupTree detect() {
        long pid = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETPID));
        long uid = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETEUID));
        try {
            CgroupHost host = new CgroupHost(CgroupMembership.ofPid(pid), uid);
            List<Hierarchy> found = new ArrayList<>();
            for (MountInfo.Mount mount : MountInfo.ofPid(pid).mounts()) {
                boolean unified = mount.fsType().equals("cgroup2");
                if (!unified && !mount.fsType().equals("cgroup")) continue;
                // A mount that is covered by another has none of these files.
                if (!new File(mount.mountPoint() + PROCS).exists()) continue;
                if (unified) host.addUnified(mount, found);
                else host.addVersion1(mount, found);
            }
            return new CgroupTree(found, uid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addVersion1(MountInfo.Mount mount, List<Hierarchy> found) {
        List<String> controllers = new ArrayList<>();
        for (String option : mount.superOptions()) {
            boolean named = option.indexOf('=') >= 0; // name=systemd, release_agent=...
            if (!named && !NO_CONTROLLER.contains(option)) controllers.add(option);
        }
        if (controllers.isEmpty() || isKnown(controllers.get(0), found)) return;
        String top = mount.mountPoint();
        String users = top + "/" + CgroupTree.ofUser(uid);
        String own = below(mount, ours.of(controllers.get(0)));
        String above = mayGroup(top) ? top : mayGroup(users) ? users : mayGroup(own) ? own : top;
        boolean cpuset = controllers.contains("cpuset");
        found.add(
                new Hierarchy(
                        false,
                        above,
                        mayGroup(above),
                        controllers,
                        List.of(),
                        cpuset ? line(above + "/cpuset.cpus") : "",
                        cpuset ? line(above + "/cpuset.mems") : "",
                        new File(above, "memory.memsw.limit_in_bytes").exists()));
    }

    private void addUnified(MountInfo.Mount mount, List<Hierarchy> found) {
        for (Hierarchy each : found) if (each.unified()) return;
        String top = mount.mountPoint();
        String above = top;
        if (!mayGroup(top)) {
            above = highest(top, below(mount, ours.unified()));
        }
        boolean realTop = !new File(above, "cgroup.type").exists();
        found.add(
                new Hierarchy(
                        true,
                        above,
                        mayGroup(above),
                        ControlFile.words(above + "/cgroup.controllers"),
                        realTop ? List.of() : ControlFile.words(above + PROCS),
                        line(above + "/cpuset.cpus.effective"),
                        line(above + "/cpuset.mems.effective"),
                        realTop || new File(above, "memory.swap.max").exists()));
    }

    /** The highest group on the way from our own to the top that is ours; else our own. */
    private static String highest(String top, String own) {
        String group = own;
        while (mayGroup(group)) {
            String above = group.substring(0, group.lastIndexOf('/'));
            if (above.length() < top.length() || !mayGroup(above)) return group;
            group = above;
        }
        return group;
    }

    private static boolean isKnown(String controller, List<Hierarchy> found) {
        for (Hierarchy each : found) if (each.has(controller)) return true;
        return false;
    }

    /** To move a process, version 2 asks for the right to write to both lists' common parent. */
    private static boolean mayGroup(String directory) {
        return new File(directory).canWrite() && new File(directory + PROCS).canWrite();
    }

    /** Our group's path in the tree, below the part of the tree that is mounted. */
    private static String below(MountInfo.Mount mount, Optional<String> path) {
        String own = path.orElse("/");
        String root = mount.root();
        if (own.startsWith("/..") || own.equals("/") || own.equals(root)) return mount.mountPoint();
        boolean nested = !root.equals("/") && own.startsWith(root + "/");
        return mount.mountPoint() + (nested ? own.substring(root.length()) : own);
    }

    private static String line(String path) {
        return ControlFile.read(path).orElse("").strip();
    }
}

package slipway.cgroups;

import java.util.List;

/** Machines of other people. */
final class Trees {
    private static final String MOUNT = "/sys/fs/cgroup";

    private Trees() {}

    /** Version 1 as this project's own machines have it, for root. */
    static CgroupTree version1() {
        return new CgroupTree(
                List.of(
                        version1("cpu", true, "cpu", "cpuacct"),
                        version1("cpuset", true, "cpuset"),
                        version1("memory", true, "memory"),
                        version1("pids", true, "pids")),
                0);
    }

    /** The same, for somebody to whom nothing was given. */
    static CgroupTree version1OfStranger() {
        return new CgroupTree(List.of(version1("memory", false, "memory")), 1000);
    }

    static CgroupTree unified() {
        return new CgroupTree(
                List.of(unified(MOUNT, true, List.of("cpuset", "cpu", "memory", "pids"))), 0);
    }

    /** What systemd-run --user --scope -p Delegate=yes gives to an ordinary user. */
    static CgroupTree delegated(String... members) {
        String scope = MOUNT + "/user.slice/user-1000.slice/user@1000.service/run-1.scope";
        Hierarchy given = unified(scope, true, List.of("memory", "pids"), members);
        return new CgroupTree(List.of(given), 1000);
    }

    static CgroupTree unifiedOfStranger() {
        String scope = MOUNT + "/user.slice/user-1000.slice/session-2.scope";
        return new CgroupTree(
                List.of(unified(scope, false, List.of("cpu", "memory", "pids"))), 1000);
    }

    private static Hierarchy version1(String name, boolean writable, String... controllers) {
        String cpus = name.equals("cpuset") ? "0-3" : "";
        String mems = name.equals("cpuset") ? "0" : "";
        String top = MOUNT + "/" + name;
        List<String> all = List.of(controllers);
        return new Hierarchy(false, top, writable, all, List.of(), cpus, mems, true);
    }

    private static Hierarchy unified(
            String above, boolean writable, List<String> controllers, String... members) {
        return new Hierarchy(
                true, above, writable, controllers, List.of(members), "0-3", "0", true);
    }
}

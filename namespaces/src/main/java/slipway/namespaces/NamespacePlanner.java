package slipway.namespaces;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;

/** Steps of the process in its new namespaces. */
public final class NamespacePlanner {
    /** HOST_NAME_MAX of Linux. */
    private static final int HOST_NAME_MAX = 64;

    private NamespacePlanner() {}

    /** A cgroup namespace whose root is the cgroup that the process is in now. */
    public static Plan ownCgroupView() {
        return Plan.of(
                Step.call(
                        "see the own cgroup as the root of all",
                        Call.of(
                                Syscall.UNSHARE,
                                Arg.flag(Namespace.CGROUP.cloneFlag(), Family.CLONE))));
    }

    /**
     * A host name.
     *
     * @throws IllegalArgumentException when it is empty or longer than the kernel's 64 bytes
     */
    public static Plan hostname(String name) {
        int length = name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (length == 0 || length > HOST_NAME_MAX) {
            throw new IllegalArgumentException(
                    "a host name has 1 to " + HOST_NAME_MAX + " bytes, this has " + length);
        }
        return Plan.of(
                Step.call(
                        "name the host",
                        Call.of(Syscall.SETHOSTNAME, Arg.text(name), Arg.num(length))));
    }
}

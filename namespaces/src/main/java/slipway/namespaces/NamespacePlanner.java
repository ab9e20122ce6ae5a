package slipway.namespaces;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;

/** Steps of the process in its new namespaces. */
public final class NamespacePlanner {
    /** HOST_NAME_MAX of Linux. */
    private static final int HOST_NAME_MAX = 64;

    /** {@code struct ifreq}: 16 bytes of name, and then what the request is about. */
    private static final int IFREQ_SIZE = 40;

    private static final int IFREQ_FLAGS = 16;

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
     * The loopback interface of a new network namespace, which is there but switched off. The
     * kernel gives it 127.0.0.1 and ::1 when it comes up. Takes CAP_NET_ADMIN over the namespace.
     *
     * @see <a href="https://man7.org/linux/man-pages/man7/netdevice.7.html">netdevice(7)</a>
     */
    public static Plan loopback() {
        byte[] request = new byte[IFREQ_SIZE];
        request[0] = 'l';
        request[1] = 'o';
        request[IFREQ_FLAGS] = (byte) Constants.IFF_UP;
        return Plan.of(
                Step.call(
                                "have a socket to speak of interfaces",
                                Call.of(
                                        Syscall.SOCKET,
                                        Arg.flag(Constants.AF_INET, Family.SOCKET_DOMAIN),
                                        Arg.flag(
                                                Constants.SOCK_DGRAM | Constants.SOCK_CLOEXEC,
                                                Family.SOCKET_TYPE),
                                        Arg.num(0)))
                        .as("interfaces"),
                Step.call(
                        "switch the loopback interface on",
                        Call.of(
                                Syscall.IOCTL,
                                Arg.result("interfaces"),
                                Arg.flag(Constants.SIOCSIFFLAGS, Family.NET_IOCTL),
                                new Arg.Bytes(request, "{ifr_name=\"lo\", ifr_flags=IFF_UP}"))));
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

    /**
     * A domain name, as of NIS.
     *
     * @param name at most 64 bytes
     */
    public static Plan domainname(String name) {
        int length = name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        return Plan.of(
                Step.call(
                        "name the domain",
                        Call.of(Syscall.SETDOMAINNAME, Arg.text(name), Arg.num(length))));
    }

    /**
     * Enters a namespace that others have made. Not for PID namespaces, which setns(2) gives to
     * children only.
     *
     * @param fd the number of its open file
     */
    public static Plan join(Namespace kind, int fd) {
        return Plan.of(
                Step.call(
                        "enter a " + kind.procName() + " namespace that is there",
                        Call.of(
                                Syscall.SETNS,
                                Arg.num(fd),
                                Arg.flag(kind.cloneFlag(), Family.CLONE))));
    }
}

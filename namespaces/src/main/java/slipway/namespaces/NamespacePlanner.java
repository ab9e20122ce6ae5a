package slipway.namespaces;

import static slipway.linux.Constants.AF_INET;
import static slipway.linux.Constants.SOCK_CLOEXEC;
import static slipway.linux.Constants.SOCK_DGRAM;

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

    /** Of {@code struct ifreq}, linux/if.h: its size, and where the flags are. */
    private static final int IFREQ = 40;

    private static final int IFREQ_FLAGS = 16;
    private static final byte IFF_UP = 1;
    private static final int SIOCSIFFLAGS = 0x8914;

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

    /**
     * Takes the loopback interface of a new network namespace up.
     *
     * @see <a href="https://man7.org/linux/man-pages/man7/netdevice.7.html">netdevice(7)</a>
     */
    public static Plan loopback() {
        byte[] ifreq = new byte[IFREQ];
        ifreq[0] = 'l';
        ifreq[1] = 'o';
        ifreq[IFREQ_FLAGS] = IFF_UP;
        Arg socket = Arg.result("netsocket");
        return Plan.of(
                Step.call(
                                "have a socket to speak of interfaces with",
                                Call.of(
                                        Syscall.SOCKET,
                                        Arg.flag(AF_INET, Family.SOCKET_DOMAIN),
                                        Arg.flag(SOCK_DGRAM | SOCK_CLOEXEC, Family.SOCKET_TYPE),
                                        Arg.num(0)))
                        .as("netsocket"),
                Step.call(
                        "take the loopback interface up",
                        Call.of(
                                Syscall.IOCTL,
                                socket,
                                new Arg.Num(SIOCSIFFLAGS, "SIOCSIFFLAGS"),
                                new Arg.Bytes(ifreq, "{ifr_name=\"lo\", ifr_flags=IFF_UP}"))),
                Step.call("close the socket", Call.of(Syscall.CLOSE, socket)));
    }
}

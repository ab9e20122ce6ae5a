package slipway.namespaces;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.WriteFile;

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
     * New clocks, a given time ahead, that the process and all its children have from now on. The
     * new namespace is one for children first, and its clocks can be set only until somebody is in
     * it: then this process goes there. Needs a {@code /proc} of the host's, and memory that is
     * shared with nobody.
     */
    public static Plan ownClocks(TimeOffsets offsets) {
        return Plan.of(
                Step.call(
                        "have clocks of one's own, for children at first",
                        Call.of(
                                Syscall.UNSHARE,
                                Arg.flag(Namespace.TIME.cloneFlag(), Family.CLONE))),
                new WriteFile(
                        "/proc/self/timens_offsets",
                        offsets.render(),
                        "set them, which is possible only as long as nobody goes by them"),
                Step.call(
                                "find them",
                                Call.of(
                                        Syscall.OPENAT,
                                        Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                                        Arg.text("/proc/self/ns/time_for_children"),
                                        Arg.flag(Constants.O_CLOEXEC, Family.OPEN),
                                        Arg.mode(0)))
                        .as("clocks"),
                Step.call(
                        "go by them",
                        Call.of(
                                Syscall.SETNS,
                                Arg.result("clocks"),
                                Arg.flag(Namespace.TIME.cloneFlag(), Family.CLONE))),
                Step.call("close it", Call.of(Syscall.CLOSE, Arg.result("clocks"))));
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

    /** The same, and the descriptor does not stay open. */
    public static Plan joinAndClose(Namespace kind, int fd) {
        return join(kind, fd)
                .then(Plan.of(Step.call("close it", Call.of(Syscall.CLOSE, Arg.num(fd)))));
    }

    /** New namespaces, of which a PID namespace is one for the next child. */
    public static Plan leave(long cloneFlags) {
        return Plan.of(
                Step.call(
                        "have the other namespaces for oneself",
                        Call.of(Syscall.UNSHARE, Arg.flag(cloneFlags, Family.CLONE))));
    }
}

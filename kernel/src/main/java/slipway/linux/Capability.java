package slipway.linux;

import java.util.Optional;

/**
 * The pieces that root's power is made of, in the order of their numbers.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/capabilities.7.html">capabilities(7)</a>
 */
public enum Capability {
    CAP_CHOWN("change the owner and group of any file"),
    CAP_DAC_OVERRIDE("read, write and execute files whatever their permission bits say"),
    CAP_DAC_READ_SEARCH("read files and search directories whatever their permission bits say"),
    CAP_FOWNER("do to any file what only its owner may, such as chmod"),
    CAP_FSETID("keep the set-user-id and set-group-id bits when a file changes"),
    CAP_KILL("send signals to processes of other users"),
    CAP_SETGID("take any group id, set the supplementary groups, write a gid_map"),
    CAP_SETUID("take any user id, write a uid_map"),
    CAP_SETPCAP("drop from the bounding set and set the securebits"),
    CAP_LINUX_IMMUTABLE("set the immutable and append-only attributes of files"),
    CAP_NET_BIND_SERVICE("listen on ports below 1024"),
    CAP_NET_BROADCAST("unused by Linux today"),
    CAP_NET_ADMIN("configure interfaces, routes and firewalls of the network namespace"),
    CAP_NET_RAW("open raw and packet sockets"),
    CAP_IPC_LOCK("lock memory without limit"),
    CAP_IPC_OWNER("use System V IPC objects of other users"),
    CAP_SYS_MODULE("load and unload kernel modules"),
    CAP_SYS_RAWIO("touch I/O ports and raw memory"),
    CAP_SYS_CHROOT("call chroot, and setns into a mount namespace"),
    CAP_SYS_PTRACE("trace and inspect processes of other users"),
    CAP_SYS_PACCT("switch process accounting on and off"),
    CAP_SYS_ADMIN("mount, make namespaces, set the host name, and much else"),
    CAP_SYS_BOOT("reboot, and load another kernel"),
    CAP_SYS_NICE("raise priorities and set CPU affinity of other processes"),
    CAP_SYS_RESOURCE("raise hard limits and go over quotas"),
    CAP_SYS_TIME("set the system clock"),
    CAP_SYS_TTY_CONFIG("configure and hang up terminals"),
    CAP_MKNOD("make device nodes"),
    CAP_LEASE("take leases on files of other users"),
    CAP_AUDIT_WRITE("write to the audit log"),
    CAP_AUDIT_CONTROL("configure the audit log"),
    CAP_SETFCAP("give capabilities to files"),
    CAP_MAC_OVERRIDE("go past mandatory access control (Smack)"),
    CAP_MAC_ADMIN("configure mandatory access control (Smack)"),
    CAP_SYSLOG("read and control the kernel's message buffer"),
    CAP_WAKE_ALARM("set timers that wake the machine"),
    CAP_BLOCK_SUSPEND("keep the machine from suspending"),
    CAP_AUDIT_READ("read the audit log"),
    CAP_PERFMON("watch performance counters"),
    CAP_BPF("load and use BPF programs"),
    CAP_CHECKPOINT_RESTORE("checkpoint processes, choose pids, use map_files");

    private static final Capability[] ALL = values();

    private final String meaning;

    Capability(String meaning) {
        this.meaning = meaning;
    }

    /** The bit number in a mask; {@code CAP_CHOWN} is 0. */
    public int number() {
        return ordinal();
    }

    /** The bit in the masks of {@code /proc/PID/status}. */
    public long bit() {
        return 1L << ordinal();
    }

    /** What a process with it may do, in the effective set of the right user namespace. */
    public String meaning() {
        return meaning;
    }

    /** The capability of this name; a kernel newer than this list may have others. */
    public static Optional<Capability> named(String name) {
        for (Capability capability : ALL) {
            if (capability.name().equals(name)) return Optional.of(capability);
        }
        return Optional.empty();
    }
}

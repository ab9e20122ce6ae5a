package slipway.namespaces;

import java.util.Optional;
import java.util.Set;
import slipway.linux.Constants;

/**
 * The eight kinds, in the order in which they have to be entered.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/namespaces.7.html">namespaces(7)</a>
 */
// tag::kinds[]
public enum Namespace {
    /** First: it grants the capabilities that the others ask for. */
    USER("user", Constants.CLONE_NEWUSER, "who is who: user and group ids, capabilities"),

    MOUNT("mnt", Constants.CLONE_NEWNS, "which file systems are mounted where"),
    UTS("uts", Constants.CLONE_NEWUTS, "the host name"),
    IPC("ipc", Constants.CLONE_NEWIPC, "System V IPC and POSIX message queues"),
    NET("net", Constants.CLONE_NEWNET, "interfaces, addresses, routes, ports, abstract sockets"),

    /** Moves no caller, only its children; so it is asked for when the process is made. */
    PID("pid", Constants.CLONE_NEWPID, "which processes there are, and their numbers"),

    /** After the move to the container's cgroup: what is the caller's then becomes the root. */
    CGROUP("cgroup", Constants.CLONE_NEWCGROUP, "which cgroup looks like the root of all"),

    /** Last: its offsets can be set only before the next exec, which then enters it. */
    TIME("time", Constants.CLONE_NEWTIME, "the monotonic and boot clocks");

    // end::kinds[]

    /** Behind standard input, output and error, and what a terminal is sent through. */
    private static final int FIRST_FREE = 4;

    private final String procName;
    private final long cloneFlag;
    private final String isolates;

    Namespace(String procName, long cloneFlag, String isolates) {
        this.procName = procName;
        this.cloneFlag = cloneFlag;
        this.isolates = isolates;
    }

    /** As in {@code /proc/PID/ns/}. */
    public String procName() {
        return procName;
    }

    /** {@code CLONE_NEW*}. */
    public long cloneFlag() {
        return cloneFlag;
    }

    /** What it makes one's own, in a few words. */
    public String isolates() {
        return isolates;
    }

    /** Whether it can be made together with the process. */
    public boolean madeAtClone() {
        return this != CGROUP && this != TIME;
    }

    /**
     * Whether a thread of many can enter one that is there, so that a process that it makes begins
     * in it. The kernel refuses the others where file systems or memory are shared.
     */
    public boolean canBeBornIn() {
        return this != USER && this != MOUNT && this != TIME;
    }

    /** Under which number a process finds one that it is to enter itself. */
    public int descriptor() {
        return FIRST_FREE + ordinal();
    }

    /** The kind that a {@code CLONE_NEW*} flag makes; empty for any other number. */
    public static Optional<Namespace> ofFlag(long flag) {
        for (Namespace kind : values()) if (kind.cloneFlag == flag) return Optional.of(kind);
        return Optional.empty();
    }

    /** The flags for clone3 of those that are made there. */
    public static long cloneFlags(Set<Namespace> kinds) {
        long flags = 0;
        for (Namespace kind : kinds) if (kind.madeAtClone()) flags |= kind.cloneFlag;
        return flags;
    }
}

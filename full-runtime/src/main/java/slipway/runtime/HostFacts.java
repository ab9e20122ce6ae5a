package slipway.runtime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Capability;
import slipway.linux.CapabilitySet;
import slipway.linux.Constants;
import slipway.linux.Fd;
import slipway.linux.Kernel;
import slipway.linux.Memory;
import slipway.linux.SubordinateIds;
import slipway.linux.Syscall;

/**
 * What a plan needs to know about who asks for it, and where.
 *
 * @param uid effective user id
 * @param gid effective group id
 * @param capabilities the permitted ones
 * @param lastCapability the highest number that this kernel knows
 * @param maySetGroups whether setgroups is allowed in our user namespace; in one that an ordinary
 *     user made it is not
 * @param users the user ids of /etc/subuid that newuidmap may map for us; none where it is missing,
 *     and none for who is {@link #privileged}
 * @param groups the same of /etc/subgid and newgidmap; empty if and only if the users are
 */
public record HostFacts(
        long uid,
        long gid,
        CapabilitySet capabilities,
        int lastCapability,
        boolean maySetGroups,
        List<SubordinateIds.Range> users,
        List<SubordinateIds.Range> groups) {
    private static final String SETGROUPS = "/proc/self/setgroups";
    private static final String LAST = "/proc/sys/kernel/cap_last_cap";
    private static final int CAP_DATA = 24;
    private static final int LINE_SIZE = 16;

    public HostFacts {
        users = List.copyOf(users);
        groups = List.copyOf(groups);
        if (users.isEmpty() != groups.isEmpty()) {
            throw new IllegalArgumentException("ids of one kind only: " + users + groups);
        }
    }

    /** Somebody without subordinate ids. */
    public HostFacts(
            long uid,
            long gid,
            CapabilitySet capabilities,
            int lastCapability,
            boolean maySetGroups) {
        this(uid, gid, capabilities, lastCapability, maySetGroups, List.of(), List.of());
    }

    /** Asks the kernel, and for an ordinary user the files of subordinate ids. */
    public static HostFacts of(Kernel kernel) {
        byte[] sets = new byte[CAP_DATA];
        byte[] header = {0x22, 0x05, 0x08, 0x20, 0, 0, 0, 0};
        kernel.call(
                Call.of(
                        Syscall.CAPGET,
                        new Arg.Bytes(header, "{_LINUX_CAPABILITY_VERSION_3, 0}"),
                        new Arg.Bytes(sets, "sets")));
        HostFacts facts =
                new HostFacts(
                        kernel.call(Call.of(Syscall.GETEUID)),
                        kernel.call(Call.of(Syscall.GETEGID)),
                        new CapabilitySet(word(sets, 4) | word(sets, 16) << 32),
                        number(read(LAST)),
                        !read(SETGROUPS).startsWith("deny"));
        return facts.privileged() ? facts : GrantedIds.addTo(facts);
    }

    /** Whether a container can have more ids than one, though we are not privileged. */
    boolean hasRanges() {
        return !users.isEmpty();
    }

    /** Whether namespaces can be made without a user namespace around them. */
    public boolean privileged() {
        return capabilities.contains(Capability.CAP_SYS_ADMIN);
    }

    /**
     * Read in one piece on purpose: files of /proc/sys answer only the first read, and {@code
     * Files.readString} begins with a read of a single byte, so that it sees 4 where 40 stands.
     */
    private static String read(String path) {
        try (Fd file = Fd.open(path, Constants.O_RDONLY, 0);
                Memory memory = Memory.allocate(LINE_SIZE)) {
            int count = file.read(memory, LINE_SIZE);
            byte[] line = new byte[count];
            memory.getBytes(0, line, 0, count);
            return new String(line, StandardCharsets.US_ASCII);
        }
    }

    private static int number(String line) {
        int value = 0;
        for (int i = 0; i < line.length() && line.charAt(i) >= '0'; i++) {
            value = 10 * value + line.charAt(i) - '0';
        }
        return value;
    }

    private static long word(byte[] bytes, int at) {
        long value = 0;
        for (int i = 3; i >= 0; i--) value = value << 8 | bytes[at + i] & 0xff;
        return value;
    }
}

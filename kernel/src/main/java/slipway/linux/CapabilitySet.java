package slipway.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of capabilities as the kernel keeps it, a mask. Bits of capabilities that are younger than
 * {@link Capability} are kept too.
 */
public record CapabilitySet(long mask) {
    public static final CapabilitySet NONE = new CapabilitySet(0);

    /** Those that this version of Slipway knows by name. */
    public static final CapabilitySet ALL = of(Capability.values());

    /** The fourteen that docker leaves to the root of a container. */
    public static final CapabilitySet DOCKER_DEFAULT =
            of(
                    Capability.CAP_CHOWN,
                    Capability.CAP_DAC_OVERRIDE,
                    Capability.CAP_FOWNER,
                    Capability.CAP_FSETID,
                    Capability.CAP_KILL,
                    Capability.CAP_SETGID,
                    Capability.CAP_SETUID,
                    Capability.CAP_SETPCAP,
                    Capability.CAP_NET_BIND_SERVICE,
                    Capability.CAP_NET_RAW,
                    Capability.CAP_SYS_CHROOT,
                    Capability.CAP_MKNOD,
                    Capability.CAP_AUDIT_WRITE,
                    Capability.CAP_SETFCAP);

    public static CapabilitySet of(Capability... capabilities) {
        long mask = 0;
        for (Capability capability : capabilities) mask |= capability.bit();
        return new CapabilitySet(mask);
    }

    /**
     * Reads a mask as {@code /proc/PID/status} writes it, hexadecimal without prefix.
     *
     * @throws IllegalArgumentException if it is no such number
     */
    public static CapabilitySet parse(String hex) {
        return new CapabilitySet(Lines.hex(hex, hex));
    }

    public boolean contains(Capability capability) {
        return (mask & capability.bit()) != 0;
    }

    public boolean containsAll(CapabilitySet others) {
        return (others.mask & ~mask) == 0;
    }

    public CapabilitySet plus(CapabilitySet others) {
        return new CapabilitySet(mask | others.mask);
    }

    public CapabilitySet minus(CapabilitySet others) {
        return new CapabilitySet(mask & ~others.mask);
    }

    /** What is in both. */
    public CapabilitySet and(CapabilitySet others) {
        return new CapabilitySet(mask & others.mask);
    }

    /** Those that have a name here, by number. */
    public List<Capability> capabilities() {
        List<Capability> all = new ArrayList<>();
        for (Capability capability : Capability.values()) {
            if (contains(capability)) all.add(capability);
        }
        return all;
    }

    /** The names by number, then as one hexadecimal number what has no name here. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (Capability capability : capabilities()) names.add(capability.name());
        long unnamed = mask & ~ALL.mask;
        if (unnamed != 0) names.add("0x" + Long.toHexString(unnamed));
        return names;
    }

    @Override
    public String toString() {
        return mask == 0 ? "none" : String.join(",", names());
    }
}

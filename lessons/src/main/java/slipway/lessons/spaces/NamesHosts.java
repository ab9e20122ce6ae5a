package slipway.lessons.spaces;

import java.util.List;
import java.util.Set;
import slipway.plan.Step;

/** Exercise 2.2: a host name of one's own. */
public interface NamesHosts {
    /**
     * The steps, in order, after which a process has this host name, and nobody else has. The kit
     * starts a process that does them, and that has the right to.
     *
     * @param name letters and digits, at most 64
     */
    List<Step> enter(String name);

    /** What {@code uname(2)} tells: its six fields. */
    enum Field {
        /** The kind of kernel: Linux. */
        SYSNAME,
        /** The host name. */
        NODENAME,
        /** The release of the kernel, as in 6.1.0. */
        RELEASE,
        /** When and how the kernel was built. */
        VERSION,
        /** The kind of processor, as in x86_64. */
        MACHINE,
        /** The domain name of NIS, which hardly anybody uses. */
        DOMAINNAME
    }

    /** The fields that can be other in a UTS namespace of one's own than outside of it. */
    Set<Field> own();
}

package slipway.lessons.jail;

import java.util.List;
import java.util.Set;
import slipway.plan.Step;

/** Exercise 1.7: your two jails under attack, and what holds. */
public interface RunsTheBattery {
    /** Your jails. */
    enum Kind {
        /** The one of exercise 1.2. */
        CHROOT,
        /** The one of exercise 1.6. */
        PIVOT
    }

    /** What root in a jail tries. A descriptor of the machine's root was left open in both. */
    enum Way {
        /** Reads a secret of the machine by a path of many ../ and no / in front. */
        RELATIVE_PATH,
        /** Makes a folder, calls chroot on it, goes up, and calls chroot again: exercise 1.4. */
        CHROOT_DANCE,
        /** Goes through the descriptor that was left open: exercise 1.4. */
        LEAKED_DESCRIPTOR,
        /** Looks for the old root in its list of mounts. */
        OLD_ROOT,
        /** Asks whether a process of the machine may be signalled: exercise 1.5. */
        SIGNAL_THE_HOST,
        /** Connects to a socket of the machine that is no file: exercise 1.5. */
        ABSTRACT_SOCKET
    }

    /**
     * The steps of your own jails, by your own classes {@code Jail} and {@code PivotJail}.
     *
     * @param root absolute path of the folder that is to become /
     */
    List<Step> jail(Kind kind, String root);

    /** Which ways reach what they are after, from that jail. All others are stopped. */
    Set<Way> getOut(Kind kind);
}

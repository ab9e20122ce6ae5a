package slipway.lessons.jail;

import java.util.Map;

/** Exercise 1.5: what a process in a chroot jail can still see or reach of the host. */
public interface TellsWhatShows {
    /** Things of the host. The jail is an empty folder; it has nothing but chroot and chdir. */
    enum Thing {
        /** A file outside of the jail, opened by its absolute name. */
        FILE,
        /** The host's shell, started by its name /bin/sh. */
        PROGRAM,
        /** The host's mount points, in the mountinfo of the process (exercise 0.1). */
        MOUNTS,
        /** A process of the host, found by its number, as pidfd_open(2) does. */
        PROCESSES,
        /** That process again, which SIGTERM ends. */
        SIGNALS,
        /** A server of the host, on a TCP port of 127.0.0.1. */
        PORT,
        /** A UNIX socket of the host with an abstract name: one that is no file. */
        ABSTRACT_SOCKET,
        /** The host's name, as uname(2) tells it. */
        HOST_NAME,
        /** The release of the host's kernel, as uname(2) tells it. */
        KERNEL,
        /** A file outside that was open before the chroot, read through its descriptor. */
        OPEN_FILE
    }

    /** For each thing: true if it can be seen or reached from inside, false if it cannot. */
    Map<Thing, Boolean> seenInside();
}

package slipway.lessons.spaces;

import java.util.Set;
import slipway.linux.Fd;
import slipway.plan.Exec;
import slipway.plan.launch.Launch;

/** Exercise 2.6: by what processes talk to each other, and what stops it. */
public interface TellsWhatIsShared {
    /** Ways by which two processes can have something in common. */
    enum Means {
        /** A segment of System V shared memory, found by its key: shmget(2). */
        SYSV_SHM,
        /** A file in /dev/shm, as shm_open(3) makes and finds it. */
        DEV_SHM,
        /** A UNIX socket with an abstract name, one that is no file: unix(7). */
        ABSTRACT_SOCKET,
        /** A pipe that was there before one of them went elsewhere: pipe(2). */
        PIPE
    }

    /** Where one of the two goes, so that the other is no longer where it is. */
    enum Move {
        /** Into a new IPC namespace. */
        NEW_IPC,
        /** Into a new network namespace. */
        NEW_NET,
        /** Into a new mount namespace, where it mounts nothing. */
        NEW_MOUNTS,
        /** Into a new mount namespace, where it mounts a tmpfs on /dev/shm. */
        NEW_MOUNTS_AND_SHM
    }

    /** The moves after which the two can no longer reach each other by that means. */
    Set<Move> stoppedBy(Means means);

    /**
     * Your container of 2.4, but apart from the machine by all three: nobody outside is reached by
     * System V shared memory, /dev/shm or an abstract socket. Its descriptors it keeps.
     */
    Launch launch(Exec program, String root, String name, Fd stdin, Fd stdout, Fd stderr);
}

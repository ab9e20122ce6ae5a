package slipway.plan.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Capability;
import slipway.linux.Constants;
import slipway.linux.IdMap;
import slipway.linux.MountInfo;
import slipway.linux.ProcStatus;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.WriteFile;
import slipway.plan.launch.Launch;

/**
 * Who asks: that decides how a namespace is come by.
 *
 * @param privileged whether it has CAP_SYS_ADMIN
 * @param filtered whether a seccomp filter sits on this process already
 * @param rooted whether its root is a mount, which the root of a plain chroot is not
 */
record Self(long pid, long uid, long gid, boolean privileged, boolean filtered, boolean rooted) {
    private static final int SECCOMP_FILTERED = 2;

    static Self now() {
        try {
            long pid = ProcessHandle.current().pid();
            ProcStatus status = ProcStatus.ofPid(pid);
            return new Self(
                    pid,
                    status.uids().effective(),
                    status.gids().effective(),
                    status.capabilities().effective().contains(Capability.CAP_SYS_ADMIN),
                    status.seccomp() == SECCOMP_FILTERED,
                    MountInfo.ofPid(pid).at("/").isPresent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a user namespace of its own where it is root, and in these other new ones. */
    Launch inUserNamespace(long others, Plan inside) {
        return plain(inside)
                .withNamespaces(Constants.CLONE_NEWUSER | others)
                .withWhileCloned(mapOnlyMe())
                .withIdentity(becomeRoot());
    }

    /** In these new namespaces, with a user namespace around them only if it takes one. */
    Launch in(long namespaces, Plan inside) {
        if (!privileged) return inUserNamespace(namespaces, inside);
        return plain(inside).withNamespaces(namespaces);
    }

    /** In our own namespaces, without any open file. */
    static Launch plain(Plan inside) {
        return Launch.of(inside).withFds(Map.of());
    }

    /** Host steps that map our own ids and no others, which everybody may. */
    Plan mapOnlyMe() {
        return Plan.of(
                new WriteFile("/proc/$pid/setgroups", "deny", "give setgroups up"),
                new WriteFile("/proc/$pid/uid_map", IdMap.of(0, uid, 1).render(), "map our user"),
                new WriteFile("/proc/$pid/gid_map", IdMap.of(0, gid, 1).render(), "map our group"));
    }

    /** An id that is not mapped loses its capabilities at the next exec. */
    private static Plan becomeRoot() {
        Arg zero = Arg.num(0);
        return Plan.of(
                Step.call("become group 0", Call.of(Syscall.SETRESGID, zero, zero, zero)),
                Step.call("become user 0", Call.of(Syscall.SETRESUID, zero, zero, zero)));
    }
}

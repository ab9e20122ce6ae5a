package slipway.runtime;

import java.util.Optional;
import slipway.linux.IdMap;
import slipway.namespaces.IdMapPlanner;
import slipway.namespaces.IdMaps;
import slipway.namespaces.Isolation;
import slipway.namespaces.Namespace;
import slipway.plan.Plan;

/** Which ids there are in a container, as its maker wishes it or as is usual for him. */
final class WhoIsWho {
    /** Group tty has this number on every Linux distribution. */
    private static final int TTY_GROUP = 5;

    private final HostFacts host;
    private final Optional<IdMaps> asked;
    private final boolean joins;

    WhoIsWho(Isolation isolation, HostFacts host) {
        this.host = host;
        this.asked = isolation.ids();
        this.joins = isolation.namespaces().joins(Namespace.USER);
    }

    /** Whether a new user namespace is made. */
    boolean makesUserNamespace() {
        return !joins && (asked.isPresent() || !host.privileged());
    }

    /** Whether it is in another user namespace than we are. */
    boolean inUserNamespace() {
        return joins || makesUserNamespace();
    }

    /** Host steps that write the maps of a new user namespace. */
    Plan maps() {
        if (asked.isPresent() && !isOnlyUs()) {
            return IdMapPlanner.map(asked.get(), host.privileged());
        }
        return asked.isEmpty() && host.hasRanges()
                ? IdMapPlanner.mapRanges(host.uid(), host.gid(), host.users(), host.groups())
                : IdMapPlanner.mapOnly(host.uid(), host.gid());
    }

    /**
     * Whether our only id is to be another than root's. Root it has to be while the world is made;
     * at the end it becomes itself in a user namespace inside of that one.
     */
    boolean isNested() {
        return asked.isPresent() && !asked.get().hasRoot();
    }

    /** Who a file or a terminal has to belong to so that a user owns it. */
    long owner(long user) {
        return isNested() ? 0 : user;
    }

    private boolean isOnlyUs() {
        return !host.privileged()
                && asked.isPresent()
                && asked.get().isOnly(host.uid(), host.gid());
    }

    /** Groups cannot be left under a map of our own id alone, nor inside such a namespace. */
    boolean maySetGroups() {
        if (!host.maySetGroups()) return false;
        if (host.privileged()) return true;
        return asked.isPresent() ? !isOnlyUs() : host.hasRanges();
    }

    /** Steps of the process before its first exec. */
    Plan becomeRoot() {
        return IdMapPlanner.becomeRoot(maySetGroups());
    }

    /** Under a map of a single id, ours or that of who made our namespace, group tty is nobody. */
    int ttyGroup() {
        if (!host.maySetGroups() || joins) return -1;
        return !inUserNamespace() || isMapped(TTY_GROUP) ? TTY_GROUP : -1;
    }

    private boolean isMapped(int group) {
        if (isNested()) return false;
        if (asked.isPresent()) return asked.get().hasGroup(group);
        return host.hasRanges()
                && IdMap.ofOwnAnd(host.gid(), host.groups()).outside(group).isPresent();
    }
}

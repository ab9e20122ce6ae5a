package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.jail.DataDirectory;
import slipway.linux.IdMap;
import slipway.linux.SubordinateIds;
import slipway.namespaces.IdMaps;
import slipway.namespaces.Namespace;
import slipway.namespaces.Namespaces;
import slipway.runtime.HostFacts;
import slipway.runtime.IdRanges;
import slipway.runtime.RunAs;

/** Who is who in a container, as {@code --userns}, {@code --uidmap} and {@code --gidmap} say. */
final class ChosenIds implements AutoCloseable {
    private static final long ROOTS_SIZE = 65_536;
    private static final long USERS_SIZE = 1024;

    /**
     * Where /etc/subuid gives nothing to slipway or root: behind what systemd gives to containers,
     * and before what breaks programs that take an id for a signed number.
     */
    private static final SubordinateIds.Range UNCLAIMED =
            new SubordinateIds.Range(0x7000_0000L, 0x1000_0000L);

    private final Optional<IdMaps> maps;
    private final Optional<RunAs> user;
    private final Optional<IdRanges.Lease> lease;

    private ChosenIds(Optional<IdMaps> maps, Optional<RunAs> user, Optional<IdRanges.Lease> lease) {
        this.maps = maps;
        this.user = user;
        this.lease = lease;
    }

    /**
     * Chooses them.
     *
     * @param home of a container that stays, which gets the same ids again
     */
    static Optional<ChosenIds> of(
            IsolationOptions asked, Namespaces namespaces, HostFacts host, Optional<Path> home) {
        String mode = asked.mode(Namespace.USER);
        boolean mapped = !asked.users().isEmpty() || !asked.groups().isEmpty();
        if (mapped && !mode.isEmpty() && !mode.equals("private")) {
            throw new UsageError(
                    "--uidmap and --gidmap say who is who, and so does --userns " + mode,
                    "one without the other");
        }
        boolean named = !asked.userName().isEmpty();
        if (named && (mapped || !mode.isEmpty() && !mode.equals("private"))) {
            throw new UsageError(
                    "--subuidname and --subgidname say who is who, and so does "
                            + (mapped ? "--uidmap" : "--userns " + mode),
                    "one without the other");
        }
        if (named) return Optional.of(ofNames(asked, host));
        if (mapped) return Optional.of(explicit(asked, host));
        if (namespaces.joins(Namespace.USER)) return Optional.empty();
        return chosen(mode, host, home);
    }

    private static Optional<ChosenIds> chosen(String mode, HostFacts host, Optional<Path> home) {
        int colon = mode.indexOf(':');
        String name = colon < 0 ? mode : mode.substring(0, colon);
        String details = colon < 0 ? "" : mode.substring(colon + 1);
        switch (name) {
            case "":
                return Optional.empty();
            case "host":
                if (details.isEmpty()) return Optional.empty();
                break;
            case "auto":
                return Optional.of(automatic(mode, details, host, home));
            case "keep-id":
                return Optional.of(KeptId.of(mode, details, host, home));
            case "nomap":
                if (details.isEmpty()) return Optional.of(nobody(host));
                break;
            case "private":
                throw new UsageError(
                        "--userns private does not say who is who in there",
                        "--userns auto, or --uidmap and --gidmap with it");
            default:
                break;
        }
        throw new UsageError(
                "--userns " + mode + " is not understood",
                "host, auto, keep-id, nomap, container:NAME, pid:N or a path");
    }

    private static ChosenIds explicit(IsolationOptions asked, HostFacts host) {
        IdMap users = map("--uidmap", asked.users().isEmpty() ? asked.groups() : asked.users());
        IdMap groups = map("--gidmap", asked.groups().isEmpty() ? asked.users() : asked.groups());
        IdMaps maps = new IdMaps(users, groups);
        if (!maps.hasRoot()) {
            throw new UsageError(
                    "--uidmap and --gidmap leave out id 0, as which a container begins",
                    "a range whose first number is 0; --user says who its program is");
        }
        if (!host.privileged() && !maps.isOnly(host.uid(), host.gid())) {
            granted("--uidmap", users, host.uid(), host.users());
            granted("--gidmap", groups, host.gid(), host.groups());
        }
        return new ChosenIds(Optional.of(maps), Optional.empty(), Optional.empty());
    }

    /** All that is given to a name, from 0 on. */
    private static ChosenIds ofNames(IsolationOptions asked, HostFacts host) {
        IdMap users = ofName("--subuidname", asked.userName(), Path.of("/etc/subuid"));
        IdMap groups = ofName("--subgidname", asked.groupName(), Path.of("/etc/subgid"));
        if (!host.privileged()) {
            granted("--subuidname", users, host.uid(), host.users());
            granted("--subgidname", groups, host.gid(), host.groups());
        }
        IdMaps maps = new IdMaps(users, groups);
        return new ChosenIds(Optional.of(maps), Optional.empty(), Optional.empty());
    }

    private static IdMap ofName(String option, String name, Path file) {
        try {
            List<SubordinateIds.Range> ranges = SubordinateIds.of(file).rangesOf(name, -1);
            if (!ranges.isEmpty()) return KeptId.consecutive(0, ranges);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new UsageError(
                option + " " + name + ": " + file + " gives nothing to that name",
                "a name that has a line there");
    }

    private static IdMap map(String option, List<IdMap.Range> ranges) {
        try {
            return new IdMap(ranges);
        } catch (IllegalArgumentException e) {
            throw new UsageError(option + ": " + e.getMessage(), "ranges in which no id is twice");
        }
    }

    /** What newuidmap would say without a reason. */
    private static void granted(
            String option, IdMap map, long own, List<SubordinateIds.Range> granted) {
        for (IdMap.Range range : map.ranges()) {
            boolean ours = range.outside() == own && range.count() == 1;
            for (SubordinateIds.Range each : granted) {
                ours |=
                        range.outside() >= each.first()
                                && range.outside() + range.count() <= each.first() + each.count();
            }
            if (ours) continue;
            String file = option.contains("uid") ? "/etc/subuid" : "/etc/subgid";
            throw new UsageError(
                    option
                            + ": the ids from "
                            + range.outside()
                            + " on, "
                            + range.count()
                            + " of them, are not yours to map",
                    "your own, or those that "
                            + file
                            + " gives you: "
                            + (granted.isEmpty() ? "none" : told(granted)));
        }
    }

    private static String told(List<SubordinateIds.Range> granted) {
        StringBuilder text = new StringBuilder();
        for (SubordinateIds.Range each : granted) {
            if (text.length() > 0) text.append(", ");
            text.append(each.first()).append(" to ").append(each.first() + each.count() - 1);
        }
        return text.toString();
    }

    /** No id of the caller's: for an ordinary user, who else is root in there. */
    private static ChosenIds nobody(HostFacts host) {
        if (host.privileged()) {
            throw new UsageError(
                    "--userns nomap leaves out the caller's id, and you are root", "--userns auto");
        }
        needsRanges("nomap", host);
        IdMaps maps =
                new IdMaps(
                        KeptId.consecutive(0, host.users()), KeptId.consecutive(0, host.groups()));
        return new ChosenIds(Optional.of(maps), Optional.empty(), Optional.empty());
    }

    /**
     * @throws UsageError for who has no ids besides his own
     */
    static void needsRanges(String mode, HostFacts host) {
        if (!host.users().isEmpty()) return;
        throw new UsageError(
                "--userns " + mode + " needs ids besides your own, and you have none",
                "lines for you in /etc/subuid and /etc/subgid, and newuidmap (apt-get install"
                        + " uidmap)");
    }

    private static ChosenIds automatic(
            String mode, String details, HostFacts host, Optional<Path> home) {
        long size = host.privileged() ? ROOTS_SIZE : USERS_SIZE;
        if (!details.isEmpty()) size = KeptId.number(mode, details, "size=");
        if (size < 1) {
            throw new UsageError("--userns " + mode + " is not understood", "auto:size=65536");
        }
        if (!host.privileged()) needsRanges("auto", host);
        IdRanges.Lease lease = ranges(host, home).take(size);
        return ofLease(
                lease, IdMap.of(0, lease.firstUser(), size), IdMap.of(0, lease.firstGroup(), size));
    }

    static ChosenIds ofLease(IdRanges.Lease lease, IdMap users, IdMap groups) {
        return new ChosenIds(
                Optional.of(new IdMaps(users, groups)), Optional.empty(), Optional.of(lease));
    }

    static ChosenIds kept(IdMaps maps, RunAs user, Optional<IdRanges.Lease> lease) {
        return new ChosenIds(Optional.of(maps), Optional.of(user), lease);
    }

    /** The ids that this caller's containers can have as their own. */
    static IdRanges ranges(HostFacts host, Optional<Path> home) {
        IdRanges ranges = ranges(host);
        return home.isPresent() ? ranges.ofOwner(home.get()) : ranges;
    }

    private static IdRanges ranges(HostFacts host) {
        Path directory = DataDirectory.of(host.uid(), System.getenv()).resolve("ids");
        if (!host.privileged()) return new IdRanges(directory, host.users(), host.groups());
        try {
            return new IdRanges(
                    directory, ofRoot(Path.of("/etc/subuid")), ofRoot(Path.of("/etc/subgid")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is given to slipway, else what is given to root, else what is nobody's. */
    private static List<SubordinateIds.Range> ofRoot(Path file) throws IOException {
        SubordinateIds all = SubordinateIds.of(file);
        List<SubordinateIds.Range> granted = new ArrayList<>();
        for (SubordinateIds.Entry each : all.entries()) {
            if (each.owner().equals("slipway")) granted.add(each.range());
        }
        if (granted.isEmpty()) granted.addAll(all.rangesOf("root", 0));
        if (granted.isEmpty()) granted.add(UNCLAIMED);
        return granted;
    }

    Optional<IdMaps> maps() {
        return maps;
    }

    /** Whether somebody outside is somebody inside. */
    boolean maps(long uid) {
        if (maps.isEmpty()) return true;
        for (IdMap.Range each : maps.get().users().ranges()) {
            if (uid >= each.outside() && uid < each.outside() + each.count()) return true;
        }
        return false;
    }

    Optional<RunAs> user() {
        return user;
    }

    @Override
    public void close() {
        if (lease.isPresent()) lease.get().close();
    }
}

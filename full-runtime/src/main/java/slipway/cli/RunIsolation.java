package slipway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.engine.KeptStart;
import slipway.jail.Identity;
import slipway.linux.Fd;
import slipway.namespaces.Isolation;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespaceRequest;
import slipway.namespaces.Namespaces;
import slipway.namespaces.SysctlPlanner;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.runtime.HostFacts;
import slipway.runtime.JoinedNamespaces;
import slipway.runtime.MappedSources;
import slipway.runtime.RootSource;
import slipway.runtime.RunAs;
import slipway.runtime.RunRequest;

/**
 * How far a container is apart, with what it shares held open and the ids that are its own alone.
 */
final class RunIsolation implements KeptStart.Sharing, AutoCloseable {
    private final Isolation isolation;
    private final Optional<JoinedNamespaces> joined;
    private final Optional<ChosenIds> ids;
    private Optional<MappedSources> mapped = Optional.empty();

    private RunIsolation(
            Isolation isolation, Optional<JoinedNamespaces> joined, Optional<ChosenIds> ids) {
        this.isolation = isolation;
        this.joined = joined;
        this.ids = ids;
    }

    static RunIsolation open(RunOptions options, HostFacts host) {
        return open(options, host, Optional.empty());
    }

    /**
     * Of a container that stays, for one start of it: closing this gives none of its ids back.
     *
     * @param home where it is at home
     */
    static RunIsolation ofKept(RunOptions options, HostFacts host, Path home) {
        return open(options, host, Optional.of(home));
    }

    private static RunIsolation open(RunOptions options, HostFacts host, Optional<Path> home) {
        Optional<IsolationOptions> asked = options.isolation();
        return asked.isEmpty()
                ? new RunIsolation(Isolation.USUAL, Optional.empty(), Optional.empty())
                : open(asked.get(), options, host, home);
    }

    private static RunIsolation open(
            IsolationOptions asked, RunOptions options, HostFacts host, Optional<Path> home) {
        SharedWith others = new SharedWith();
        Namespaces namespaces = new Namespaces(requests(asked, others));
        check(asked, namespaces, options);
        Optional<ChosenIds> ids = ChosenIds.of(asked, namespaces, host, home);
        boolean done = false;
        try {
            JoinedNamespaces joined =
                    JoinedNamespaces.open(namespaces, host.privileged(), IsolationOptions::option);
            try {
                others.check();
                Isolation isolation =
                        new Isolation(
                                joined.wishes(),
                                ids.isPresent() ? ids.get().maps() : Optional.empty(),
                                asked.domainname(),
                                asked.sysctls(),
                                asked.clocks(),
                                asked.propagation());
                done = true;
                return new RunIsolation(isolation, Optional.of(joined), ids);
            } finally {
                if (!done) joined.close();
            }
        } finally {
            if (!done && ids.isPresent()) ids.get().close();
        }
    }

    private static List<NamespaceRequest> requests(IsolationOptions asked, SharedWith others) {
        List<NamespaceRequest> requests = new ArrayList<>();
        for (Namespace kind : Namespace.values()) {
            String mode = asked.mode(kind);
            if (mode.isEmpty()) continue;
            Optional<NamespaceRequest> request = others.request(kind, mode);
            if (request.isPresent()) requests.add(request.get());
            else if (kind != Namespace.USER) requests.add(simple(kind, mode));
        }
        if (asked.ownClocks()) requests.add(new NamespaceRequest.Create(Namespace.TIME));
        return requests;
    }

    private static NamespaceRequest simple(Namespace kind, String mode) {
        if (mode.equals("host")) return new NamespaceRequest.Inherit(kind);
        boolean own = mode.equals("private");
        if (kind == Namespace.NET) own |= mode.equals("none");
        if (kind == Namespace.IPC) own |= mode.equals("shareable");
        if (own) return new NamespaceRequest.Create(kind);
        if (kind == Namespace.NET) throw DockersWords.network(mode);
        throw new UsageError(
                IsolationOptions.option(kind) + " " + mode + " is not understood",
                "private, host, container:NAME, pid:N or a path");
    }

    private static void check(IsolationOptions asked, Namespaces namespaces, RunOptions options) {
        boolean ownName = isOwn(namespaces, Namespace.UTS);
        if (!ownName && options.namesHost()) {
            throw new UsageError(
                    "--hostname with --uts "
                            + asked.mode(Namespace.UTS)
                            + " would rename somebody else",
                    "one of them without the other");
        }
        if (!ownName && !asked.domainname().isEmpty()) {
            throw new UsageError(
                    "--domainname with --uts "
                            + asked.mode(Namespace.UTS)
                            + " would rename somebody else",
                    "one of them without the other");
        }
        if (asked.domainname().length() > 64) {
            throw new UsageError("--domainname is longer than 64 bytes", "a shorter one");
        }
        for (Map.Entry<String, String> each : asked.sysctls().entrySet()) {
            checkSysctl(each.getKey(), each.getValue(), namespaces);
        }
    }

    private static void checkSysctl(String name, String value, Namespaces namespaces) {
        String option = "--sysctl " + name + "=" + value;
        Optional<Namespace> owner = SysctlPlanner.owner(name);
        if (owner.isEmpty()) {
            throw new UsageError(
                    option + " is not the container's to set: it belongs to the whole machine",
                    "one of net.*, fs.mqueue.*, kernel.msg*, kernel.sem, kernel.shm*,"
                            + " kernel.domainname; or sysctl -w "
                            + name
                            + "="
                            + value
                            + " outside");
        }
        if (isOwn(namespaces, owner.get())) return;
        String kind = owner.get().procName();
        throw new UsageError(
                option
                        + " would change what others see: the "
                        + kind
                        + " namespace is not the container's own",
                "without " + IsolationOptions.option(owner.get()));
    }

    /** New ones are usual. */
    private static boolean isOwn(Namespaces namespaces, Namespace kind) {
        for (NamespaceRequest each : namespaces.requests()) {
            if (each.kind() == kind) return each instanceof NamespaceRequest.Create;
        }
        return true;
    }

    Isolation isolation() {
        return isolation;
    }

    /**
     * Whether whoever is root in there can see the layers of an image, which lie in a folder that
     * is nobody's but ours.
     */
    void check(RootSource root, HostFacts host) {
        if (root.layers().isEmpty()) return;
        boolean shares = isolation.namespaces().joins(Namespace.USER) && host.privileged();
        boolean stranger = ids.isPresent() && !host.privileged() && !ids.get().maps(host.uid());
        if (!shares && !stranger) return;
        throw new UsageError(
                (shares ? "--userns with the ids of another" : "--userns without your own id")
                        + " does not go with an image or a copy that stays: it is in a folder of"
                        + " yours, and you are nobody in there",
                "--rootfs DIR, which everybody may read, or other ids");
    }

    /** What its host is called: as was wished, unless it is ours. */
    String hostname(String wished) {
        return isOwn(isolation.namespaces(), Namespace.UTS) ? wished : HostName.ours();
    }

    /**
     * Who its program is.
     *
     * @param usual whether nobody has said so
     */
    RunAs user(boolean usual, Identity said) {
        Optional<RunAs> kept = ids.isPresent() ? ids.get().user() : Optional.empty();
        if (usual && kept.isPresent()) return kept.get();
        return new RunAs(said.uid(), said.gid(), said.groups());
    }

    /** The wish with its root and volumes owned inside by whom it says, as far as possible. */
    RunRequest map(RunRequest request, Launcher launcher, HostFacts host) {
        if (!MappedSources.areWished(request, host)) return request;
        MappedSources sources = MappedSources.open(launcher, request, host);
        mapped = Optional.of(sources);
        for (String each : sources.warnings()) System.err.println("slipway: " + each);
        return sources.request();
    }

    /** The launch with what is shared, and with what is mapped. */
    @Override
    public Launch share(Launch launch) {
        Launch shared = launch;
        if (joined.isPresent()) {
            Map<Integer, Fd> fds = new TreeMap<>(launch.fds());
            fds.putAll(joined.get().descriptors());
            shared = launch.withFds(fds).withBirthplaces(joined.get().birthplaces());
        }
        return mapped.isPresent() ? mapped.get().share(shared) : shared;
    }

    @Override
    public void close() {
        try {
            if (mapped.isPresent()) mapped.get().close();
            if (joined.isPresent()) joined.get().close();
        } finally {
            if (ids.isPresent()) ids.get().close();
        }
    }
}

package slipway.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.jail.Volume;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.SyscallException;
import slipway.namespaces.IdMaps;
import slipway.namespaces.Namespace;
import slipway.plan.Plan;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * What a container in a user namespace is shown with the owners that it has on the disk: its root,
 * and the volumes of which this is asked. Only root can do so, because only he may say of any file
 * whose it is. An effect.
 */
public final class MappedSources implements AutoCloseable {
    /** Behind the numbers of namespaces. */
    private static final int FIRST = Namespace.TIME.descriptor() + 1;

    /** A keeper has the higher numbers for itself. */
    private static final int MOST_VOLUMES = 31;

    private final Map<Integer, Fd> mounts = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private RunRequest request;
    private Plan plan = Plan.NOTHING;

    private MappedSources(RunRequest request) {
        this.request = request;
    }

    /** Whether there is anything to be done. */
    public static boolean areWished(RunRequest request, HostFacts host) {
        for (Volume each : request.volumes()) {
            if (each instanceof Volume.Bind bind && bind.mapIds()) return true;
        }
        return host.privileged() && request.isolation().ids().isPresent();
    }

    /**
     * The wish, with numbers under which the mounts will be found; none is made.
     *
     * @throws InvalidRequest if ids of a volume are to be mapped, and there are no others inside
     */
    public static MappedSources shown(RunRequest request, HostFacts host) {
        MappedSources sources = new MappedSources(request);
        sources.plan(host);
        sources.place(host, Optional.empty());
        return sources;
    }

    private void plan(HostFacts host) {
        Optional<IdMaps> ids = request.isolation().ids();
        if (ids.isEmpty() || !host.privileged()) return;
        RootSource root = request.root();
        plan =
                IdmappedMounts.shown(ids.get())
                        .then(
                                root.layers().isPresent()
                                        ? MappedOverlay.shown(ids.get(), root.layers().get())
                                        : IdmappedMounts.shown(root.directory(), true));
        for (Volume each : request.volumes()) {
            if (each instanceof Volume.Bind bind && bind.mapIds()) {
                plan = plan.then(IdmappedMounts.shown(bind.source(), true));
            }
        }
    }

    /** The same, with the mounts. */
    public static MappedSources open(Launcher launcher, RunRequest request, HostFacts host) {
        Optional<IdMaps> ids = request.isolation().ids();
        MappedSources sources = new MappedSources(request);
        if (ids.isEmpty() || !host.privileged()) {
            sources.place(host, Optional.empty());
            return sources;
        }
        boolean done = false;
        try (IdmappedMounts maps = IdmappedMounts.of(launcher, ids.get())) {
            sources.place(host, Optional.of(maps));
            sources.layers(launcher, maps);
            done = true;
            return sources;
        } finally {
            if (!done) sources.close();
        }
    }

    private void place(HostFacts host, Optional<IdmappedMounts> maps) {
        boolean possible = host.privileged() && request.isolation().ids().isPresent();
        List<Volume> volumes = new ArrayList<>();
        int mapped = 0;
        for (Volume each : request.volumes()) {
            if (!(each instanceof Volume.Bind bind) || !bind.mapIds()) {
                volumes.add(each);
                continue;
            }
            if (!possible) refuse(host);
            if (!possible) warn(bind);
            if (possible && ++mapped > MOST_VOLUMES) throw tooMany();
            volumes.add(possible ? bind.mappedAs(volume(bind, mapped, maps)) : bind);
        }
        RootSource root = request.root();
        if (possible) {
            boolean image = root.layers().isPresent();
            int number = image ? FIRST : root(root.directory(), maps);
            if (number >= 0) root = root.mappedAs(number);
        }
        request = request.with(root, volumes);
    }

    /** Of an image, whose layers are on a file system of which we have to be able to tell. */
    private void layers(Launcher launcher, IdmappedMounts maps) {
        RootSource root = request.root();
        if (root.layers().isEmpty()) return;
        IdMaps ids = request.isolation().ids().orElseThrow();
        mounts.put(FIRST, MappedOverlay.make(launcher, maps, ids, root.layers().get()));
    }

    private static InvalidRequest tooMany() {
        return new InvalidRequest(
                "-v with idmap",
                "is given for more than " + MOST_VOLUMES + " volumes",
                "a folder above several of them",
                "help run");
    }

    private static void refuse(HostFacts host) {
        if (!host.privileged()) return;
        throw new InvalidRequest(
                "-v with idmap",
                "is given, and the container has the ids of everybody else",
                "--userns auto or --uidmap with it",
                "help run");
    }

    private void warn(Volume.Bind bind) {
        warnings.add(
                bind.source()
                        + " is shown as it is, without idmap: only root may say of any file whose"
                        + " it is. Its files are owned by who owns them outside");
    }

    private int volume(Volume.Bind bind, int index, Optional<IdmappedMounts> maps) {
        int number = FIRST + index;
        if (maps.isPresent()) mounts.put(number, maps.get().show(bind.source(), true, false));
        return number;
    }

    /** Nobody has asked for it, so it is done where it can be. */
    private int root(String directory, Optional<IdmappedMounts> maps) {
        if (maps.isEmpty()) return FIRST;
        try {
            mounts.put(FIRST, maps.get().show(directory, true, false));
            return FIRST;
        } catch (SyscallException e) {
            if (e.errno() != Errno.EINVAL) throw e;
            warnings.add(
                    "the files of "
                            + directory
                            + " are nobody's in the container: its file system cannot map ids");
            return -1;
        }
    }

    /** The wish as it can be granted. */
    public RunRequest request() {
        return request;
    }

    /** What would have been done, if it was only {@link #shown}. */
    public Plan plan() {
        return plan;
    }

    /** What is not as it was wished. */
    public List<String> warnings() {
        return warnings;
    }

    /** The launch with the mounts. */
    public Launch share(Launch launch) {
        Map<Integer, Fd> fds = new TreeMap<>(launch.fds());
        fds.putAll(mounts);
        return launch.withFds(fds);
    }

    @Override
    public void close() {
        for (Fd each : mounts.values()) each.close();
    }
}

package slipway.attack;

import static slipway.linux.Constants.CLONE_NEWIPC;
import static slipway.linux.Constants.CLONE_NEWNET;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUTS;

import java.util.List;
import slipway.jail.JailPlanner;
import slipway.jail.RootPlanner;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Syscall;
import slipway.namespaces.IdMapPlanner;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespacePlanner;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Launch;
import slipway.runtime.ContainerPlanner;
import slipway.runtime.HostFacts;
import slipway.runtime.RootSource;
import slipway.runtime.RunRequest;

/** The jails, from none to a whole container. */
public enum Jail {
    NONE("nothing but a working directory", true) {
        @Override
        Plan enter(Scene scene) {
            return Plan.of(chdir(scene.jail()));
        }
    },
    CHROOT_ONLY("chroot, and the working directory forgotten", true) {
        @Override
        Plan enter(Scene scene) {
            return Plan.of(chdir(scene.outside())).then(JailPlanner.chrootOnly(scene.jail()));
        }
    },
    CHROOT("chroot and chdir", true) {
        @Override
        Plan enter(Scene scene) {
            return JailPlanner.chrootAndChdir(scene.jail());
        }
    },
    PIVOT_KEPT("pivot_root, and the old root kept", false) {
        @Override
        Plan enter(Scene scene) {
            return JailPlanner.pivotKeeping(scene.jail(), "old");
        }
    },
    PIVOT("pivot_root, and the old root let go", false) {
        @Override
        Plan enter(Scene scene) {
            return JailPlanner.pivot(scene.jail());
        }
    },
    NAMESPACES("pivot_root, and namespaces of every other kind", false) {
        @Override
        Plan enter(Scene scene) {
            return NamespacePlanner.hostname("jail").then(JailPlanner.pivot(scene.jail()));
        }

        @Override
        Launch launch(Scene scene, Attack attack, HostFacts host) {
            Launch launch = super.launch(scene, attack, host);
            return launch.withNamespaces(launch.namespaces() | NEW);
        }
    },
    CONTAINER("slipway run: namespaces, capabilities, masks", false) {
        @Override
        Launch launch(Scene scene, Attack attack, HostFacts host) {
            RunRequest request =
                    RunRequest.of(
                            RootSource.writtenThrough(scene.jail()),
                            scene.hostname(),
                            List.of(),
                            "/",
                            List.of("/attack"));
            Launch launch = ContainerPlanner.plan(request, host).launch();
            List<Step> steps = launch.inside().steps();
            // All of a container but its program, and the attack in its place.
            Plan world = new Plan(steps.subList(0, steps.size() - 1));
            return launch.withInside(world.then(attack.plan(scene)));
        }

        @Override
        Plan enter(Scene scene) {
            throw new IllegalStateException("a container has a launch of its own");
        }
    };

    private static final long NEW = CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET;

    private final String consistsOf;
    private final boolean leaks;

    Jail(String consistsOf, boolean leaks) {
        this.consistsOf = consistsOf;
        this.leaks = leaks;
    }

    public String consistsOf() {
        return consistsOf;
    }

    /** Its name as people write it. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Whether a descriptor of the host's root stays open in it, as careless programs leave one. */
    boolean leaks() {
        return leaks;
    }

    /** The steps that make it, for those that are less than a container. */
    abstract Plan enter(Scene scene);

    /** The attack in this jail. */
    Launch launch(Scene scene, Attack attack, HostFacts host) {
        return launch(enter(scene).then(attack.plan(scene)), host);
    }

    /**
     * A process that does these steps. Even that of the weakest jail has a mount namespace, from
     * which nothing is passed on, so that no mount of an attacker can reach the machine; an
     * ordinary user's has a user namespace as well, without which there is no chroot.
     */
    static Launch launch(Plan inside, HostFacts host) {
        Launch launch = Launch.of(RootPlanner.apart().then(inside)).withNamespaces(CLONE_NEWNS);
        if (host.privileged()) return launch;
        return launch.withNamespaces(CLONE_NEWNS | Namespace.USER.cloneFlag())
                .withWhileCloned(IdMapPlanner.mapOnly(host.uid(), host.gid()))
                .withIdentity(IdMapPlanner.becomeRoot(false));
    }

    private static Step chdir(String path) {
        return Step.call("go to " + path, Call.of(Syscall.CHDIR, Arg.text(path)));
    }
}

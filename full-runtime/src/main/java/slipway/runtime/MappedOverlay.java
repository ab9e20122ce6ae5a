package slipway.runtime;

import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.PR_SET_SECUREBITS;
import static slipway.linux.Constants.SECBIT_NO_SETUID_FIXUP;

import java.util.Map;
import java.util.TreeMap;
import slipway.jail.RootPlanner;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.namespaces.IdMaps;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.unionfs.Overlay;
import slipway.unionfs.OverlayPlanner;

/**
 * The tree of an image whose files have other owners than on the disk. An overlay itself cannot be
 * mapped, but each of its layers can; so root makes it of such mounts, in a mount namespace that
 * goes again, and hands it out. An effect.
 */
final class MappedOverlay {
    private static final int FIRST = 3;

    private MappedOverlay() {}

    /** A mount of the tree that is in no place yet. */
    static Fd make(Launcher launcher, IdmappedMounts maps, IdMaps ids, Overlay overlay) {
        Map<Integer, Fd> layers = new TreeMap<>();
        try {
            int number = FIRST;
            for (String layer : overlay.layers()) {
                layers.put(number++, maps.show(layer, false, false));
            }
            layers.put(number, maps.show(overlay.upper(), false, false));
            int result = result(overlay);
            Launch launch =
                    Launch.of(inside(overlay, ids)).withNamespaces(CLONE_NEWNS).withFds(layers);
            try (Child holder = launcher.startHolder(launch)) {
                Call get =
                        Call.of(
                                Syscall.PIDFD_GETFD,
                                Arg.num(holder.pidFd().fd().number()),
                                Arg.num(result),
                                Arg.num(0));
                return Fd.owned(LinuxKernel.INSTANCE.call(get));
            }
        } finally {
            for (Fd each : layers.values()) each.close();
        }
    }

    /** Far enough behind the layers: the launcher puts its own there. */
    private static int result(Overlay overlay) {
        return FIRST + overlay.layers().size() + 1 + FIRST;
    }

    private static Plan inside(Overlay overlay, IdMaps ids) {
        Plan mount = OverlayPlanner.mountOfMounts(overlay, FIRST, result(overlay), owner(ids));
        return RootPlanner.apart().then(mount);
    }

    /** The same, for people. */
    static Plan shown(IdMaps ids, Overlay overlay) {
        Plan plan = Plan.NOTHING;
        for (String layer : overlay.layers()) {
            plan = plan.then(IdmappedMounts.shown(layer, false));
        }
        return plan.then(IdmappedMounts.shown(overlay.upper(), false)).then(inside(overlay, ids));
    }

    /**
     * Who is root inside, with all rights outside: overlayfs writes to its upper folder as whoever
     * mounts it, and through a mapped mount our own root is nobody.
     */
    private static Plan owner(IdMaps ids) {
        Arg stay = new Arg.Num(-1, "-1");
        Arg user = Arg.num(ids.users().outside(0).orElseThrow());
        Arg group = Arg.num(ids.groups().outside(0).orElseThrow());
        return Plan.of(
                Step.call(
                        "keep all rights when the user changes",
                        Call.of(
                                Syscall.PRCTL,
                                Arg.flag(PR_SET_SECUREBITS, Family.PRCTL),
                                Arg.flag(SECBIT_NO_SETUID_FIXUP, Family.SECUREBITS),
                                Arg.num(0),
                                Arg.num(0),
                                Arg.num(0))),
                Step.call(
                        "be of the group of root inside",
                        Call.of(Syscall.SETRESGID, stay, group, stay)),
                Step.call("be root inside", Call.of(Syscall.SETRESUID, stay, user, stay)));
    }
}

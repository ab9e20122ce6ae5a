package slipway.cli;

import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_REC;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_WRONLY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.namespaces.IdMapPlanner;
import slipway.namespaces.Namespace;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.runtime.HostFacts;
import slipway.unionfs.Marks;
import slipway.unionfs.Overlay;
import slipway.unionfs.OverlayPlanner;

/**
 * The tour's stop at layers: a file of an image is removed, another one made, and there is to see
 * what lies on top afterwards. An effect, in a folder that belongs to the caller.
 */
final class LayersStop {
    private static final String ROOT = "root";
    private static final long CHARACTER_DEVICE = 0020000;
    private static final long TYPE = 0170000;

    private final Path folder;
    private final HostFacts host = HostFacts.of(LinuxKernel.INSTANCE);

    /** An image of one file, and room for what is written. */
    LayersStop(Path folder) throws IOException {
        this.folder = folder;
        for (String name : List.of("image", "upper", "work", ROOT)) {
            Files.createDirectory(folder.resolve(name));
        }
        Files.writeString(folder.resolve("image/greeting"), "hello\n");
    }

    String folder() {
        return folder.toString();
    }

    /** The steps that make one tree of the two folders. */
    Plan mount() {
        Overlay overlay =
                new Overlay(
                        List.of(folder.resolve("image").toString()),
                        folder.resolve(ROOT).toString(),
                        folder.toString(),
                        host.privileged() ? Marks.TRUSTED : Marks.USER);
        return OverlayPlanner.mount(overlay, ROOT);
    }

    /** What is done in that tree. */
    Plan changes() {
        Arg root = Arg.result(ROOT);
        Arg how = Arg.flag(O_WRONLY | O_CREAT, Family.OPEN);
        return Plan.of(
                Step.call(
                        "remove a file of the image",
                        Call.of(
                                Syscall.UNLINKAT,
                                root,
                                Arg.text("greeting"),
                                Arg.flag(0, Family.AT))),
                Step.call(
                        "make another file",
                        Call.of(Syscall.OPENAT, root, Arg.text("news"), how, Arg.mode(0644))));
    }

    /**
     * Does it.
     *
     * @throws slipway.plan.StepFailed where the kernel lets this user mount no overlay
     */
    void run() {
        Plan own =
                Plan.of(
                        Step.call(
                                "keep our mounts from reaching the host",
                                Call.of(
                                        Syscall.MOUNT,
                                        Arg.NULL,
                                        Arg.text("/"),
                                        Arg.NULL,
                                        Arg.flag(MS_REC | MS_PRIVATE, Family.MOUNT),
                                        Arg.NULL)));
        Call end = Call.of(Syscall.EXIT_GROUP, Arg.num(0));
        Plan all = own.then(mount()).then(changes()).then(Plan.of(Step.call("end", end)));
        Launch launch = Launch.of(all).withNamespaces(CLONE_NEWNS);
        if (!host.privileged()) {
            launch =
                    launch.withNamespaces(CLONE_NEWNS | Namespace.USER.cloneFlag())
                            .withWhileCloned(IdMapPlanner.mapOnly(host.uid(), host.gid()))
                            .withIdentity(IdMapPlanner.becomeRoot(false));
        }
        try (Launcher launcher = new Launcher();
                Child child = launcher.start(launch)) {
            child.await();
        }
    }

    /** What is in the image's folder, or in the one on top, afterwards. */
    String shown(String name) throws IOException {
        List<String> shown = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            for (Path file : files.sorted().toList()) {
                boolean hides = isWhiteout(file);
                shown.add(file.getFileName() + (hides ? " (a device 0:0, which hides it)" : ""));
            }
        }
        return String.join(", ", shown);
    }

    private static boolean isWhiteout(Path file) throws IOException {
        Object mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        Object device = Files.getAttribute(file, "unix:rdev", LinkOption.NOFOLLOW_LINKS);
        long type = ((Number) mode).longValue() & TYPE;
        return type == CHARACTER_DEVICE && ((Number) device).longValue() == 0;
    }
}

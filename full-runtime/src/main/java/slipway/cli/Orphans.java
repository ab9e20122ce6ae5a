package slipway.cli;

import static slipway.linux.Constants.PR_SET_CHILD_SUBREAPER;
import static slipway.linux.Constants.SIGKILL;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.LinuxKernel;
import slipway.linux.PidFd;
import slipway.linux.Syscall;
import slipway.namespaces.Isolation;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespaceRequest;
import slipway.plan.Plan;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * What a container's program leaves behind where it has no PID namespace of its own, with which all
 * of it would end. From the beginning on such processes become our children, and at the end they
 * are killed. Those in the PID namespace of another container become children of its first process
 * instead, and end with that.
 */
final class Orphans {
    private final boolean adopt;
    private final List<Integer> before;

    private Orphans(boolean adopt) {
        this.adopt = adopt;
        this.before = adopt ? children() : List.of();
    }

    static Orphans of(Isolation isolation, Launcher launcher) {
        boolean adopt = false;
        for (NamespaceRequest each : isolation.namespaces().requests()) {
            boolean own = each instanceof NamespaceRequest.Create;
            adopt |= each.kind() == Namespace.PID && !own;
        }
        if (adopt) {
            // The guard is our child, too, and is there as soon as something was launched.
            Launch nothing = Launch.of(Plan.of(Steps.exit(0)));
            try (Child child = launcher.start(nothing)) {
                child.await();
            }
            LinuxKernel.INSTANCE.call(
                    Call.of(
                            Syscall.PRCTL,
                            Arg.flag(PR_SET_CHILD_SUBREAPER, Family.PRCTL),
                            Arg.num(1),
                            Arg.num(0),
                            Arg.num(0),
                            Arg.num(0)));
        }
        return new Orphans(adopt);
    }

    /** Each that is killed may have made one more, which becomes ours then. */
    void end() {
        if (!adopt) return;
        for (List<Integer> left = left(); !left.isEmpty(); left = left()) {
            for (int pid : left) {
                try (PidFd process = PidFd.open(pid)) {
                    process.signal(SIGKILL);
                    process.reap();
                }
            }
        }
    }

    private List<Integer> left() {
        List<Integer> left = new ArrayList<>(children());
        left.removeAll(before);
        return left;
    }

    /** By the fourth word of {@code stat}; the second may contain anything. */
    private static List<Integer> children() {
        String us = Long.toString(LinuxKernel.INSTANCE.call(Call.of(Syscall.GETPID)));
        List<Integer> children = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : all) {
                String stat = stat(each);
                String rest = stat.substring(stat.lastIndexOf(')') + 1).strip();
                if (!rest.isEmpty() && us.equals(VolumeOption.split(rest, ' ')[1])) {
                    children.add(Integer.parseInt(String.valueOf(each.getFileName())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("listing /proc", e);
        }
        return children;
    }

    private static String stat(Path process) {
        try {
            return Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }
}

package slipway.runtime;

import static slipway.linux.Constants.PR_SET_CHILD_SUBREAPER;
import static slipway.linux.Constants.SIGKILL;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.LinuxKernel;
import slipway.linux.PidFd;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.namespaces.Isolation;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespaceRequest;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * What a container's program leaves behind where it has no PID namespace of its own, with which all
 * of it would end. Who waits for the container adopts such processes, and at the end they are
 * killed. Those in the PID namespace of another container become children of its first process
 * instead, and end with that. An effect.
 */
public final class Adopted {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final String[] GONE = {"", ""};

    private Adopted() {}

    /** Whether a container can leave processes behind. */
    public static boolean areExpected(Isolation isolation) {
        for (NamespaceRequest each : isolation.namespaces().requests()) {
            boolean own = each instanceof NamespaceRequest.Create;
            if (each.kind() == Namespace.PID && !own) return true;
        }
        return false;
    }

    /** A step of who is to adopt them; it keeps doing so when it becomes another program. */
    public static Plan adopting() {
        return Plan.of(
                Step.call(
                        "adopt what the container leaves behind",
                        Call.of(
                                Syscall.PRCTL,
                                Arg.flag(PR_SET_CHILD_SUBREAPER, Family.PRCTL),
                                Arg.num(1),
                                Arg.num(0),
                                Arg.num(0),
                                Arg.num(0))));
    }

    /** Our children, also those that have ended and that nobody has waited for. */
    public static List<Integer> children() {
        return children(us(), true);
    }

    /** Kills our children, and what they leave behind, until there is nobody more. */
    public static void end(List<Integer> allBut) {
        while (true) {
            List<Integer> left = new ArrayList<>(children());
            left.removeAll(allBut);
            if (left.isEmpty()) return;
            for (int pid : left) {
                try (PidFd process = PidFd.open(pid)) {
                    process.signal(SIGKILL);
                    process.reap();
                }
            }
        }
    }

    /** The same with the children of another process, for that to reap. */
    public static void endThoseOf(int parent) {
        List<Integer> left = children(parent, false);
        while (!left.isEmpty()) {
            for (int pid : left) {
                Optional<PidFd> child = open(pid);
                if (child.isEmpty()) continue;
                try (PidFd process = child.get()) {
                    boolean still = fields(pid)[PARENT].equals(Integer.toString(parent));
                    if (still && process.signal(SIGKILL)) process.awaitEnd(PATIENCE);
                }
            }
            left = children(parent, false);
        }
    }

    private static Optional<PidFd> open(int pid) {
        try {
            return Optional.of(PidFd.open(pid));
        } catch (SyscallException e) {
            if (e.errno() != Errno.ESRCH) throw e;
            return Optional.empty();
        }
    }

    private static int us() {
        return (int) LinuxKernel.INSTANCE.call(Call.of(Syscall.GETPID));
    }

    private static List<Integer> children(int parent, boolean ended) {
        String wanted = Integer.toString(parent);
        List<Integer> children = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : all) {
                int pid = Integer.parseInt(String.valueOf(each.getFileName()));
                String[] fields = fields(pid);
                boolean counts = ended || !fields[STATE].equals("Z");
                if (counts && fields[PARENT].equals(wanted)) children.add(pid);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("listing /proc", e);
        }
        return children;
    }

    /** The words of {@code stat} behind the name, which may contain anything. */
    private static String[] fields(int pid) {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return GONE;
        }
        String[] fields = GONE.clone();
        int start = stat.lastIndexOf(')') + 2;
        for (int i = 0; i < fields.length; i++) {
            int end = stat.indexOf(' ', start);
            if (end < 0) return GONE;
            fields[i] = stat.substring(start, end);
            start = end + 1;
        }
        return fields;
    }
}

package slipway.jail;

import static slipway.linux.Constants.MOUNT_ATTR_NODEV;
import static slipway.linux.Constants.MOUNT_ATTR_NOEXEC;
import static slipway.linux.Constants.MOUNT_ATTR_NOSUID;
import static slipway.linux.Constants.S_IFREG;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Syscall;
import slipway.plan.FirstOf;
import slipway.plan.Group;
import slipway.plan.IfThere;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Steps that furnish {@code /dev}: the nodes and links that every program expects, terminals,
 * shared memory, and message queues of its own.
 *
 * @see <a href="https://man7.org/linux/man-pages/man4/null.4.html">null(4)</a>
 */
public final class DevPlanner {
    private static final String DEV = "dev";
    private static final int FOLDER = 0755;
    private static final int NODE = 0666;
    private static final long QUIET = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC;

    private static final List<String> NODES =
            List.of("null", "zero", "full", "random", "urandom", "tty");

    private static final String[][] LINKS = {
        {"/proc/self/fd", "fd"},
        {"/proc/self/fd/0", "stdin"},
        {"/proc/self/fd/1", "stdout"},
        {"/proc/self/fd/2", "stderr"},
        {"pts/ptmx", "ptmx"}
    };

    private DevPlanner() {}

    /**
     * An own {@code /dev}, in a tmpfs.
     *
     * @param ttyGroup the group that owns terminals, usually 5; negative where it is not mapped
     */
    public static Plan dev(int ttyGroup) {
        return dev(ttyGroup, false);
    }

    /**
     * The same.
     *
     * @param hostIpc whether memory and queues that programs share are those of the host
     */
    public static Plan dev(int ttyGroup, boolean hostIpc) {
        List<Step> steps = new ArrayList<>();
        steps.addAll(Mounting.folder(RootPlanner.ROOT, "dev", FOLDER, "devdir"));
        steps.addAll(
                Mounting.make("tmpfs", DEV, QUIET | MOUNT_ATTR_NODEV, "mode=0755", "size=64m"));
        steps.add(Mounting.put(DEV, "devdir", "put it on /dev"));
        for (String node : NODES) steps.add(node(node));
        for (String[] link : LINKS) steps.add(link(link[0], link[1]));
        steps.addAll(folders(ttyGroup, hostIpc));
        return new Plan(steps);
    }

    /** The host's whole {@code /dev}, for a privileged container, with terminals of its own. */
    public static Plan hostDev(int ttyGroup, boolean hostIpc) {
        List<Step> steps = new ArrayList<>();
        steps.addAll(Mounting.folder(RootPlanner.ROOT, "dev", FOLDER, "devdir"));
        steps.add(Mounting.copyOf("/dev", DEV));
        steps.add(Mounting.put(DEV, "devdir", "put it on /dev"));
        steps.addAll(folders(ttyGroup, hostIpc));
        return new Plan(steps);
    }

    private static List<Step> folders(int ttyGroup, boolean hostIpc) {
        List<Step> steps = new ArrayList<>();
        String[] options =
                ttyGroup < 0
                        ? new String[] {"newinstance", "ptmxmode=0666", "mode=0620"}
                        : new String[] {
                            "newinstance", "ptmxmode=0666", "mode=0620", "gid=" + ttyGroup
                        };
        steps.addAll(Mounting.folder(DEV, "pts", FOLDER, "ptsdir"));
        steps.addAll(Mounting.make("devpts", "pts", QUIET, options));
        steps.add(Mounting.put("pts", "ptsdir", "put terminals of its own on /dev/pts"));
        steps.addAll(Mounting.folder(DEV, "shm", FOLDER, "shmdir"));
        if (hostIpc) {
            steps.add(Mounting.copyOf("/dev/shm", "shm"));
            String why = "let no program in it run, and no device work";
            steps.add(Mounting.restrict("shm", QUIET | MOUNT_ATTR_NODEV, why));
        } else {
            steps.addAll(
                    Mounting.make(
                            "tmpfs", "shm", QUIET | MOUNT_ATTR_NODEV, "mode=1777", "size=64m"));
        }
        steps.add(Mounting.put("shm", "shmdir", "put shared memory on /dev/shm"));
        steps.addAll(Mounting.folder(DEV, "mqueue", FOLDER, "mqdir"));
        List<Step> queues =
                new ArrayList<>(Mounting.make("mqueue", "mqueue", QUIET | MOUNT_ATTR_NODEV));
        queues.add(Mounting.put("mqueue", "mqdir", "put message queues on /dev/mqueue"));
        if (hostIpc) steps.add(hostQueues(queues));
        else steps.addAll(queues);
        return steps;
    }

    /** Who may not mount those of the host can still show them, where the host has them mounted. */
    private static Step hostQueues(List<Step> own) {
        Step hosts =
                new IfThere(
                        Mounting.copyOf("/dev/mqueue", "mqueue"),
                        List.of(
                                Mounting.put(
                                        "mqueue", "mqdir", "put message queues on /dev/mqueue")),
                        "show the host's message queues");
        return new FirstOf(
                List.of(new Group(own, "mount the message queues"), hosts),
                "have the host's message queues");
    }

    /**
     * The host's node over an empty file. Not mknod, even where it is allowed: then no mount of the
     * container has to let device nodes work, and one that its root makes with CAP_MKNOD opens
     * nothing.
     */
    // tag::node[]
    private static Step node(String node) {
        Step file =
                Step.call(
                        "have a place for it",
                        Call.of(
                                Syscall.MKNODAT,
                                Arg.result(DEV),
                                Arg.text(node),
                                new Arg.Num(S_IFREG | NODE, "S_IFREG|0666"),
                                Arg.num(0)));
        return new Group(
                List.of(
                        file,
                        Mounting.find(DEV, node, 0, "place"),
                        Mounting.copyOf("/dev/" + node, "node"),
                        Mounting.put("node", "place", "put it there")),
                "show the host's /dev/" + node);
    }

    // end::node[]

    private static Step link(String target, String name) {
        return Step.call(
                "have /dev/" + name,
                Call.of(Syscall.SYMLINKAT, Arg.text(target), Arg.result(DEV), Arg.text(name)));
    }
}

package slipway.jail;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_NOCTTY;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.O_RDWR;
import static slipway.linux.Constants.S_IFREG;
import static slipway.linux.Constants.TIOCGPTPEER;
import static slipway.linux.Constants.TIOCSCTTY;
import static slipway.linux.Constants.TIOCSPTLCK;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.FdPassing;
import slipway.linux.Syscall;
import slipway.linux.WindowSize;
import slipway.plan.IfThere;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Steps that give a process a terminal of its own, out of the {@code /dev/pts} that {@link
 * DevPlanner} has just made, and hand the near side of it to whoever started the process. The far
 * side is opened through the near one, never by a path: a path can be made to lead elsewhere
 * (CVE-2025-52565).
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/pty.7.html">pty(7)</a>
 */
public final class TerminalPlanner {
    /** The near side is sent over a SOCK_SEQPACKET socket that the process has as this number. */
    public static final int SOCKET = 3;

    private static final String MASTER = "master";
    private static final String TERMINAL = "terminal";
    private static final String CONSOLE = "console";
    private static final long FLAGS = O_RDWR | O_NOCTTY | O_CLOEXEC;

    private static final String[] STREAMS = {"standard input", "standard output", "standard error"};

    private TerminalPlanner() {}

    /**
     * For a session leader without a terminal, before it changes its root.
     *
     * @param size at the start
     * @param owner whose it is to be, when not root's: the user id that the program will have
     * @param hostDev whether {@code /dev} is the host's, where nothing may be added
     */
    public static Plan terminal(WindowSize size, long owner, boolean hostDev) {
        List<Step> steps = make(size, owner, SOCKET);
        steps.addAll(console(hostDev));
        return new Plan(steps);
    }

    /**
     * The same, once the root has been changed and {@code $pts} stands in it on /dev/pts.
     *
     * @param socket the number of the descriptor that our side is handed over
     */
    public static Plan terminalInside(WindowSize size, long owner, int socket) {
        List<Step> steps = make(size, owner, socket);
        String mount = "consolemount";
        steps.add(Mounting.copyOfOpen(TERMINAL, mount, "show the terminal once more"));
        VolumePlanner.place(steps, "/dev/" + CONSOLE, false, mount);
        return new Plan(steps);
    }

    /**
     * One more terminal, for a process that has entered the container.
     *
     * @param socket the number of the descriptor that our side is handed over
     */
    public static Plan another(WindowSize size, long owner, int socket) {
        List<Step> steps = new ArrayList<>();
        steps.add(
                Step.call(
                                "find the container's terminals",
                                Call.of(
                                        Syscall.OPENAT,
                                        Arg.flag(AT_FDCWD, Family.DIRFD),
                                        Arg.text("/dev/pts"),
                                        Arg.flag(O_PATH | O_DIRECTORY | O_CLOEXEC, Family.OPEN),
                                        Arg.mode(0)))
                        .as("pts"));
        steps.addAll(make(size, owner, socket));
        return new Plan(steps);
    }

    private static List<Step> make(WindowSize size, long owner, int socket) {
        List<Step> steps = new ArrayList<>();
        steps.add(
                Step.call(
                                "make a terminal",
                                Call.of(
                                        Syscall.OPENAT,
                                        Arg.result("pts"),
                                        Arg.text("ptmx"),
                                        Arg.flag(FLAGS, Family.OPEN),
                                        Arg.mode(0)))
                        .as(MASTER));
        byte[] unlocked = new byte[4];
        steps.add(ioctl("unlock it", MASTER, TIOCSPTLCK, new Arg.Bytes(unlocked, "[0]")));
        steps.add(
                Step.call(
                                "open the side for programs, without a path",
                                Call.of(
                                        Syscall.IOCTL,
                                        Arg.result(MASTER),
                                        Arg.flag(TIOCGPTPEER, Family.TTY_IOCTL),
                                        Arg.flag(FLAGS, Family.OPEN)))
                        .as(TERMINAL));
        if (!size.equals(WindowSize.UNKNOWN)) {
            steps.add(Step.call("make it as large as ours", size.setCall(Arg.result(MASTER))));
        }
        if (owner != 0) steps.add(handTo(owner));
        steps.add(Step.call("hand our side over", FdPassing.sendCall(socket, MASTER)));
        steps.add(
                Step.call(
                        "close the socket that it went over",
                        Call.of(Syscall.CLOSE, Arg.num(socket))));
        steps.add(ioctl("make it the session's terminal", TERMINAL, TIOCSCTTY, Arg.num(0)));
        for (int stream = 0; stream <= 2; stream++) steps.add(become(stream));
        return steps;
    }

    private static Step ioctl(String why, String fd, long request, Arg argument) {
        return Step.call(
                why,
                Call.of(
                        Syscall.IOCTL,
                        Arg.result(fd),
                        Arg.flag(request, Family.TTY_IOCTL),
                        argument));
    }

    /** The mode of a terminal lets only its owner open it again. */
    private static Step handTo(long owner) {
        return Step.call(
                "make it the user's",
                Call.of(Syscall.FCHOWN, Arg.result(TERMINAL), Arg.num(owner), new Arg.Num(-1)));
    }

    private static Step become(int stream) {
        return Step.call(
                "have it as " + STREAMS[stream],
                Call.of(Syscall.DUP3, Arg.result(TERMINAL), Arg.num(stream), Arg.num(0)));
    }

    /** As docker has it, {@code /dev/console} is the same terminal. */
    private static List<Step> console(boolean hostDev) {
        Step copy = Mounting.copyOfOpen(TERMINAL, "consolemount", "show the terminal once more");
        Step put = Mounting.put("consolemount", CONSOLE, "put it on /dev/console");
        if (hostDev) {
            return List.of(
                    new IfThere(
                            Mounting.find("dev", CONSOLE, 0, CONSOLE),
                            List.of(copy, put),
                            "cover the host's console, if it has one"));
        }
        Step file =
                Step.call(
                        "have a place for the console",
                        Call.of(
                                Syscall.MKNODAT,
                                Arg.result("dev"),
                                Arg.text(CONSOLE),
                                new Arg.Num(S_IFREG | 0600, "S_IFREG|0600"),
                                Arg.num(0)));
        return List.of(file, Mounting.find("dev", CONSOLE, 0, CONSOLE), copy, put);
    }
}

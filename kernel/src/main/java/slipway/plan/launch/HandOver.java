package slipway.plan.launch;

import static slipway.linux.Constants.AT_EMPTY_PATH;
import static slipway.linux.Constants.FD_CLOEXEC;
import static slipway.linux.Constants.F_SETFD;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.SignalRelay;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.plan.program.ElfImage;
import slipway.plan.program.ProgramBuilder;

/**
 * The JVM need not stay: the process that was {@code java} becomes a program of a few KiB that
 * waits for the container in its place. It has the same number, so it is still the container's
 * parent and what its caller waits for; see docs/decisions/0050-the-jvm-need-not-stay.md.
 */
public final class HandOver {
    /** A signal that a handler of the JVM's has taken is handed on by a thread of Java. */
    private static final long IN_FLIGHT_MILLIS = 20;

    private final Child container;
    private final Guard guard;
    private final List<SignalRule> rules;
    private final Farewell farewell;

    HandOver(Child container, Guard guard, List<SignalRule> rules, Farewell farewell) {
        this.container = container;
        this.guard = guard;
        this.rules = rules;
        this.farewell = farewell;
    }

    /** The last question before the exec. */
    public interface Quiet {
        /** Whether no signal is on its way that Java has to remember. */
        boolean isQuiet();
    }

    /** Returns only if there was no exec: whether it may be possible later. */
    boolean become(Quiet quiet, List<String> argv) {
        int[] numbers = new int[rules.size()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = rules.get(i).number();
        List<Fd> opened = new ArrayList<>();
        TreeSet<Integer> kept = new TreeSet<>();
        try (SignalRelay relay = SignalRelay.toThisThread(numbers)) {
            sleep();
            HandOverFds fds = HandOverFds.open(container, guard, rules, relay.signals(), opened);
            kept.addAll(locked());
            kept.addAll(fds.all());
            ProgramBuilder out = new ProgramBuilder(Arch.current());
            new HandOverProgram(rules, fds, kept, relay.signals(), farewell).write(out);
            Fd file = ProgramFile.of(new ElfImage(Arch.current()).of(out.build()));
            opened.add(file);
            for (int each : kept) inherit(each, 0);
            if (quiet.isQuiet()) exec(file, argv);
            return true;
        } catch (SyscallException | UncheckedIOException e) {
            // No descriptor is left, or a policy forbids it. The JVM waits then, as it does now.
            return false;
        } finally {
            for (int each : kept) inherit(each, FD_CLOEXEC);
            for (Fd each : opened) each.close();
        }
    }

    private static void exec(Fd file, List<String> argv) {
        List<Arg> words = new ArrayList<>();
        for (String word : argv) words.add(Arg.text(word));
        words.add(Arg.NULL);
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.EXECVEAT,
                        Arg.num(file.number()),
                        Arg.text(""),
                        new Arg.Words(words, "argv"),
                        new Arg.Words(List.of(Arg.NULL), "[]"),
                        Arg.flag(AT_EMPTY_PATH, Family.AT)));
    }

    private static void inherit(int fd, long flags) {
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.FCNTL,
                        Arg.num(fd),
                        Arg.flag(F_SETFD, Family.FCNTL),
                        Arg.num(flags)));
    }

    /** Every lock of ours: images and folders are in use for as long as they are held. */
    private static TreeSet<Integer> locked() {
        TreeSet<Integer> locked = new TreeSet<>();
        String[] names = new File("/proc/self/fd").list();
        if (names == null) throw new UncheckedIOException(new IOException("no /proc/self/fd"));
        for (String name : names) {
            int fd = Integer.parseInt(name);
            if (fd > 2 && isLocked(Path.of("/proc/self/fdinfo", name))) locked.add(fd);
        }
        return locked;
    }

    /** What has been closed since was the listing's own or HotSpot's, which looks at its cgroup. */
    private static boolean isLocked(Path info) {
        try {
            String text = new String(Files.readAllBytes(info), StandardCharsets.US_ASCII);
            return text.contains("\nlock:");
        } catch (IOException closed) {
            return false;
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(IN_FLIGHT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

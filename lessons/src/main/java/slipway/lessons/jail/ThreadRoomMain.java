package slipway.lessons.jail;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import slipway.lessons.NotYetWritten;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Fd;
import slipway.linux.Kernel;
import slipway.linux.LinuxKernel;
import slipway.linux.Memory;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;

/**
 * The JVM that is thrown away: {@code ThreadRoomMain CLASS FOLDER ROOT MARK} lets the learner's
 * class, whose files are in the folder, do some work in a jail; the work tells what it sees of the
 * file {@code /MARK}, and then both wait to be looked at. An effect.
 */
public final class ThreadRoomMain {
    private static final int MUCH = 256;

    private final Kernel kernel = LinuxKernel.INSTANCE;
    private final String mark;

    private ThreadRoomMain(String mark) {
        this.mark = mark;
    }

    public static void main(String[] words) throws Exception {
        ClassLoader learners = load(Path.of(words[1]));
        ThreadRoomMain room = new ThreadRoomMain(words[3]);
        read("/nothing-of-this-name"); // what says no has to be loaded, too
        tell("caller", Long.toString(room.thread()));
        room.jail(learners.loadClass(words[0]), Path.of(words[2]));
        Runtime.getRuntime().halt(0);
    }

    /** A thread whose root is elsewhere finds no class any more. */
    private static ClassLoader load(Path folder) throws IOException, ClassNotFoundException {
        ClassLoader loader =
                new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, ThreadRoomMain.class.getClassLoader());
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (!name.endsWith(".class")) continue;
            Class.forName(name.substring(0, name.length() - 6), true, loader);
        }
        return loader;
    }

    private void jail(Class<?> type, Path root) {
        String wanted = UUID.randomUUID().toString();
        try {
            Object object = type.getDeclaredConstructor().newInstance();
            String got = ((JailsAThread) object).inJail(kernel, root, work(wanted));
            tell("after", wanted.equals(got) ? "the same" : "something else");
            waitForNod();
        } catch (NotYetWritten e) {
            tell("unwritten", String.valueOf(e.getMessage()));
        } catch (Exception | LinkageError e) {
            tell("threw", trouble(e, type.getName()));
        }
    }

    private Callable<String> work(String answer) {
        return () -> {
            tell("inside", thread() + " " + read("/" + mark));
            waitForNod();
            return answer;
        };
    }

    private static String trouble(Throwable thrown, String name) {
        Throwable cause = thrown;
        if (thrown instanceof ExecutionException && thrown.getCause() != null) {
            cause = thrown.getCause();
        }
        for (StackTraceElement frame : cause.getStackTrace()) {
            if (!frame.getClassName().split("\\$")[0].equals(name)) continue;
            return cause + " (" + frame.getFileName() + ", line " + frame.getLineNumber() + ")";
        }
        return cause.toString();
    }

    private long thread() {
        return kernel.call(Call.of(Syscall.GETTID));
    }

    /** What stands in a file, or the errno with which it is refused. */
    private static String read(String path) {
        try (Fd file = Fd.open(path, Constants.O_RDONLY, 0);
                Memory memory = Memory.allocate(MUCH)) {
            byte[] bytes = new byte[file.read(memory, MUCH)];
            memory.getBytes(0, bytes, 0, bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (SyscallException e) {
            return e.errno().name();
        }
    }

    private static void tell(String what, String more) {
        String line = what + " " + more.replace('\n', ' ') + "\n";
        Fd.STDOUT.write(line.getBytes(StandardCharsets.UTF_8));
    }

    private static void waitForNod() {
        try (Memory memory = Memory.allocate(1)) {
            Fd.STDIN.read(memory, 1);
        }
    }
}

package slipway.cli;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;

/**
 * What the container gets as 0, 1 and 2: ours. Where our caller had closed one of them ({@code
 * <&-}), the JVM's own first file took its number, and must not get into a container: it is {@code
 * /dev/null} then.
 */
final class Stdio {
    private static final int PATH_MAX = 4096;

    private Stdio() {}

    static Map<Integer, Fd> ours() {
        Map<Integer, Fd> streams = new TreeMap<>();
        streams.put(0, orNothing(Fd.STDIN));
        streams.put(1, orNothing(Fd.STDOUT));
        streams.put(2, orNothing(Fd.STDERR));
        return streams;
    }

    private static Fd orNothing(Fd stream) {
        // Left open until we end: the container's process takes it over from us.
        return isOurCallers(stream) ? stream : Fd.open("/dev/null", Constants.O_RDWR, 0);
    }

    private static boolean isOurCallers(Fd stream) {
        String file = target(stream);
        String classPath = System.getProperty("java.class.path", "");
        String app = System.getProperty("slipway.app", "no folder");
        boolean isJava =
                file.startsWith(System.getProperty("java.home") + "/")
                        || file.startsWith(app + "/"); // the archive of class data
        boolean isJar =
                file.endsWith(".jar") && classPath.contains(file.substring(file.lastIndexOf('/')));
        return !file.isEmpty() && !isJava && !isJar;
    }

    /** What is open there, as the kernel names it; empty if nothing is. */
    private static String target(Fd stream) {
        byte[] path = new byte[PATH_MAX];
        Call readlink =
                Call.of(
                        Syscall.READLINKAT,
                        Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                        Arg.text(stream.path()),
                        new Arg.Bytes(path, "path"),
                        Arg.num(PATH_MAX));
        try {
            int length = (int) LinuxKernel.INSTANCE.call(readlink);
            return new String(path, 0, length, StandardCharsets.UTF_8);
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENOENT) throw e;
            return "";
        }
    }
}

package slipway.lessons.jail;

import static slipway.linux.Constants.AF_INET;
import static slipway.linux.Constants.AF_UNIX;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.SOCK_STREAM;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Exec;
import slipway.plan.Step;

/** What a prisoner does to see or reach something: each ends well only if it does. */
final class Sights {
    /** A file of the host, open in the jail. */
    static final int OPEN_FILE = 5;

    private static final int STDOUT = 1;
    private static final int UTSNAME = 390;
    private static final int MUCH = 4096;
    private static final int SIGTERM = 15;
    private static final Arg HERE = Arg.flag(AT_FDCWD, Family.DIRFD);

    private Sights() {}

    static List<Step> file(Path secret) {
        return List.of(
                call(
                        "open a file outside by its name",
                        Syscall.OPENAT,
                        HERE,
                        Arg.text(secret.toString()),
                        Arg.flag(O_RDONLY, Family.OPEN),
                        Arg.mode(0)));
    }

    static List<Step> program() {
        return List.of(Exec.search(List.of("/bin/sh", "-c", "exit 0"), List.of(), ""));
    }

    static List<Step> find(int pid) {
        return List.of(
                call("find a process", Syscall.PIDFD_OPEN, Arg.num(pid), Arg.num(0)).as("found"));
    }

    static List<Step> signal(int pid) {
        Arg term = new Arg.Num(SIGTERM, "SIGTERM");
        return List.of(call("end a process", Syscall.KILL, Arg.num(pid), term));
    }

    static List<Step> port(int port) {
        byte[] address = new byte[16];
        address[0] = AF_INET;
        address[2] = (byte) (port >> 8);
        address[3] = (byte) port;
        address[4] = 127;
        address[7] = 1;
        return connect(AF_INET, address, "127.0.0.1:" + port);
    }

    static List<Step> abstractSocket(String name) {
        byte[] address = abstractAddress(name);
        return connect(AF_UNIX, address, "@" + name);
    }

    /** The address of a socket that is no file: a NUL, and then its name. */
    static byte[] abstractAddress(String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        byte[] address = new byte[3 + text.length];
        address[0] = AF_UNIX;
        System.arraycopy(text, 0, address, 3, text.length);
        return address;
    }

    private static List<Step> connect(int domain, byte[] address, String shown) {
        return List.of(
                call(
                                "have a socket",
                                Syscall.SOCKET,
                                Arg.flag(domain, Family.SOCKET_DOMAIN),
                                Arg.flag(SOCK_STREAM, Family.SOCKET_TYPE),
                                Arg.num(0))
                        .as("socket"),
                call(
                        "connect it to " + shown,
                        Syscall.CONNECT,
                        Arg.result("socket"),
                        new Arg.Bytes(address, shown),
                        Arg.num(address.length)));
    }

    /** Tells on standard output what {@link #utsname} reads. */
    static List<Step> uname() {
        Arg room = new Arg.Bytes(new byte[UTSNAME], "names"); // one object, so one place in memory
        return List.of(
                call("ask the kernel for names", Syscall.UNAME, room),
                call("tell them", Syscall.WRITE, Arg.num(STDOUT), room, Arg.num(UTSNAME)));
    }

    /**
     * A field of {@code struct utsname}, whose fields have 65 bytes each.
     *
     * @param number 1 for the host's name, 2 for the kernel's release
     */
    static String utsname(byte[] told, int number) {
        int from = 65 * number;
        int to = from;
        while (to < told.length && told[to] != 0) to++;
        return to <= from ? "" : new String(told, from, to - from, StandardCharsets.UTF_8);
    }

    /** Tells on standard output what the open file holds. */
    static List<Step> openFile() {
        return List.of(
                call(
                        "tell what an open file holds",
                        Syscall.SENDFILE,
                        Arg.num(STDOUT),
                        Arg.num(OPEN_FILE),
                        Arg.NULL,
                        Arg.num(MUCH)));
    }

    private static Do call(String why, Syscall syscall, Arg... args) {
        return Step.call(why, new Call(syscall, List.of(args)));
    }
}

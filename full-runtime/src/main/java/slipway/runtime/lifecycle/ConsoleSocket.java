package slipway.runtime.lifecycle;

import static slipway.linux.Constants.AF_UNIX;
import static slipway.linux.Constants.SOCK_CLOEXEC;
import static slipway.linux.Constants.SOCK_STREAM;

import java.nio.charset.StandardCharsets;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;

/** The socket of an engine that wants to have the near side of a container's terminal. */
final class ConsoleSocket {
    /** {@code struct sockaddr_un}: two bytes of family, and the path with its NUL. */
    private static final int SIZE = 110;

    private static final int PATH = 2;

    private ConsoleSocket() {}

    /** A connection to it; unix(7). */
    static Fd connect(String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length >= SIZE - PATH) {
            throw new LifecycleProblem(
                    "--console-socket has a path of "
                            + name.length
                            + " bytes, and the kernel takes 107. Try: a shorter one");
        }
        byte[] address = new byte[SIZE];
        address[0] = AF_UNIX;
        System.arraycopy(name, 0, address, PATH, name.length);
        Fd socket =
                Fd.owned(
                        LinuxKernel.INSTANCE.call(
                                Call.of(
                                        Syscall.SOCKET,
                                        Arg.flag(AF_UNIX, Family.SOCKET_DOMAIN),
                                        Arg.flag(SOCK_STREAM | SOCK_CLOEXEC, Family.SOCKET_TYPE),
                                        Arg.num(0))));
        try {
            String shown = "{sa_family=AF_UNIX, sun_path=" + Arg.quote(path) + "}";
            LinuxKernel.INSTANCE.call(
                    Call.of(
                            Syscall.CONNECT,
                            Arg.num(socket.number()),
                            new Arg.Bytes(address, shown),
                            Arg.num(SIZE)));
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}

package slipway.lessons.jail;

import static slipway.linux.Constants.AF_UNIX;
import static slipway.linux.Constants.O_RDWR;
import static slipway.linux.Constants.SOCK_CLOEXEC;
import static slipway.linux.Constants.SOCK_STREAM;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/** Things of the host to be reached from a jail, each with something random in it. An effect. */
final class Host implements AutoCloseable {
    final String secret = UUID.randomUUID().toString();
    final String socket = "slipway-lesson-" + UUID.randomUUID();
    final Path secretFile;
    final Child process;
    private final ServerSocket server;
    private final Fd listening;

    Host(Bench bench) throws IOException {
        secretFile = bench.file("secret-" + UUID.randomUUID(), secret);
        try (Fd nothing = Fd.open("/dev/null", O_RDWR, 0)) {
            Map<Integer, Fd> fds = Map.of(0, nothing, 1, nothing, 2, nothing);
            process = bench.launcher().startHolder(Launch.of(Plan.NOTHING).withFds(fds));
        }
        try {
            server = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            process.close();
            throw new CannotJudge("127.0.0.1 cannot be used here: " + e.getMessage());
        }
        listening = listen(socket);
    }

    int port() {
        return server.getLocalPort();
    }

    static String name() throws IOException {
        // Not readString: a file of /proc/sys answers only the first read, which would be a byte.
        try (var file = Files.newInputStream(Path.of("/proc/sys/kernel/hostname"))) {
            return new String(file.readNBytes(256), java.nio.charset.StandardCharsets.UTF_8)
                    .strip();
        }
    }

    private static Fd listen(String name) {
        Fd socket =
                Fd.owned(
                        LinuxKernel.INSTANCE.call(
                                Call.of(
                                        Syscall.SOCKET,
                                        Arg.flag(AF_UNIX, Family.SOCKET_DOMAIN),
                                        Arg.flag(SOCK_STREAM | SOCK_CLOEXEC, Family.SOCKET_TYPE),
                                        Arg.num(0))));
        byte[] address = Sights.abstractAddress(name);
        Arg number = Arg.num(socket.number());
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.BIND,
                        number,
                        new Arg.Bytes(address, "@" + name),
                        Arg.num(address.length)));
        LinuxKernel.INSTANCE.call(Call.of(Syscall.LISTEN, number, Arg.num(1)));
        return socket;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        try (server) {
            process.close();
        }
    }
}

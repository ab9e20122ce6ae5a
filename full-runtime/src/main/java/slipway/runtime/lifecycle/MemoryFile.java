package slipway.runtime.lifecycle;

import static slipway.linux.Constants.MFD_CLOEXEC;
import static slipway.linux.Constants.O_RDONLY;

import java.nio.charset.StandardCharsets;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Memory;
import slipway.linux.Syscall;

/** A file without a name, which never makes its writer wait as a full pipe does. */
final class MemoryFile implements AutoCloseable {
    private static final int SHOWN = 4096;

    private final Fd fd;

    MemoryFile(String name) {
        this.fd =
                Fd.owned(
                        LinuxKernel.INSTANCE.call(
                                Call.of(
                                        Syscall.MEMFD_CREATE,
                                        Arg.text(name),
                                        Arg.flag(MFD_CLOEXEC, Family.MEMFD))));
    }

    Fd fd() {
        return fd;
    }

    void write(String text) {
        fd.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** From its beginning on, wherever others have come to. */
    Fd reader() {
        return Fd.open(fd.path(), O_RDONLY, 0);
    }

    /** How it begins. */
    String head() {
        try (Fd reader = reader();
                Memory memory = Memory.allocate(SHOWN)) {
            byte[] bytes = new byte[reader.read(memory, SHOWN)];
            memory.getBytes(0, bytes, 0, bytes.length);
            return new String(bytes, StandardCharsets.UTF_8).strip().replace('\n', ' ');
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}

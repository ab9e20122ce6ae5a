package slipway.plan.probe;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.Memory;
import slipway.linux.SyscallException;

/** A switch of the kernel, by the name that sysctl(8) has for it. */
record Sysctl(String name) {
    private static final int ROOM = 256;

    static final Sysctl UNPRIVILEGED_USERNS = new Sysctl("kernel.unprivileged_userns_clone");
    static final Sysctl APPARMOR_USERNS =
            new Sysctl("kernel.apparmor_restrict_unprivileged_userns");
    static final Sysctl MAX_USER_NAMESPACES = new Sysctl("user.max_user_namespaces");
    static final Sysctl MEMFD_NOEXEC = new Sysctl("vm.memfd_noexec");
    static final Sysctl PTRACE_SCOPE = new Sysctl("kernel.yama.ptrace_scope");

    /**
     * Its value; empty where the kernel has no such switch. In one read: these files answer only
     * the first.
     */
    Optional<String> read() {
        try (Fd file = Fd.open("/proc/sys/" + name.replace('.', '/'), Constants.O_RDONLY, 0);
                Memory memory = Memory.allocate(ROOM)) {
            byte[] bytes = new byte[file.read(memory, ROOM)];
            memory.getBytes(0, bytes, 0, bytes.length);
            return Optional.of(new String(bytes, StandardCharsets.US_ASCII).strip());
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.EACCES) return Optional.empty();
            throw e;
        }
    }

    boolean is(String value) {
        return read().equals(Optional.of(value));
    }

    /** The command that sets it until the next boot. */
    String set(String value) {
        return "sysctl -w " + name + "=" + value;
    }
}

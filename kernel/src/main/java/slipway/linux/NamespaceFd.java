package slipway.linux;

import static slipway.linux.Constants.NS_GET_NSTYPE;
import static slipway.linux.Constants.NS_GET_OWNER_UID;
import static slipway.linux.Constants.NS_GET_PARENT;
import static slipway.linux.Constants.NS_GET_USERNS;
import static slipway.linux.Constants.O_RDONLY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A namespace that is open, and so stays for as long as this does, also when its last process has
 * ended.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/ioctl_ns.2.html">ioctl_ns(2)</a>
 */
public final class NamespaceFd implements AutoCloseable {
    private final Fd fd;

    private NamespaceFd(Fd fd) {
        this.fd = fd;
    }

    /**
     * Opens what a path leads to, which may be anything; see {@link #type}.
     *
     * @throws SyscallException ENOENT, EACCES and the other answers of open(2)
     */
    public static NamespaceFd open(String path) {
        return new NamespaceFd(Fd.open(path, O_RDONLY, 0));
    }

    /**
     * {@code ioctl(fd, NS_GET_NSTYPE)}.
     *
     * @return the {@code CLONE_NEW*} flag of its kind; 0 for a file that is no namespace
     */
    public long type() {
        try {
            return ioctl(NS_GET_NSTYPE, 0);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOTTY || e.errno() == Errno.EBADF) return 0;
            throw e;
        }
    }

    /**
     * {@code ioctl(fd, NS_GET_USERNS)}: the user namespace that it belongs to. Of a user namespace
     * it is the parent.
     *
     * @return empty if that is none of ours and none below ours, so that we may not know: EPERM
     */
    public Optional<NamespaceFd> owner() {
        return related(NS_GET_USERNS);
    }

    /**
     * {@code ioctl(fd, NS_GET_PARENT)}, of user and PID namespaces.
     *
     * @return empty for the first of all, and where we may not know: EPERM
     */
    public Optional<NamespaceFd> parent() {
        return related(NS_GET_PARENT);
    }

    private Optional<NamespaceFd> related(long request) {
        try {
            return Optional.of(new NamespaceFd(Fd.owned(ioctl(request, 0))));
        } catch (SyscallException e) {
            if (e.errno() == Errno.EPERM) return Optional.empty();
            throw e;
        }
    }

    /** {@code ioctl(fd, NS_GET_OWNER_UID)}: who made it, of a user namespace. */
    public long ownerUid() {
        try (Memory uid = Memory.allocate(Integer.BYTES)) {
            ioctl(NS_GET_OWNER_UID, uid.address());
            return Integer.toUnsignedLong(uid.getInt(0));
        }
    }

    /** Its kind and number, as {@code /proc/PID/ns} has them. */
    public NamespaceLink link() {
        try {
            return NamespaceLink.parse(Files.readSymbolicLink(Path.of(fd.path())).toString());
        } catch (IOException e) {
            throw new UncheckedIOException("reading where " + fd.path() + " leads", e);
        }
    }

    private long ioctl(long request, long argument) {
        return LinuxKernel.quick(Syscall.IOCTL, fd.number(), request, argument, 0, 0);
    }

    /** For setns, and for who is to have it. Closed with this. */
    public Fd fd() {
        return fd;
    }

    @Override
    public void close() {
        fd.close();
    }
}

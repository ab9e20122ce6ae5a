package slipway.linux;

import static slipway.linux.Constants.MNT_DETACH;
import static slipway.linux.Constants.MS_BIND;
import static slipway.linux.Constants.MS_REC;

/**
 * A mount that goes when it is closed. For tests and lessons, in a mount namespace of their own; a
 * container's mounts are steps of its plan and never appear in the host's table.
 */
public record Mounted(Kernel kernel, String target) implements AutoCloseable {
    /**
     * {@code mount("tmpfs", target, "tmpfs", 0, options)}.
     *
     * @throws SyscallException EPERM without CAP_SYS_ADMIN; ENOENT when the target is missing
     */
    public static Mounted tmpfs(Kernel kernel, String target, String options) {
        kernel.call(
                Call.of(
                        Syscall.MOUNT,
                        Arg.text("tmpfs"),
                        Arg.text(target),
                        Arg.text("tmpfs"),
                        Arg.flag(0, Family.MOUNT),
                        Arg.text(options)));
        return new Mounted(kernel, target);
    }

    /**
     * {@code mount(source, target, NULL, MS_BIND | MS_REC, NULL)}: shows {@code source} at {@code
     * target} as well.
     *
     * @throws SyscallException EPERM without CAP_SYS_ADMIN; ENOENT if either path is missing
     */
    public static Mounted bind(Kernel kernel, String source, String target) {
        kernel.call(
                Call.of(
                        Syscall.MOUNT,
                        Arg.text(source),
                        Arg.text(target),
                        Arg.NULL,
                        Arg.flag(MS_BIND | MS_REC, Family.MOUNT),
                        Arg.NULL));
        return new Mounted(kernel, target);
    }

    @Override
    public void close() {
        kernel.call(
                Call.of(Syscall.UMOUNT2, Arg.text(target), Arg.flag(MNT_DETACH, Family.UMOUNT)));
    }
}

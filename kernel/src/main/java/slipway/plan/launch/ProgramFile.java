package slipway.plan.launch;

import static slipway.linux.Constants.F_SEAL_GROW;
import static slipway.linux.Constants.F_SEAL_SEAL;
import static slipway.linux.Constants.F_SEAL_SHRINK;
import static slipway.linux.Constants.F_SEAL_WRITE;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_EXCL;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_WRONLY;

import java.util.UUID;
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
 * A program as a file without a name, ready for exec: in sealed memory, so that nothing in a
 * container can write to what {@code /proc/self/exe} shows there (CVE-2019-5736).
 */
final class ProgramFile {
    private static final int MODE = 0555;
    private static final int X_OK = 1;
    private static final String[] FOLDERS = {"/dev/shm", "/run", "/tmp", "/var/tmp"};

    private ProgramFile() {}

    static Fd of(byte[] elf) {
        try {
            return inMemory(elf);
        } catch (SyscallException e) {
            // vm.memfd_noexec=2 forbids it, for this PID namespace or the whole machine.
            if (e.errno() != Errno.EACCES && e.errno() != Errno.EPERM) throw e;
            return onDisk(elf, e);
        }
    }

    private static Fd inMemory(byte[] elf) {
        Fd file = Fd.executableMemory("slipway");
        try {
            file.write(elf);
            file.seal(F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
            return file;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** A file that has lost its name before anything is written to it. */
    private static Fd onDisk(byte[] elf, SyscallException cause) {
        for (String folder : FOLDERS) {
            try {
                return onDisk(folder, elf);
            } catch (SyscallException e) {
                cause.addSuppressed(e);
            }
        }
        throw cause;
    }

    private static Fd onDisk(String folder, byte[] elf) {
        String name = folder + "/.slipway-" + UUID.randomUUID();
        try (Fd writing = Fd.open(name, O_WRONLY | O_CREAT | O_EXCL, MODE)) {
            Fd reading;
            try {
                reading = Fd.open(name, O_RDONLY, 0);
            } finally {
                unlink(name);
            }
            try {
                writing.write(elf);
                mayExecute(reading);
                return reading;
            } catch (RuntimeException e) {
                reading.close();
                throw e;
            }
        }
    }

    /** EACCES on a file system that is mounted noexec. */
    private static void mayExecute(Fd file) {
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.FACCESSAT2,
                        Arg.num(file.number()),
                        Arg.text(""),
                        new Arg.Num(X_OK, "X_OK"),
                        Arg.flag(Constants.AT_EMPTY_PATH, Family.AT)));
    }

    private static void unlink(String name) {
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.UNLINKAT,
                        Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                        Arg.text(name),
                        Arg.flag(0, Family.AT)));
    }
}

package slipway.unionfs;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.RENAME_NOREPLACE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;

/** Changes of files that are still so after the machine has lost its power. Effects. */
final class Durable {
    private Durable() {}

    /** Writes a new file and waits until it is on the disk. */
    static void write(Path file, byte[] content) throws IOException {
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) out.write(buffer);
            out.force(true);
        }
    }

    /** Waits until the names in a directory are on the disk. */
    static void syncDirectory(String directory) {
        try (Fd fd = Fd.open(directory, O_RDONLY | O_DIRECTORY, 0)) {
            LinuxKernel.INSTANCE.call(Call.of(Syscall.FSYNC, Arg.num(fd.number())));
        }
    }

    /**
     * Gives something another name, at once.
     *
     * @throws SyscallException EEXIST if that name is taken
     */
    static void rename(String from, String to) {
        Arg here = Arg.flag(AT_FDCWD, Family.DIRFD);
        Arg keep = Arg.flag(RENAME_NOREPLACE, Family.RENAME);
        LinuxKernel.INSTANCE.call(
                Call.of(Syscall.RENAMEAT2, here, Arg.text(from), here, Arg.text(to), keep));
    }
}

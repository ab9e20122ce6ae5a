package slipway.runtime;

import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import slipway.jail.ElfFile;
import slipway.jail.ElfMachine;
import slipway.jail.UnreadableElf;
import slipway.linux.Fd;
import slipway.linux.SyscallException;

/**
 * What the beginning of a program tells about why it does not start.
 *
 * @param shebang what stands after {@code #!} up to the first blank; empty if it is no script
 * @param isElf whether it begins as an ELF file, damaged or not
 * @param machine of a sound ELF file
 * @param loader {@code PT_INTERP} of an ELF file that has one
 */
record ProgramHead(
        Optional<String> shebang,
        boolean isElf,
        Optional<ElfMachine> machine,
        Optional<String> loader) {
    private static final int SHEBANG_LIMIT = 256; // BINPRM_BUF_SIZE: the kernel reads no more

    /** Looks the file up as the container would; empty if it is no file that can be read. */
    static Optional<ProgramHead> read(String rootfs, String file) {
        try (Fd root = Fd.open(rootfs, O_PATH | O_DIRECTORY, 0);
                Fd program = Fd.openInRoot(root, file, O_PATH)) {
            Path path = Path.of(program.path());
            // To open a pipe would wait for its other end.
            return Files.isRegularFile(path) ? Optional.of(read(path)) : Optional.empty();
        } catch (SyscallException | IOException e) {
            return Optional.empty(); // the failure that is being explained is the one to report
        }
    }

    private static ProgramHead read(Path file) throws IOException {
        Optional<String> shebang = shebang(file);
        try {
            ElfFile elf = ElfFile.read(file);
            return new ProgramHead(shebang, true, Optional.of(elf.machine()), elf.interpreter());
        } catch (UnreadableElf.ForeignElf e) {
            return new ProgramHead(shebang, true, Optional.of(e.machine()), Optional.empty());
        } catch (UnreadableElf.DamagedElf e) {
            return new ProgramHead(shebang, true, Optional.empty(), Optional.empty());
        } catch (UnreadableElf e) {
            return new ProgramHead(shebang, false, Optional.empty(), Optional.empty());
        }
    }

    private static Optional<String> shebang(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(SHEBANG_LIMIT);
        }
        if (head.length < 2 || head[0] != '#' || head[1] != '!') return Optional.empty();
        String text = new String(head, 2, head.length - 2, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String line = (end < 0 ? text : text.substring(0, end)).stripLeading();
        int blank = line.indexOf(' ');
        return Optional.of(blank < 0 ? line : line.substring(0, blank));
    }
}

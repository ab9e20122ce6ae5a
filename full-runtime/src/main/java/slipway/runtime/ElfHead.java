package slipway.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first page of a file, read as the beginning of an ELF program.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/elf.5.html">elf(5)</a>
 */
final class ElfHead {
    private static final int EHDR = 64;
    private static final int PHDR = 56;
    private static final int PT_INTERP = 3;

    private final ByteBuffer bytes;

    ElfHead(byte[] head) {
        this.bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean isElf() {
        return bytes.limit() >= EHDR && bytes.getInt(0) == 0x464c457f;
    }

    /** {@code e_machine}. */
    int machine() {
        return bytes.getShort(18) & 0xffff;
    }

    String machineName() {
        switch (machine()) {
            case 3:
                return "x86 (32 bit)";
            case 21:
                return "ppc64";
            case 22:
                return "s390x";
            case 40:
                return "arm (32 bit)";
            case 62:
                return "x86-64";
            case 183:
                return "aarch64";
            case 243:
                return "riscv";
            default:
                return "a machine with ELF number " + machine();
        }
    }

    /**
     * {@code PT_INTERP}: the program that the kernel runs in its place; none in a static program.
     */
    Optional<String> interpreter() {
        if (!isElf() || bytes.get(4) != 2) return Optional.empty();
        long table = bytes.getLong(32);
        int count = bytes.getShort(56) & 0xffff;
        for (int i = 0; i < count; i++) {
            long at = table + (long) i * PHDR;
            if (at < 0 || at + PHDR > bytes.limit()) return Optional.empty();
            if (bytes.getInt((int) at) == PT_INTERP) return textAt(bytes.getLong((int) at + 8));
        }
        return Optional.empty();
    }

    private Optional<String> textAt(long offset) {
        if (offset < 0 || offset >= bytes.limit()) return Optional.empty();
        int end = (int) offset;
        while (end < bytes.limit() && bytes.get(end) != 0) end++;
        return Optional.of(
                new String(
                        bytes.array(), (int) offset, end - (int) offset, StandardCharsets.UTF_8));
    }
}

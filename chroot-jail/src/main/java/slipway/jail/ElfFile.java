package slipway.jail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import slipway.jail.UnreadableElf.ForeignElf;
import slipway.jail.UnreadableElf.NotAnElf;
import slipway.linux.Arch;

/**
 * What a program or library says about itself, and about the files it needs. An effect: it reads
 * the file, some kilobytes of it, whatever its size. Any bytes may be given to it.
 *
 * @param type {@code e_type}; see {@link #EXECUTABLE} and {@link #SHARED}
 * @param interpreter {@code PT_INTERP}: the program that the kernel runs in its place, which then
 *     loads the libraries
 * @param needed {@code DT_NEEDED}: libraries, in order, by names or paths
 * @param soname {@code DT_SONAME}: the name by which others need it
 * @param rpath {@code DT_RPATH}, not expanded; empty if there is none
 * @param runpath {@code DT_RUNPATH}, not expanded; empty if there is none
 * @see <a href="https://man7.org/linux/man-pages/man5/elf.5.html">elf(5)</a>
 */
public record ElfFile(
        Path file,
        int type,
        ElfMachine machine,
        Optional<String> interpreter,
        List<String> needed,
        Optional<String> soname,
        String rpath,
        String runpath) {
    /** {@code ET_EXEC}: a program with a fixed place in memory. */
    public static final int EXECUTABLE = 2;

    /** {@code ET_DYN}: a library, or a program that can be loaded anywhere. */
    public static final int SHARED = 3;

    private static final int HEADER = 64;
    private static final int SHORTEST_HEADER = 52; // of 32 bits
    private static final int MAGIC = 0x464c457f;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int SEGMENT = 56;
    private static final int MOST_SEGMENT_BYTES = 65_536; // more is ENOEXEC
    private static final int PATH_MAX = 4096;

    public ElfFile {
        needed = List.copyOf(needed);
    }

    /**
     * Reads a file of 64 bits and little-endian order, of any machine.
     *
     * @throws UnreadableElf if it is none, or is damaged
     * @throws IOException if the file cannot be read at all
     */
    public static ElfFile read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(file, new ElfBytes(file, channel));
        }
    }

    /**
     * Refuses a file that this processor does not run natively.
     *
     * @throws ForeignElf with the name of the machine that it is for
     */
    public ElfFile requireMachine(Arch arch) throws ForeignElf {
        if (!machine.is(arch)) throw new ForeignElf(file, machine, arch.toString());
        return this;
    }

    /** Whether the kernel can start it with no other file. True of static-pie programs, too. */
    public boolean isStatic() {
        return interpreter.isEmpty() && needed.isEmpty();
    }

    private static ElfFile read(Path file, ElfBytes bytes) throws IOException {
        ByteBuffer head = bytes.head(HEADER);
        if (head.remaining() < Integer.BYTES || head.getInt(0) != MAGIC) throw new NotAnElf(file);
        if (head.remaining() < SHORTEST_HEADER) throw bytes.damaged("its header is cut off");
        ElfMachine machine = machine(head, bytes);
        if (machine.bits() != Long.SIZE || machine.bigEndian()) {
            throw new ForeignElf(file, machine, "64 bits, little-endian");
        }
        if (head.remaining() < HEADER) throw bytes.damaged("its header is cut off");

        ByteBuffer segments = segments(head, bytes);
        Optional<String> interpreter = Optional.empty();
        ElfDynamic dynamic = ElfDynamic.NONE;
        for (int at = 0; at < segments.limit(); at += SEGMENT) {
            int kind = segments.getInt(at);
            long offset = segments.getLong(at + 8);
            long size = segments.getLong(at + 32);
            if (kind == PT_INTERP && interpreter.isEmpty()) {
                interpreter = Optional.of(interpreter(bytes, offset, size));
            } else if (kind == PT_DYNAMIC && dynamic == ElfDynamic.NONE) {
                dynamic = ElfDynamic.read(bytes, offset, size, segments);
            }
        }
        return new ElfFile(
                file,
                head.getShort(16) & 0xffff,
                machine,
                interpreter,
                dynamic.needed(),
                dynamic.soname(),
                dynamic.rpath(),
                dynamic.runpath());
    }

    private static ElfMachine machine(ByteBuffer head, ElfBytes bytes) throws IOException {
        int width = head.get(4);
        int order = head.get(5);
        if (width < 1 || width > 2) throw bytes.damaged("its class is " + width + ", not 1 or 2");
        if (order < 1 || order > 2) {
            throw bytes.damaged("its byte order is " + order + ", not 1 or 2");
        }
        boolean bigEndian = order == 2;
        ByteBuffer ordered = head.duplicate();
        ordered.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int bits = width == 1 ? Integer.SIZE : Long.SIZE;
        return new ElfMachine(ordered.getShort(18) & 0xffff, bits, bigEndian);
    }

    /** The program headers; none in an object file. */
    private static ByteBuffer segments(ByteBuffer head, ElfBytes bytes) throws IOException {
        int size = head.getShort(54) & 0xffff;
        int count = head.getShort(56) & 0xffff;
        if (count == 0) return ByteBuffer.allocate(0);
        if (size != SEGMENT) {
            throw bytes.damaged("a program header has " + size + " bytes, not " + SEGMENT);
        }
        long all = (long) count * SEGMENT;
        return bytes.at(head.getLong(32), all, MOST_SEGMENT_BYTES, "the program header table");
    }

    private static String interpreter(ElfBytes bytes, long offset, long size) throws IOException {
        bytes.at(offset, size, PATH_MAX, "the interpreter's name");
        return bytes.text(offset, size, "the interpreter's name");
    }

    /**
     * Where in the file an address in memory comes from, by the {@code PT_LOAD} segments.
     *
     * @return the offset, or -1 for an address that no segment has
     */
    static long offsetOf(long address, ByteBuffer segments) {
        for (int at = 0; at < segments.limit(); at += SEGMENT) {
            if (segments.getInt(at) != PT_LOAD) continue;
            long within = address - segments.getLong(at + 16);
            // Unsigned: an address below the segment becomes a huge number.
            if (Long.compareUnsigned(within, segments.getLong(at + 32)) < 0) {
                return segments.getLong(at + 8) + within;
            }
        }
        return -1;
    }
}

package slipway.plan.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import slipway.linux.Arch;
import slipway.linux.asm.MachineCode;

/**
 * A program as a static ELF executable of a few KiB, with two segments: interpreter (read and
 * execute) and records with their data (read and write). See elf(5).
 */
public final class ElfImage {
    private static final int EHDR = 64;
    private static final int PHDR = 56;
    private static final int SEGMENTS = 3;
    private static final int CODE = EHDR + SEGMENTS * PHDR;
    private static final int ET_EXEC = 2;
    private static final int PT_LOAD = 1;
    private static final int PT_GNU_STACK = 0x6474e551;
    private static final int READ = 4;
    private static final int WRITE = 2;
    private static final int EXECUTE = 1;

    /** The largest page that aarch64 may have; segments that far apart never share one. */
    private static final int PAGE = 0x10000;

    private static final int TEXT_ADDRESS = 0x200000;

    private final Arch arch;
    private final byte[] code;
    private final int dataAt;

    public ElfImage(Arch arch) {
        this.arch = arch;
        int codeSize = MachineCode.interpreter(arch, 0).length;
        this.dataAt = CODE + codeSize + 63 & -64;
        this.code = MachineCode.interpreter(arch, dataAddress());
    }

    /** The kernel maps whole pages, so address and file offset must agree modulo the page. */
    private int dataAddress() {
        return TEXT_ADDRESS + PAGE + dataAt;
    }

    /** The whole file. */
    public byte[] of(Program program) {
        byte[] data = program.image(dataAddress());
        ByteBuffer out = ByteBuffer.allocate(dataAt + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        out.putShort((short) ET_EXEC).putShort((short) arch.elfMachine()).putInt(1);
        out.putLong(TEXT_ADDRESS + CODE).putLong(EHDR).putLong(0).putInt(0);
        out.putShort((short) EHDR).putShort((short) PHDR).putShort((short) SEGMENTS);
        out.position(EHDR);
        segment(out, PT_LOAD, READ | EXECUTE, 0, TEXT_ADDRESS, CODE + code.length);
        segment(out, PT_LOAD, READ | WRITE, dataAt, dataAddress(), data.length);
        segment(out, PT_GNU_STACK, READ | WRITE, 0, 0, 0); // else the stack is executable
        out.put(code);
        out.position(dataAt);
        out.put(data);
        return out.array();
    }

    private static void segment(
            ByteBuffer out, int type, int flags, int offset, int address, int size) {
        out.putInt(type).putInt(flags).putLong(offset).putLong(address).putLong(address);
        out.putLong(size).putLong(size).putLong(PAGE);
    }
}

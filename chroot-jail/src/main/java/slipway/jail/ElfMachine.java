package slipway.jail;

import slipway.linux.Arch;

/**
 * The processor that an ELF file is for.
 *
 * @param number {@code e_machine} of elf(5)
 * @param bits 32 or 64
 * @param bigEndian the order of bytes
 */
public record ElfMachine(int number, int bits, boolean bigEndian) {
    /** Whether programs for it are native to {@code arch}. */
    public boolean is(Arch arch) {
        return number == arch.elfMachine() && bits == Long.SIZE && !bigEndian;
    }

    /** Words that people use, as in "it is for arm (32 bit)". */
    @Override
    public String toString() {
        String name = name();
        if (bits == Integer.SIZE) name += " (32 bit)";
        return bigEndian && number != S390 ? name + " (big-endian)" : name;
    }

    private static final int S390 = 22; // always big-endian, so there is nothing to add

    private String name() {
        switch (number) {
            case 3:
                return "x86";
            case 8:
                return "mips";
            case 20:
            case 21:
                return "ppc";
            case S390:
                return "s390";
            case 40:
                return "arm";
            case 62:
                return "x86-64";
            case 183:
                return "aarch64";
            case 243:
                return "riscv";
            case 258:
                return "loongarch";
            default:
                return "a machine with ELF number " + number;
        }
    }
}

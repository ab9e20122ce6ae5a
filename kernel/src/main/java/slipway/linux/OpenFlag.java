package slipway.linux;

/**
 * The flags of open(2) that have other numbers on aarch64 than on x86-64. The rest are in {@link
 * Constants}, which also holds these for the machine of this JVM.
 */
public enum OpenFlag {
    DIRECT(0x4000, 0x10000),
    LARGEFILE(0x8000, 0x20000),
    DIRECTORY(0x10000, 0x4000),
    NOFOLLOW(0x20000, 0x8000),
    /** {@code __O_TMPFILE | O_DIRECTORY}, so that a kernel without it says EISDIR. */
    TMPFILE(0x410000, 0x404000);

    private final int x86;
    private final int arm;

    OpenFlag(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    public long on(Arch arch) {
        return arch == Arch.X86_64 ? x86 : arm;
    }
}

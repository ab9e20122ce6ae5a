package slipway.linux;

/** The processors that Slipway makes machine code for, with their number in an ELF header. */
public enum Arch {
    X86_64("x86-64", 62),
    AARCH64("aarch64", 183);

    private final String label;
    private final int elfMachine;

    Arch(String label, int elfMachine) {
        this.label = label;
        this.elfMachine = elfMachine;
    }

    /** {@code e_machine} of elf(5). */
    public int elfMachine() {
        return elfMachine;
    }

    /** The processor of this JVM; anything but the two is refused by name. */
    public static Arch current() {
        String name = System.getProperty("os.arch", "");
        if (name.equals("amd64") || name.equals("x86_64")) return X86_64;
        if (name.equals("aarch64")) return AARCH64;
        throw new UnsupportedMachine(name);
    }

    @Override
    public String toString() {
        return label;
    }

    /** This machine has a processor that Slipway has no machine code for. */
    public static final class UnsupportedMachine extends RuntimeException implements ForPeople {
        private static final long serialVersionUID = 1L;

        UnsupportedMachine(String name) {
            super("this machine is " + name + "; Slipway runs on x86-64 and aarch64");
        }
    }
}

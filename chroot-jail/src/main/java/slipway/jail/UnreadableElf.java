package slipway.jail;

import java.io.IOException;
import java.nio.file.Path;
import slipway.linux.ForPeople;

/** A file is no ELF program that can be read here; the kinds say why. */
public abstract sealed class UnreadableElf extends IOException implements ForPeople {
    private static final long serialVersionUID = 1L;

    private UnreadableElf(Path file, String reason) {
        super(file + " " + reason);
    }

    /** It does not begin with the four bytes of ELF: a script, text, anything. */
    public static final class NotAnElf extends UnreadableElf {
        private static final long serialVersionUID = 1L;

        NotAnElf(Path file) {
            super(file, "is no ELF file: it does not begin with 7f 45 4c 46");
        }
    }

    /** It is sound as far as one can see, but for another kind of machine. */
    public static final class ForeignElf extends UnreadableElf {
        private static final long serialVersionUID = 1L;

        private final transient ElfMachine machine;

        ForeignElf(Path file, ElfMachine machine, String wanted) {
            super(file, "is for " + machine + "; wanted is " + wanted);
            this.machine = machine;
        }

        /** What it is for. */
        public ElfMachine machine() {
            return machine;
        }
    }

    /** It is cut off, or a number in it points nowhere. */
    public static final class DamagedElf extends UnreadableElf {
        private static final long serialVersionUID = 1L;

        DamagedElf(Path file, String what) {
            super(file, "is a damaged ELF file: " + what);
        }
    }
}

package slipway.lessons.spaces;

import static slipway.linux.Constants.SIGCHLD;

import java.io.IOException;
import java.nio.file.Path;
import slipway.linux.Syscall;
import slipway.plan.program.Datum;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/**
 * The program that an init looks after. It makes orphans, says that it is ready, tells of each
 * signal that it gets, and exits on {@link #END}. Each orphan exits when it can read a byte.
 *
 * @param orphans how many
 * @param orphanCode with which they exit
 * @param code with which the program exits
 */
record Ward(int orphans, int orphanCode, int code) {
    /** A real-time signal, which nobody sends by accident. */
    static final int END = 40;

    /** A descriptor: what happens is written there, 8 bytes for each signal, 0 for ready. */
    static final int REPORT = 4;

    /** A descriptor: a byte for each orphan that is to exit. */
    static final int RELEASE = 5;

    Path write(Path path) throws IOException {
        Elf elf = new Elf();
        Rec.Label middle = new Rec.Label();
        Rec.Label next = new Rec.Label();
        Rec.Label end = new Rec.Label();
        Datum said = elf.out.room(8);
        elf.blockSignals(true);
        if (orphans > 0) makeOrphans(elf, middle);
        elf.talk(Syscall.WRITE, REPORT, said, 8, elf.out.word(0), end);
        elf.out.bind(next);
        Word signal = elf.out.word(0);
        elf.awaitSignal(signal);
        elf.out.jumpIfEqual(signal, SIGCHLD, next);
        elf.out.jumpIfEqual(signal, END, end);
        elf.out.copy(said.word(0), signal, 8);
        elf.talk(Syscall.WRITE, REPORT, said, 8, elf.out.word(0), end);
        elf.out.jump(next);
        elf.out.bind(end);
        elf.exit(code);
        elf.out.bind(middle);
        orphan(elf);
        return elf.write(path);
    }

    private void makeOrphans(Elf elf, Rec.Label middle) {
        Rec.Label again = new Rec.Label();
        Word made = elf.out.word(0);
        Word child = elf.out.word(0);
        elf.out.bind(again);
        elf.fork(child);
        elf.out.jumpIfEqual(child, 0, middle);
        elf.waitForAnyChild();
        elf.out.add(made, 1);
        elf.out.jumpIfBelow(made, orphans, again);
    }

    /** A child that has a child and ends: so that one has to be adopted. */
    private void orphan(Elf elf) {
        Rec.Label lives = new Rec.Label();
        Word child = elf.out.word(0);
        elf.fork(child);
        elf.out.jumpIfEqual(child, 0, lives);
        elf.exit(0);
        elf.out.bind(lives);
        Rec.Label released = new Rec.Label();
        elf.talk(Syscall.READ, RELEASE, elf.out.room(8), 1, elf.out.word(0), released);
        elf.out.bind(released);
        elf.exit(orphanCode);
    }
}

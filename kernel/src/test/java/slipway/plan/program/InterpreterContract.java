package slipway.plan.program;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.CLD_EXITED;
import static slipway.linux.Constants.P_PID;
import static slipway.linux.Constants.SIGKILL;
import static slipway.linux.Constants.SIGTERM;
import static slipway.linux.Constants.WEXITED;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;

/** What each kind of record does, on any processor; seen from outside, by what a process prints. */
abstract class InterpreterContract {
    private static final int SI_CODE = 8;
    private static final int SI_STATUS = 24;
    private static final long[] EDGES = {
        0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0xffffffffL, 1L << 32
    };

    private final Random random = new Random();

    @TempDir private Path folder;

    abstract Arch arch();

    private Elf elf() {
        return new Elf(arch(), folder);
    }

    @Test
    void the_exit_status_can_be_copied_from_a_word() {
        int status = random.nextInt(Elf.FAILED);
        Elf.Outcome outcome = elf().run(out -> Elf.exit(out, out.word(status), 8));
        assertThat(outcome.exitCode()).isEqualTo(status);
    }

    @Test
    void a_copy_of_four_bytes_clears_the_upper_half_and_one_of_eight_does_not() {
        long value = random.nextLong() | 1L << 63;
        byte[] expected =
                concat(ProgramBuilder.bytes(value & 0xffffffffL), ProgramBuilder.bytes(value));
        Elf.Outcome outcome =
                elf().run(
                                out -> {
                                    Datum to = out.room(16);
                                    out.add(to.word(0), random.nextLong());
                                    Word from = out.word(value);
                                    out.copy(to.word(0), from, 4);
                                    out.copy(to.word(8), from, 8);
                                    Elf.print(out, 1, to.word(0), 16);
                                });
        assertThat(outcome.result().out()).isEqualTo(expected);
    }

    @Test
    void add_is_addition_of_64_bits_that_wraps() {
        List<Long> sums = new ArrayList<>();
        Elf.Outcome outcome =
                elf().run(
                                out -> {
                                    for (long left : values()) {
                                        for (long right : values()) {
                                            Word word = out.word(left);
                                            out.add(word, right);
                                            sums.add(left + right);
                                            Elf.print(out, 1, word, 8);
                                        }
                                    }
                                });
        byte[] expected = new byte[0];
        for (long sum : sums) expected = concat(expected, ProgramBuilder.bytes(sum));
        assertThat(outcome.result().out()).isEqualTo(expected);
    }

    /** A branch to be written, and when it is taken. */
    private interface Branch {
        void write(ProgramBuilder out, Word word, long value, Rec.Label target);
    }

    private void isTaken(Branch branch, LongBinaryOperator whenNotZero) {
        StringBuilder expected = new StringBuilder();
        Elf.Outcome outcome =
                elf().run(
                                out -> {
                                    for (long left : values()) {
                                        for (long right : values()) {
                                            Rec.Label taken = new Rec.Label();
                                            Rec.Label next = new Rec.Label();
                                            branch.write(out, out.word(left), right, taken);
                                            Elf.print(out, "n");
                                            out.jump(next);
                                            out.bind(taken);
                                            Elf.print(out, "y");
                                            out.bind(next);
                                            long expects = whenNotZero.applyAsLong(left, right);
                                            expected.append(expects != 0 ? 'y' : 'n');
                                        }
                                    }
                                });
        assertThat(outcome.stdout()).isEqualTo(expected.toString()).contains("y", "n");
    }

    private long[] values() {
        long[] values = new long[EDGES.length + 2];
        System.arraycopy(EDGES, 0, values, 0, EDGES.length);
        values[EDGES.length] = random.nextLong();
        values[EDGES.length + 1] = random.nextInt();
        return values;
    }

    @Test
    void a_branch_if_equal_compares_all_64_bits() {
        isTaken(ProgramBuilder::jumpIfEqual, (word, value) -> word == value ? 1 : 0);
    }

    @Test
    void a_branch_unless_equal_is_the_other_way_round() {
        isTaken(ProgramBuilder::jumpUnlessEqual, (word, value) -> word != value ? 1 : 0);
    }

    @Test
    void a_branch_if_below_compares_without_signs() {
        isTaken(
                ProgramBuilder::jumpIfBelow,
                (word, value) -> Long.compareUnsigned(word, value) < 0 ? 1 : 0);
    }

    @Test
    void a_loop_is_an_addition_and_a_branch_back() {
        int times = 2 + random.nextInt(200);
        Elf.Outcome outcome =
                elf().run(
                                out -> {
                                    Word count = out.word(0);
                                    Rec.Label again = new Rec.Label();
                                    out.bind(again);
                                    Elf.print(out, ".");
                                    out.add(count, 1);
                                    out.jumpIfBelow(count, times, again);
                                });
        assertThat(outcome.stdout()).isEqualTo(".".repeat(times));
    }

    @Test
    void strings_reach_the_kernel_as_they_are() {
        String text = UUID.randomUUID() + " ü€🚀\n";
        Elf.Outcome outcome = elf().run(out -> Elf.print(out, text));
        assertThat(outcome.stdout()).isEqualTo(text);
    }

    @Test
    void a_failed_call_leaves_its_errno_its_place_and_minus_its_errno_as_a_result() {
        Arg missing = Arg.text(folder + "/no/such");
        Arg here = Arg.flag(AT_FDCWD, Family.DIRFD);
        Call mkdir = Call.of(Syscall.MKDIRAT, here, missing, Arg.mode(0755));
        Elf.Outcome outcome =
                elf().run(
                                out -> {
                                    for (int i = random.nextInt(9); i > 0; i--) Elf.print(out, "x");
                                    Rec.Label failed = new Rec.Label();
                                    Word result = out.word(0);
                                    out.call(Elf.step(mkdir), mkdir, result, failed);
                                    Elf.print(out, "not reached");
                                    out.bind(failed);
                                    out.jumpIfEqual(
                                            result, -Errno.ENOENT.number(), out.onFailure());
                                });
        assertThat(outcome.errno()).isEqualTo(Errno.ENOENT);
        assertThat(outcome.failedIndex()).isEqualTo(outcome.stdout().length());
        assertThat(outcome.failed().call()).isSameAs(mkdir);
    }

    @Test
    void the_last_failure_is_the_one_that_is_told() {
        Call close = Call.of(Syscall.CLOSE, Arg.num(1000));
        Call chdir = Call.of(Syscall.CHDIR, Arg.text(folder + "/no/such"));
        Elf.Outcome outcome =
                elf().run(
                                out -> {
                                    Rec.Label next = new Rec.Label();
                                    out.call(Elf.step(close), close, null, next);
                                    out.bind(next);
                                    Elf.call(out, chdir);
                                });
        assertThat(outcome.errno()).isEqualTo(Errno.ENOENT);
        assertThat(outcome.failedIndex()).isOne();
    }

    @Test
    void a_result_may_be_larger_than_any_errno() {
        Call seek = Call.of(Syscall.LSEEK, Arg.num(0), Arg.num(1L << 40), Arg.num(0));
        Elf.Outcome outcome =
                elf().run(
                                out -> {
                                    Word position = Elf.resultOf(out, seek);
                                    Rec.Label right = new Rec.Label();
                                    out.jumpIfEqual(position, 1L << 40, right);
                                    Elf.exit(out, 1);
                                    out.bind(right);
                                });
        assertThat(outcome.exitCode()).as("%s", outcome.result()).isZero();
    }

    @Test
    void the_exit_status_of_a_child_can_become_our_own() {
        int status = random.nextInt(Elf.FAILED);
        Elf.Outcome outcome = elf().run(out -> likeChild(out, () -> Elf.exit(out, status)));
        assertThat(outcome.exitCode()).isEqualTo(status);
    }

    @Test
    void a_child_that_dies_by_a_signal_can_be_told_from_one_that_exits() {
        for (int signal : new int[] {SIGKILL, SIGTERM}) {
            Elf.Outcome outcome = elf().run(out -> likeChild(out, () -> killSelf(out, signal)));
            assertThat(outcome.exitCode()).isEqualTo(128 + signal);
        }
    }

    private void killSelf(ProgramBuilder out, int signal) {
        Word self = Elf.resultOf(out, Call.of(Syscall.GETPID));
        Call kill = Call.of(Syscall.KILL, Arg.NULL, Arg.num(signal));
        Rec record = out.prepared(Elf.step(kill), kill, null, out.onFailure());
        out.copy(out.argumentOf(record, 0), self, 8);
        out.add(record);
        Rec.Label wait = new Rec.Label();
        out.bind(wait);
        Elf.call(out, Call.of(Syscall.SCHED_YIELD));
        out.jump(wait);
    }

    /** Forks, waits, and exits as the child did, or with 128 and the number of its signal. */
    private void likeChild(ProgramBuilder out, Runnable childsWork) {
        Rec.Label child = new Rec.Label();
        Word pid = Elf.fork(out, child);
        Datum info = out.room(128);
        Arg ended = Arg.flag(WEXITED, Family.WAIT);
        Call wait = Call.of(Syscall.WAITID, Arg.num(P_PID), Arg.NULL, Arg.NULL, ended, Arg.NULL);
        Rec record = out.prepared(Elf.step(wait), wait, null, out.onFailure());
        out.copy(out.argumentOf(record, 1), pid, 8);
        out.point(record, 2, info.word(0));
        out.add(record);
        Word code = out.word(0);
        Word status = out.word(0);
        Rec.Label exited = new Rec.Label();
        out.copy(code, info.word(SI_CODE), 4);
        out.copy(status, info.word(SI_STATUS), 4);
        out.jumpIfEqual(code, CLD_EXITED, exited);
        out.add(status, 128);
        out.bind(exited);
        Elf.exit(out, status, 8);
        out.bind(child);
        childsWork.run();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

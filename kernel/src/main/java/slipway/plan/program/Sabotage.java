package slipway.plan.program;

import java.util.List;
import slipway.linux.Errno;
import slipway.linux.asm.RecordLayout;

/**
 * What tests may do to a program before it is laid out: make one record fail, or leave one out to
 * show what it is there for.
 */
public interface Sabotage {
    Sabotage NONE = new Untouched();

    void apply(List<Rec> records, List<Datum> data);

    /** A class with a name: every start loads it, and a lambda would cost it a millisecond. */
    final class Untouched implements Sabotage {
        private Untouched() {}

        @Override
        public void apply(List<Rec> records, List<Datum> data) {}
    }

    /** The record with this index is not run and fails with {@code errno}. */
    static Sabotage failAt(int index, Errno errno) {
        return (records, data) -> {
            Rec victim = records.get(index);
            Rec.Label excuse = new Rec.Label();
            excuse.index = records.size();
            records.set(index, always(excuse));
            records.add(store(data, Word.ERRNO, errno.number()));
            long failed = RecordLayout.HEADER + (long) index * RecordLayout.RECORD;
            records.add(store(data, Word.FAILED, failed));
            if (victim.target == null) throw new IllegalArgumentException("it cannot fail");
            records.add(always(victim.target));
        };
    }

    /** The record with this index is not run. */
    static Sabotage leaveOut(int index) {
        return (records, data) -> {
            Rec.Label next = new Rec.Label();
            next.index = index + 1;
            records.set(index, always(next));
        };
    }

    private static Rec always(Rec.Label target) {
        Rec branch = new Rec(RecordLayout.BRANCH, RecordLayout.IF_EQUAL, null, target, null, null);
        branch.arguments[0] = new Operand.OffsetOf(Word.ZERO);
        return branch;
    }

    private static Rec store(List<Datum> data, Word to, long value) {
        Datum constant = new Datum(ProgramBuilder.bytes(value));
        data.add(constant);
        Rec copy = new Rec(RecordLayout.COPY, 8, null, null, null, null);
        copy.arguments[0] = new Operand.OffsetOf(to);
        copy.arguments[1] = new Operand.OffsetOf(constant.word(0));
        return copy;
    }
}

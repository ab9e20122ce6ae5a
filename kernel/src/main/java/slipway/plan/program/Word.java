package slipway.plan.program;

import org.jspecify.annotations.Nullable;
import slipway.linux.asm.RecordLayout;

/**
 * Eight bytes in a program's memory: in its header, in a datum, or an argument of a record.
 *
 * @param datum where it is part of a datum
 * @param record where it is part of a record
 * @param at bytes from the start of the datum, of the record, or, with neither, of the header
 */
public record Word(@Nullable Datum datum, @Nullable Rec record, int at) {
    /** The errno of the last call that failed. */
    public static final Word ERRNO = new Word(null, null, RecordLayout.ERRNO);

    /** Which record failed last, as an offset. */
    public static final Word FAILED = new Word(null, null, RecordLayout.FAILED);

    static final Word ZERO = new Word(null, null, RecordLayout.ZERO);

    static Word argument(Rec record, int index) {
        return new Word(null, record, RecordLayout.argument(index));
    }

    /** From the start of the header; known once the program is laid out. */
    int offset() {
        if (datum != null) return datum.offset + at;
        if (record != null) return record.offset + at;
        return at;
    }
}

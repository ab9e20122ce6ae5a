package slipway.plan.program;

import java.util.List;
import slipway.linux.asm.RecordLayout;

/** A finished program. It has no address yet: {@link #image} gives it one. */
public final class Program {
    private final List<Rec> told;
    private final List<Rec> records;
    private final List<Datum> data;
    private final int size;

    /**
     * @param told the records as failures are to be reported: the same ones, unless a test has
     *     changed what is run
     */
    Program(List<Rec> told, List<Rec> records, List<Datum> data) {
        this.told = List.copyOf(told);
        this.records = List.copyOf(records);
        this.data = List.copyOf(data);
        int offset = RecordLayout.HEADER;
        for (Rec record : records) {
            record.offset = offset;
            offset += RecordLayout.RECORD;
        }
        for (Datum datum : data) {
            datum.offset = offset;
            offset += datum.bytes.length + 7 & -8;
        }
        this.size = offset;
    }

    public List<Rec> records() {
        return told;
    }

    /** Header, records and data together, in bytes. */
    public int size() {
        return size;
    }

    /**
     * The program as it stands in memory. Written with as little code as can be, for it runs once
     * in a command, and interpreted: a ByteBuffer takes two milliseconds more for 500 records.
     *
     * @param base where its header will be
     */
    public byte[] image(long base) {
        byte[] out = new byte[size];
        for (int i = 0; i < records.size(); i++) write(out, records.get(i), base);
        for (int i = 0; i < data.size(); i++) {
            Datum datum = data.get(i);
            System.arraycopy(datum.bytes, 0, out, datum.offset, datum.bytes.length);
            for (int j = 0; j < datum.pointers.size(); j++) {
                Datum.Pointer pointer = datum.pointers.get(j);
                put(out, datum.offset + pointer.at(), base + pointer.target().offset);
            }
        }
        return out;
    }

    private static void write(byte[] out, Rec record, long base) {
        int at = record.offset;
        put(out, at + RecordLayout.KIND, record.kind);
        put(out, at + RecordLayout.DETAIL, record.detail);
        for (int i = 0; i < record.arguments.length; i++) {
            Operand argument = record.arguments[i];
            if (argument == Operand.ZERO) continue;
            put(out, at + RecordLayout.argument(i), value(argument, base));
        }
        int result = record.result == null ? RecordLayout.SCRATCH : record.result.offset();
        put(out, at + RecordLayout.RESULT, result);
        if (record.target != null) {
            if (record.target.index < 0) throw new IllegalStateException("a label never bound");
            int target = RecordLayout.HEADER + record.target.index * RecordLayout.RECORD;
            put(out, at + RecordLayout.TARGET, target);
        }
    }

    /** Little-endian, into bytes that are zero so far; a word of any width that it fits into. */
    private static void put(byte[] out, int at, long value) {
        for (int i = at; value != 0; i++) {
            out[i] = (byte) value;
            value >>>= 8;
        }
    }

    private static long value(Operand operand, long base) {
        if (operand instanceof Operand.Const number) return number.value();
        if (operand instanceof Operand.AddressOf address) return base + address.word().offset();
        if (operand instanceof Operand.OffsetOf offset) return offset.word().offset();
        throw new AssertionError("not an operand: " + operand);
    }

    /**
     * The record that a failure report names.
     *
     * @param failed the word {@link Word#FAILED} as the program wrote it
     */
    public Rec recordAt(long failed) {
        return told.get((int) (failed - RecordLayout.HEADER) / RecordLayout.RECORD);
    }

    @Override
    public String toString() {
        return records.size() + " records, " + size + " bytes";
    }
}

package slipway.plan.program;

/** An argument of a record, before the program has an address. */
sealed interface Operand {
    Operand ZERO = new Const(0);

    /** The word itself. */
    record Const(long value) implements Operand {}

    /** Where a datum is in memory. */
    record AddressOf(Word word) implements Operand {}

    /** Where a word is, counted from the header: what copy, add and branch work on. */
    record OffsetOf(Word word) implements Operand {}
}

package slipway.plan.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.asm.RecordLayout;
import slipway.plan.Step;
import slipway.plan.program.Rec.Label;

/**
 * Writes a program, record by record.
 *
 * <p>A call that fails goes to the label given with it, else to {@link #onFailure}, which the
 * writer binds to what is to be done then.
 */
public final class ProgramBuilder {
    private final Arch arch;
    private final List<Rec> records = new ArrayList<>();
    private final List<Datum> data = new ArrayList<>();
    private final Map<String, Word> results = new HashMap<>();
    private final Map<Arg, Datum> shared = new IdentityHashMap<>();
    private Label onFailure = new Label();

    public ProgramBuilder(Arch arch) {
        this.arch = arch;
    }

    /** Where calls go that fail from here on. */
    public Label onFailure() {
        return onFailure;
    }

    /** Sends the failures of what is written from now on elsewhere; returns the label so far. */
    public Label redirectFailures(Label to) {
        Label before = onFailure;
        onFailure = to;
        return before;
    }

    /** From here on the label means the next record. */
    public void bind(Label label) {
        label.index = records.size();
    }

    /** Room for {@code size} bytes, zeroed. */
    public Datum room(int size) {
        Datum datum = new Datum(new byte[size]);
        data.add(datum);
        return datum;
    }

    /** Eight bytes with a value in them. */
    public Word word(long value) {
        Datum datum = new Datum(bytes(value));
        data.add(datum);
        return datum.word(0);
    }

    /** Calls the kernel; goes to {@link #onFailure} when it says no. */
    public Rec call(Step step, Call call) {
        return call(step, call, null, onFailure);
    }

    /**
     * Calls the kernel.
     *
     * @param result where what it returned goes, also minus errno; null for nowhere
     * @param onError the way on when it says no
     */
    public Rec call(Step step, Call call, @Nullable Word result, Label onError) {
        Rec record = prepared(step, call, result, onError);
        add(record);
        return record;
    }

    /**
     * A record for {@code call}, not added yet, so that copies into its arguments can stand before.
     */
    public Rec prepared(Step step, Call call, @Nullable Word result, Label onError) {
        int number = call.syscall().number(arch);
        Rec record = new Rec(RecordLayout.SYSCALL, number, result, onError, step, call);
        for (int i = 0; i < call.args().size(); i++) {
            Arg arg = call.args().get(i);
            if (arg instanceof Arg.Result named) copy(Word.argument(record, i), result(named), 8);
            else record.arguments[i] = operand(arg);
        }
        return record;
    }

    public void add(Rec record) {
        records.add(record);
    }

    /** An argument of a record, as something that copy, add and branch can work on. */
    public Word argumentOf(Rec record, int index) {
        return Word.argument(record, index);
    }

    /**
     * Where what a call returns goes, for {@link Arg.Result} of that name. Two ways to the same end
     * share the word, so that it does not matter later which one was taken.
     */
    public Word named(String name) {
        Word known = results.get(name);
        if (known != null) return known;
        Word word = word(0);
        results.put(name, word);
        return word;
    }

    /** {@code to = from}; of 4 bytes the upper half becomes zero. */
    public void copy(Word to, Word from, int width) {
        Rec copy = new Rec(RecordLayout.COPY, width, null, null, null, null);
        copy.arguments[0] = new Operand.OffsetOf(to);
        copy.arguments[1] = new Operand.OffsetOf(from);
        records.add(copy);
    }

    /** {@code to += value}. */
    public void add(Word to, long value) {
        Rec add = new Rec(RecordLayout.ADD, 0, null, null, null, null);
        add.arguments[0] = new Operand.OffsetOf(to);
        add.arguments[1] = new Operand.Const(value);
        records.add(add);
    }

    /** The same of a number that is not known before: the addition gets it just before. */
    public void add(Word to, Word value) {
        Rec add = new Rec(RecordLayout.ADD, 0, null, null, null, null);
        add.arguments[0] = new Operand.OffsetOf(to);
        copy(Word.argument(add, 1), value, 8);
        records.add(add);
    }

    public void jump(Label target) {
        branch(RecordLayout.IF_EQUAL, Word.ZERO, 0, target);
    }

    public void jumpIfEqual(Word word, long value, Label target) {
        branch(RecordLayout.IF_EQUAL, word, value, target);
    }

    public void jumpUnlessEqual(Word word, long value, Label target) {
        branch(RecordLayout.IF_NOT_EQUAL, word, value, target);
    }

    /** Compares without signs. */
    public void jumpIfBelow(Word word, long value, Label target) {
        branch(RecordLayout.IF_BELOW, word, value, target);
    }

    /** Compares two words: the branch gets the second one just before. */
    public void jumpIfEqual(Word one, Word other, Label target) {
        branch(RecordLayout.IF_EQUAL, one, other, target);
    }

    /** The same, without signs. */
    public void jumpIfBelow(Word one, Word other, Label target) {
        branch(RecordLayout.IF_BELOW, one, other, target);
    }

    private void branch(int condition, Word one, Word other, Label target) {
        Rec branch = new Rec(RecordLayout.BRANCH, condition, null, target, null, null);
        branch.arguments[0] = new Operand.OffsetOf(one);
        copy(Word.argument(branch, 1), other, 8);
        records.add(branch);
    }

    private void branch(int condition, Word word, long value, Label target) {
        Rec branch = new Rec(RecordLayout.BRANCH, condition, null, target, null, null);
        branch.arguments[0] = new Operand.OffsetOf(word);
        branch.arguments[1] = new Operand.Const(value);
        records.add(branch);
    }

    /** An argument that is the address of a word of this program, as {@code shown} to people. */
    public void point(Rec record, int argument, Word at) {
        record.arguments[argument] = new Operand.AddressOf(at);
    }

    /** The 8 bytes of {@code datum} at {@code at} become the address of {@code target}. */
    public void point(Datum datum, int at, Datum target) {
        datum.pointers.add(new Datum.Pointer(at, target));
    }

    public Program build() {
        return build(Sabotage.NONE);
    }

    /** The program, changed in one place; for tests. */
    public Program build(Sabotage sabotage) {
        List<Rec> changed = new ArrayList<>(records);
        List<Datum> more = new ArrayList<>(data);
        sabotage.apply(changed, more);
        return new Program(records, changed, more);
    }

    private Operand operand(Arg arg) {
        if (arg instanceof Arg.Num num) return new Operand.Const(num.value());
        if (arg instanceof Arg.Flag flag) return new Operand.Const(flag.value());
        if (arg instanceof Arg.Null) return Operand.ZERO;
        return new Operand.AddressOf(datum(arg).word(0));
    }

    /**
     * An argument that is one object stands in the program once, however often it is used; not so
     * one that is completed with a result before each use.
     */
    private Datum datum(Arg arg) {
        Datum known = shared.get(arg);
        if (known != null) return known;
        Datum made = make(arg);
        if (!holdsResult(arg)) shared.put(arg, made);
        return made;
    }

    private static boolean holdsResult(Arg arg) {
        if (arg instanceof Arg.Words words) {
            for (Arg word : words.words()) if (holdsResult(word)) return true;
        }
        return arg instanceof Arg.Result;
    }

    private Datum make(Arg arg) {
        if (arg instanceof Arg.Text text) {
            byte[] utf8 = text.value().getBytes(StandardCharsets.UTF_8);
            return kept(new Datum(Arrays.copyOf(utf8, utf8.length + 1)));
        }
        if (arg instanceof Arg.Bytes bytes) return kept(new Datum(bytes.value().clone()));
        if (arg instanceof Arg.Words words) {
            Datum datum = kept(new Datum(new byte[8 * words.words().size()]));
            for (int i = 0; i < words.words().size(); i++) fill(datum, 8 * i, words.words().get(i));
            return datum;
        }
        throw new IllegalArgumentException(arg.shown() + " inside a struct");
    }

    /** A word that is the result of a call is copied in just before the call that it is for. */
    private void fill(Datum datum, int at, Arg word) {
        if (word instanceof Arg.Result named) {
            copy(datum.word(at), result(named), 8);
            return;
        }
        Operand operand = operand(word);
        if (operand instanceof Operand.Const number) {
            System.arraycopy(bytes(number.value()), 0, datum.bytes, at, Long.BYTES);
        } else {
            point(datum, at, datum(word));
        }
    }

    private Datum kept(Datum datum) {
        data.add(datum);
        return datum;
    }

    private Word result(Arg.Result named) {
        Word word = results.get(named.name());
        if (word == null) {
            throw new IllegalArgumentException("no call before is named " + named.shown());
        }
        return word;
    }

    static byte[] bytes(long value) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    }
}

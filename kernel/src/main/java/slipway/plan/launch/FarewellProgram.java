package slipway.plan.launch;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_REMOVEDIR;
import static slipway.linux.Constants.CLOSE_RANGE_CLOEXEC;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.Datum;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/** The last part of {@link HandOverProgram}: what a {@link Farewell} asks for. */
final class FarewellProgram {
    /** One each millisecond: a group is busy until the last process is gone altogether. */
    private static final int MOST_ATTEMPTS = 50;

    private final ProgramBuilder out;
    private final Farewell farewell;
    private final Rec.Label finish = new Rec.Label();

    FarewellProgram(ProgramBuilder out, Farewell farewell) {
        this.out = out;
        this.farewell = farewell;
    }

    /** Goes on behind it if there is nothing more to do. */
    void write(Word status) {
        if (farewell.groups().isEmpty() && !farewell.always()) return;
        Rec.Label done = new Rec.Label();
        if (!farewell.always()) {
            for (String group : farewell.groups()) remove(group);
            out.jump(done);
        }
        out.bind(finish);
        become(status);
        complain();
        out.bind(done);
    }

    private void remove(String group) {
        Rec.Label again = new Rec.Label();
        Rec.Label refused = new Rec.Label();
        Rec.Label gone = new Rec.Label();
        Word attempts = out.word(0);
        out.bind(again);
        Call call =
                Call.of(
                        Syscall.UNLINKAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(group),
                        Arg.flag(AT_REMOVEDIR, Family.AT));
        out.call(Step.call("remove the group", call), call, null, refused);
        out.jump(gone);
        out.bind(refused);
        out.jumpIfEqual(Word.ERRNO, Errno.ENOENT.number(), gone);
        out.jumpUnlessEqual(Word.ERRNO, Errno.EBUSY.number(), finish);
        out.add(attempts, 1);
        out.jumpIfEqual(attempts, MOST_ATTEMPTS, finish);
        Arg millisecond = new Arg.Words(List.of(Arg.num(0), Arg.num(1_000_000)), "{0, 1000000}");
        Call sleep = Call.of(Syscall.NANOSLEEP, millisecond, Arg.NULL);
        HandOverProgram.ignored(out, "wait until nobody is in it", sleep);
        out.jump(again);
        out.bind(gone);
    }

    private void become(Word status) {
        // The locks go with the exec: the finisher wants to take them itself.
        HandOverProgram.ignored(
                out,
                "hand nothing on but the streams",
                Call.of(
                        Syscall.CLOSE_RANGE,
                        Arg.num(3),
                        new Arg.Num(0xffffffffL, "~0U"),
                        new Arg.Num(CLOSE_RANGE_CLOEXEC, "CLOSE_RANGE_CLOEXEC")));
        HandOverProgram.ignored(
                out,
                "block no signal any more",
                Call.of(
                        Syscall.RT_SIGPROCMASK,
                        Arg.flag(slipway.linux.Constants.SIG_SETMASK, Family.SIG_HOW),
                        new Arg.Bytes(new byte[8], "[]"),
                        Arg.NULL,
                        Arg.num(8)));
        Call call =
                Call.of(
                        Syscall.EXECVE,
                        Arg.text(farewell.finisher().program()),
                        Arg.NULL,
                        Arg.NULL);
        Rec.Label refused = new Rec.Label();
        Rec exec = out.prepared(Step.call("finish", call), call, null, refused);
        List<Datum> words = data(farewell.finisher().argv());
        for (int i = 0; i < words.size(); i++) {
            boolean isStatus =
                    Arrays.equals(
                            farewell.finisher().argv().get(i),
                            Farewell.STATUS.getBytes(StandardCharsets.US_ASCII));
            if (isStatus) digits(status, words.get(i));
        }
        out.point(exec, 1, array(words).word(0));
        out.point(exec, 2, array(data(farewell.finisher().environment())).word(0));
        out.add(exec);
        out.bind(refused);
    }

    /** Counts it out: there is no division here. Each digit is a byte that begins as a '0'. */
    private void digits(Word status, Datum text) {
        Word rest = out.word(0);
        out.copy(rest, status, 8);
        int at = 0;
        for (int unit : new int[] {100, 10, 1}) {
            Rec.Label next = new Rec.Label();
            Rec.Label again = new Rec.Label();
            out.bind(again);
            out.jumpIfBelow(rest, unit, next);
            out.add(rest, -unit);
            out.add(text.word(at), 1);
            out.jump(again);
            out.bind(next);
            at++;
        }
    }

    /** Each with its NUL, and with room for a word that begins at its last digit. */
    private List<Datum> data(List<byte[]> texts) {
        List<Datum> data = new ArrayList<>();
        for (byte[] text : texts) {
            Datum datum = out.room(text.length + 8);
            datum.fill(text);
            data.add(datum);
        }
        return data;
    }

    private Datum array(List<Datum> words) {
        Datum array = out.room(8 * (words.size() + 1));
        for (int i = 0; i < words.size(); i++) out.point(array, 8 * i, words.get(i));
        return array;
    }

    private void complain() {
        String text =
                "slipway: what the container left could not be removed, for "
                        + farewell.finisher().program()
                        + " did not start. Try: slipway doctor --gc\n";
        byte[] line = text.getBytes(StandardCharsets.UTF_8);
        HandOverProgram.ignored(
                out,
                "say that something is left",
                Call.of(
                        Syscall.WRITE,
                        Arg.num(2),
                        new Arg.Bytes(line, "message"),
                        Arg.num(line.length)));
    }
}

package slipway.lessons.probe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.Steps;

/**
 * One call of an experiment, whose answer is wanted, also if it is no.
 *
 * @param name for the answer, and for later calls that need it: {@link Arg#result}
 * @param room what the kernel writes to, if that is to be told
 */
record Ask(String name, Call call, Optional<Arg.Bytes> room) {
    private static final int STDOUT = 1;
    private static final int MUCH = 256;

    static Ask of(String name, Syscall syscall, Arg... args) {
        return new Ask(name, Call.of(syscall, args), Optional.empty());
    }

    /** A step of {@link Steps}, under this name. */
    static Ask of(String name, Do step) {
        return new Ask(name, step.call(), Optional.empty());
    }

    /** Opens a file for reading. */
    static Ask open(String name, String path) {
        return of(
                name,
                Syscall.OPENAT,
                Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                Arg.text(path),
                Arg.flag(Constants.O_RDONLY, Family.OPEN),
                Arg.mode(0));
    }

    /** Writes this to a file that is there, in one write, as files of the kernel's demand. */
    static List<Ask> write(String name, String path, String text) {
        Arg flags = Arg.flag(Constants.O_WRONLY, Family.OPEN);
        Arg here = Arg.flag(Constants.AT_FDCWD, Family.DIRFD);
        String fd = name + "-fd";
        Ask open = of(fd, Syscall.OPENAT, here, Arg.text(path), flags, Arg.mode(0));
        Arg length = Arg.num(text.getBytes(StandardCharsets.UTF_8).length);
        return List.of(open, of(name, Syscall.WRITE, Arg.result(fd), Arg.text(text), length));
    }

    /** Reads from a descriptor that an earlier call has opened. */
    static Ask read(String name, String fd) {
        Arg.Bytes room = room(MUCH);
        Call call = Call.of(Syscall.READ, Arg.result(fd), room, Arg.num(MUCH));
        return new Ask(name, call, Optional.of(room));
    }

    static Ask cwd(String name) {
        Arg.Bytes room = room(MUCH);
        return new Ask(name, Call.of(Syscall.GETCWD, room, Arg.num(MUCH)), Optional.of(room));
    }

    /** Where the names in {@code struct utsname} are: 65 bytes each. */
    static Ask uname(String name) {
        Arg.Bytes room = room(6 * 65);
        return new Ask(name, Call.of(Syscall.UNAME, room), Optional.of(room));
    }

    private static Arg.Bytes room(int size) {
        return new Arg.Bytes(new byte[size], "…");
    }

    /** Makes all calls, then writes all answers to standard output, and ends. */
    static Plan plan(List<Ask> asked) {
        return plan(asked, Steps.exit(0));
    }

    /** The same, but waits in the end until it is killed. */
    static Plan planAndStay(List<Ask> asked) {
        Arg none = Arg.num(0);
        Call forever = Call.of(Syscall.PPOLL, Arg.NULL, none, Arg.NULL, Arg.NULL, none);
        return plan(asked, Step.call("stay", forever));
    }

    private static Plan plan(List<Ask> asked, Step end) {
        List<Step> steps = new ArrayList<>();
        List<Arg> answers = new ArrayList<>();
        for (Ask ask : asked) {
            steps.add(Step.call("ask", ask.call()).as(ask.name()).tolerating(Errno.values()));
            answers.add(Arg.result(ask.name()));
        }
        steps.add(tell(new Arg.Words(answers, "answers"), 8 * answers.size()));
        for (Ask ask : asked) {
            ask.room().ifPresent(room -> steps.add(tell(room, room.value().length)));
        }
        steps.add(end);
        return new Plan(steps);
    }

    private static Step tell(Arg what, int length) {
        return Step.call("tell", Call.of(Syscall.WRITE, Arg.num(STDOUT), what, Arg.num(length)));
    }
}

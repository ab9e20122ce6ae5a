package slipway.lessons.spaces;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.CLONE_NEWUTS;
import static slipway.linux.Constants.O_RDONLY;

import java.nio.charset.StandardCharsets;
import java.util.List;
import slipway.lessons.spaces.NamesHosts.Field;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.Steps;

/**
 * What uname(2) told a process, first inside and then outside of what it has entered.
 *
 * @param told two of {@code struct utsname}
 */
record Uname(String told) {
    private static final int STDOUT = 1;
    private static final int FIELD = 65;
    private static final int SIZE = 6 * FIELD;
    private static final String OUTSIDE = "the UTS namespace outside";

    /** Steps that give the namespace a name, and keep it at hand for {@link #inAndOut}. */
    static List<Step> outside(String name) {
        return List.of(
                name(name),
                Step.call(
                                "keep the namespace outside at hand",
                                Call.of(
                                        Syscall.OPENAT,
                                        Arg.flag(AT_FDCWD, Family.DIRFD),
                                        Arg.text("/proc/self/ns/uts"),
                                        Arg.flag(O_RDONLY, Family.OPEN),
                                        Arg.mode(0)))
                        .as(OUTSIDE));
    }

    /** Steps that give an /etc of its own: who believes in /etc/hostname is to harm none. */
    static List<Step> files() {
        return List.of(
                Steps.mount("tmpfs", "/etc", 0, "mode=0755"),
                Steps.emptyFile("/etc/hostname", 0644));
    }

    static Step name(String name) {
        return set(Syscall.SETHOSTNAME, name);
    }

    static Step domain(String name) {
        return set(Syscall.SETDOMAINNAME, name);
    }

    private static Step set(Syscall call, String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        return Step.call("set a name", Call.of(call, Arg.text(name), Arg.num(length)));
    }

    /** Steps that write what a {@link Uname} is made of. */
    static Step[] inAndOut() {
        Arg outside = Arg.flag(CLONE_NEWUTS, Family.CLONE);
        Call back = Call.of(Syscall.SETNS, Arg.result(OUTSIDE), outside);
        Arg inRoom = room();
        Arg outRoom = room();
        return new Step[] {
            ask(inRoom), tell(inRoom), Step.call("go outside", back), ask(outRoom), tell(outRoom)
        };
    }

    /** One object for two steps, so that both speak of one place in memory. */
    private static Arg room() {
        return new Arg.Bytes(new byte[SIZE], "names");
    }

    private static Step ask(Arg room) {
        return Step.call("ask the kernel for names", Call.of(Syscall.UNAME, room));
    }

    private static Step tell(Arg room) {
        Call write = Call.of(Syscall.WRITE, Arg.num(STDOUT), room, Arg.num(SIZE));
        return Step.call("tell them", write);
    }

    String inside(Field field) {
        return text(field.ordinal() * FIELD);
    }

    String outside(Field field) {
        return text(SIZE + field.ordinal() * FIELD);
    }

    private String text(int from) {
        int to = from;
        while (to < told.length() && told.charAt(to) != 0) to++;
        return told.substring(Math.min(from, to), to);
    }
}

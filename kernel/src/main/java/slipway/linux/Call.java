package slipway.linux;

import java.util.List;

/** A system call with its arguments, as a value. Prints as strace would print it. */
public record Call(Syscall syscall, List<Arg> args) {
    public static final int MAX_ARGS = 6;

    public Call {
        args = List.copyOf(args);
        if (args.size() > MAX_ARGS) {
            throw new IllegalArgumentException(syscall + " with " + args.size() + " arguments");
        }
    }

    public static Call of(Syscall syscall, Arg... args) {
        return new Call(syscall, List.of(args));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(syscall.cName()).append('(');
        for (int i = 0; i < args.size(); i++) {
            if (i > 0) text.append(", ");
            text.append(args.get(i).shown());
        }
        return text.append(')').toString();
    }
}

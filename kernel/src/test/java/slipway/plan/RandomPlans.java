package slipway.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;

/** Plans without sense, but with everything in them that a plan can have. */
final class RandomPlans {
    private static final String[] ODD = {
        "", "a", "$pid", "\"", "\\", "\n", "\0", "é", "€", "\ud83d\ude80", "\u2028", "</x>", "'"
    };

    private final Random random;

    RandomPlans(long seed) {
        this.random = new Random(seed);
    }

    Plan plan() {
        return new Plan(some(0, () -> step(2)));
    }

    private Step step(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 9)) {
            case 0 -> new Do(call(), text(), some(0, this::errno), text(), undo());
            case 1 -> new Each(some(1, this::call), text(), text());
            case 2 -> new WriteFile(text(), text(), text());
            case 3 -> new Exec(some(1, this::text), texts(), texts(), text());
            case 4 -> new RunTool(tool(), text());
            case 5 -> new Init(new Exec(some(1, this::text), texts(), texts(), text()));
            case 6 -> new Group(some(1, () -> step(depth - 1)), text());
            case 7 ->
                    new IfThere(
                            new Do(call(), text(), List.of(), text(), undo()),
                            some(0, () -> step(depth - 1)),
                            text());
            default -> new FirstOf(some(1, () -> step(depth - 1)), text());
        };
    }

    private List<String> tool() {
        List<String> argv = new ArrayList<>(texts());
        argv.add(0, any(RunTool.NEWUIDMAP, RunTool.NEWGIDMAP));
        return argv;
    }

    private List<Call> undo() {
        return random.nextBoolean() ? List.of() : List.of(call());
    }

    private Call call() {
        List<Arg> args = some(0, () -> arg(2));
        return new Call(any(Syscall.values()), args.subList(0, Math.min(6, args.size())));
    }

    private Arg arg(int depth) {
        return switch (random.nextInt(depth == 0 ? 7 : 8)) {
            case 0 -> Arg.num(random.nextLong());
            case 1 -> new Arg.Num(random.nextInt(), text());
            case 2 -> Arg.flag(random.nextLong(), any(Family.values()));
            case 3 -> Arg.text(text());
            case 4 -> new Arg.Bytes(bytes(), text());
            case 5 -> Arg.result(text());
            case 6 -> Arg.NULL;
            default -> new Arg.Words(some(0, () -> arg(depth - 1)), text());
        };
    }

    private Errno errno() {
        return any(Errno.values());
    }

    private List<String> texts() {
        return some(0, this::text);
    }

    private String text() {
        return String.join("", some(0, () -> any(ODD)));
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> List<T> some(int atLeast, Supplier<T> one) {
        List<T> all = new ArrayList<>();
        for (int i = random.nextInt(5) + atLeast; i > 0; i--) all.add(one.get());
        return all;
    }

    @SafeVarargs
    private <T> T any(T... values) {
        return values[random.nextInt(values.length)];
    }
}

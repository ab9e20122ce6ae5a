package slipway.plan.launch;

import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.ElfImage;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;

/**
 * What a keeper becomes: the program for one {@link Keep}, and for every other of the same shape,
 * since a program names descriptors by their numbers in the keeper. Many keepers then share the
 * pages of one file.
 */
public final class KeeperFile implements AutoCloseable {
    private final String shape;
    private final Fd fd;

    private KeeperFile(String shape, Fd fd) {
        this.shape = shape;
        this.fd = fd;
    }

    /** Makes it. */
    public static KeeperFile of(Keep keep) {
        Arch arch = Arch.current();
        ProgramBuilder out = new ProgramBuilder(arch);
        new KeeperLoop(out, keep).write(out.word(Keep.PROCESS));
        Rec.Label failed = out.onFailure();
        out.bind(failed);
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(1));
        out.call(Step.call("end", exit), exit, null, failed);
        return new KeeperFile(shape(keep), ProgramFile.of(new ElfImage(arch).of(out.build())));
    }

    /** Whether it does for this one, too. */
    public boolean fits(Keep keep) {
        return shape.equals(shape(keep));
    }

    private static String shape(Keep keep) {
        StringBuilder shape = new StringBuilder();
        shape.append(keep.output().isPresent()).append(keep.errors().isPresent());
        shape.append(keep.input().isPresent()).append(keep.terminal().isPresent());
        shape.append(keep.logMost());
        for (String each : keep.usage()) shape.append('\0').append(each);
        for (String each : keep.groups()) shape.append('\0').append(each);
        if (keep.then().isPresent()) {
            Keep.Then then = keep.then().get();
            for (String each : then.argv()) shape.append('\0').append(each);
            for (String each : then.environment()) shape.append('\0').append(each);
            shape.append(then.pause().toNanos()).append(then.afterSuccess());
        }
        return shape.toString();
    }

    Fd fd() {
        return fd;
    }

    @Override
    public void close() {
        fd.close();
    }
}

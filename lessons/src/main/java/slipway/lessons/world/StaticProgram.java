package slipway.lessons.world;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import slipway.lessons.CannotJudge;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.program.ElfImage;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.ProgramBuilder;

/** Programs of our own that need no other file, whatever root they are in. An effect. */
public final class StaticProgram {
    private StaticProgram() {}

    /** Says a word and ends well. */
    public static Path saying(String word, Path file) throws IOException {
        Call write = Call.of(Syscall.WRITE, Arg.num(1), Arg.text(word), Arg.num(word.length()));
        return of(Plan.of(Step.call("say it", write), Steps.exit(0)), file);
    }

    /** Waits until it is killed. */
    public static Path waiting(Path file) throws IOException {
        Call wait = Call.of(Syscall.PPOLL, Arg.NULL, Arg.num(0), Arg.NULL, Arg.NULL);
        return of(Plan.of(Step.call("wait", wait)), file);
    }

    private static Path of(Plan plan, Path path) throws IOException {
        Arch arch = Arch.current();
        ProgramBuilder out = new ProgramBuilder(arch);
        new PlanCompiler(out).compile(plan);
        out.bind(out.onFailure());
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(1));
        out.call(Step.call("end", exit), exit);
        File file = Files.write(path, new ElfImage(arch).of(out.build())).toFile();
        if (!file.setExecutable(true, false)) throw new CannotJudge(path + " cannot be run");
        return path;
    }
}

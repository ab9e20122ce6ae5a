package slipway.lessons.shell;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.ElfImage;
import slipway.plan.program.ProgramBuilder;

/**
 * A program of system calls only, that needs no other file: it writes a line and ends. An effect.
 */
final class StaticProgram {
    private StaticProgram() {}

    static void write(Path file, String line) {
        Arch arch = Arch.current();
        ProgramBuilder out = new ProgramBuilder(arch);
        String text = line + "\n";
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        add(out, Call.of(Syscall.WRITE, Arg.num(1), Arg.text(text), Arg.num(length)));
        out.bind(out.onFailure());
        add(out, Call.of(Syscall.EXIT_GROUP, Arg.num(0)));
        try {
            File program = Files.write(file, new ElfImage(arch).of(out.build())).toFile();
            if (!program.setExecutable(true, false)) throw new IOException("not made executable");
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    private static void add(ProgramBuilder out, Call call) {
        out.call(Step.call("do it", call), call);
    }
}

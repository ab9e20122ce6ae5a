package slipway.plan.program;

import static slipway.linux.Constants.SIGCHLD;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.testkit.Run;

/** Programs as executable files, run on their own: no launcher, no shared memory, no JVM. */
final class Elf {
    static final String EMULATOR = "qemu-aarch64-static";

    /** The exit status of a program of these tests that had a failure and told it on stderr. */
    static final int FAILED = 111;

    private static final int SIZE = 16;
    private static final int STDERR = 2;

    private final Arch arch;
    private final Path folder;

    Elf(Arch arch, Path folder) {
        this.arch = arch;
        this.folder = folder;
    }

    /** How a run ended: what the program says failed, if it does. */
    record Outcome(Program program, Run.Result result) {
        int exitCode() {
            return result.exitCode();
        }

        String stdout() {
            return result.stdout();
        }

        Errno errno() {
            return Errno.of((int) told().getLong(0));
        }

        int failedIndex() {
            return program.records().indexOf(failed());
        }

        Rec failed() {
            return program.recordAt(told().getLong(8));
        }

        private ByteBuffer told() {
            if (exitCode() != FAILED) throw new AssertionError("it did not fail: " + result);
            return ByteBuffer.wrap(result.err()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    Outcome run(Consumer<ProgramBuilder> body) {
        return run(body, Sabotage.NONE);
    }

    /** Runs {@code body}; behind it stands an exit with 0, and what tells failures. */
    Outcome run(Consumer<ProgramBuilder> body, Sabotage sabotage) {
        ProgramBuilder out = new ProgramBuilder(arch);
        body.accept(out);
        exit(out, 0);
        tellFailure(out);
        Program program = out.build(sabotage);
        List<String> command = new ArrayList<>();
        if (arch != Arch.current()) command.add(EMULATOR);
        command.add(write(new ElfImage(arch).of(program)).toString());
        return new Outcome(program, Run.program(command).result());
    }

    private Path write(byte[] elf) {
        try {
            Path file = Files.write(folder.resolve("program"), elf);
            return Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void tellFailure(ProgramBuilder out) {
        Datum message = out.room(SIZE);
        out.bind(out.onFailure());
        out.copy(message.word(0), Word.ERRNO, 8);
        out.copy(message.word(8), Word.FAILED, 8);
        print(out, STDERR, message.word(0), SIZE);
        exit(out, FAILED);
    }

    static void print(ProgramBuilder out, int fd, Word from, int size) {
        Call call = Call.of(Syscall.WRITE, Arg.num(fd), Arg.NULL, Arg.num(size));
        Rec record = out.prepared(step(call), call, null, out.onFailure());
        out.point(record, 1, from);
        out.add(record);
    }

    static void print(ProgramBuilder out, String text) {
        int size = text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        call(out, Call.of(Syscall.WRITE, Arg.num(1), Arg.text(text), Arg.num(size)));
    }

    static Rec call(ProgramBuilder out, Call call) {
        return out.call(step(call), call);
    }

    /** Makes the call and keeps what it returned. */
    static Word resultOf(ProgramBuilder out, Call call) {
        Word result = out.word(0);
        out.call(step(call), call, result, out.onFailure());
        return result;
    }

    static void exit(ProgramBuilder out, int status) {
        call(out, Call.of(Syscall.EXIT_GROUP, Arg.num(status)));
    }

    /** Exits with what is in the word by then. */
    static void exit(ProgramBuilder out, Word status, int width) {
        Call call = Call.of(Syscall.EXIT_GROUP, Arg.NULL);
        Rec record = out.prepared(step(call), call, null, out.onFailure());
        out.copy(out.argumentOf(record, 0), status, width);
        out.add(record);
    }

    /** A fork; the parent goes on at once, the child at {@code child}. */
    static Word fork(ProgramBuilder out, Rec.Label child) {
        Arg none = Arg.num(0);
        Call clone = Call.of(Syscall.CLONE, Arg.num(SIGCHLD), none, none, none, none);
        Word pid = resultOf(out, clone);
        out.jumpIfEqual(pid, 0, child);
        return pid;
    }

    static Step step(Call call) {
        return Step.call("test", call);
    }
}

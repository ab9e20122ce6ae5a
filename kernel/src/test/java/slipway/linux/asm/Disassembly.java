package slipway.linux.asm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arch;
import slipway.testkit.Run;

/**
 * Machine code as objdump(1) reads it, an outside opinion on what our assemblers wrote.
 *
 * @param listing one instruction a line: offset, bytes, text
 * @param texts the instructions alone, in Intel order
 */
record Disassembly(String listing, List<String> texts) {
    static final String X86_OBJDUMP = "objdump";
    static final String ARM_OBJDUMP = "aarch64-linux-gnu-objdump";

    static Disassembly of(Arch arch, byte[] code) {
        try {
            Path file = Files.createTempFile("code", ".bin");
            try {
                Files.write(file, code);
                return parse(objdump(arch, file));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String objdump(Arch arch, Path file) {
        List<String> command = new ArrayList<>();
        command.addAll(
                arch == Arch.X86_64
                        ? List.of(X86_OBJDUMP, "-m", "i386:x86-64", "-M", "intel")
                        : List.of(ARM_OBJDUMP, "-m", "aarch64"));
        command.addAll(List.of("-b", "binary", "-D", "-w", "-z", file.toString()));
        return Run.program(command).result().succeeded().stdout();
    }

    /** Lines are {@code offset:TAB bytes TAB mnemonic operands // comment}. */
    private static Disassembly parse(String printed) {
        StringBuilder listing = new StringBuilder();
        List<String> texts = new ArrayList<>();
        for (String line : printed.split("\n")) {
            String[] parts = line.split("\t", 3);
            if (parts.length < 3 || !parts[0].endsWith(":")) continue;
            String text = parts[2].replaceAll("\\s*//.*", "").strip().replaceAll("\\s+", " ");
            texts.add(text);
            String bytes = parts[1].strip();
            listing.append(String.format("%5s %-22s %s%n", parts[0].strip(), bytes, text));
        }
        return new Disassembly(listing.toString(), texts);
    }
}

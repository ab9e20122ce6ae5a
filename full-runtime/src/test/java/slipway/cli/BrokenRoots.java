package slipway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import slipway.testkit.Programs;
import slipway.testkit.Run;
import slipway.testkit.TestRoots;

/** Root file systems with one thing wrong in each, for {@link RunFailuresTest}. */
final class BrokenRoots {
    /** {@code e_machine} of an ELF header, and what it is on another machine. */
    private static final int E_MACHINE = 18;

    private static final byte AARCH64 = (byte) 183;
    private static final byte X86_64 = 62;

    private BrokenRoots() {}

    static void make(Path directory) throws IOException {
        Path root = TestRoots.copy(TestRoots.busybox(), directory.resolve("root"));
        Path bin = root.resolve("bin");
        program(bin.resolve("crlf"), "#!/bin/sh\r\necho hello\r\n");
        program(bin.resolve("no-such-interpreter"), "#!/usr/bin/no-such-python -x\nprint()\n");
        program(bin.resolve("no-interpreter"), "echo hello\n");
        program(bin.resolve("empty"), "");
        program(bin.resolve("loop"), "#!/bin/loop\n");
        program(bin.resolve("cut-off"), "\u007fELF\u0002\u0001\u0001");
        Files.writeString(bin.resolve("not-executable"), "#!/bin/sh\n");
        Files.createSymbolicLink(bin.resolve("dangling"), Path.of("/nowhere"));
        Files.copy(Programs.find("cat").orElseThrow(), bin.resolve("dynamic"));
        byte[] elf = Files.readAllBytes(bin.resolve("busybox"));
        elf[E_MACHINE] = elf[E_MACHINE] == AARCH64 ? X86_64 : AARCH64;
        Files.write(program(bin.resolve("of-another-machine"), ""), elf);
        Run.output("mkfifo", "-m", "755", bin + "/pipe");

        Files.createDirectories(directory.resolve("target-of-proc"));
        root(directory, "proc-is-a-link");
        Files.createSymbolicLink(
                directory.resolve("proc-is-a-link/proc"), directory.resolve("target-of-proc"));
        root(directory, "proc-leads-out");
        Files.createSymbolicLink(
                directory.resolve("proc-leads-out/proc"), Path.of("../target-of-proc"));
        Files.createFile(root(directory, "proc-is-a-file").resolve("proc"));
        Files.createFile(directory.resolve("a-file"));
        Path hidden = root(directory, "closed/hidden");
        Files.setPosixFilePermissions(
                hidden.getParent(), PosixFilePermissions.fromString("---------"));
    }

    /** Lets JUnit remove it all. */
    static void open(Path directory) throws IOException {
        Files.setPosixFilePermissions(
                directory.resolve("closed"), PosixFilePermissions.fromString("rwx------"));
    }

    private static Path root(Path directory, String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    private static Path program(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

package slipway.unionfs;

import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_RDONLY;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.testkit.Run;
import slipway.unionfs.tar.TarReader;

/** A layer, unpacked by whoever runs the tests, as that user would unpack it. */
record Unpacked(Path tree, LayerUnpacker.Result result) {
    static boolean weAreRoot() {
        return Run.output("id", "-u").equals("0");
    }

    static Marks marks() {
        return weAreRoot() ? Marks.TRUSTED : Marks.USER;
    }

    static Owners owners() {
        return weAreRoot() ? Owners.KEPT : Owners.SQUASHED;
    }

    static Unpacked of(byte[] archive, Path tree) {
        return of(new ByteArrayInputStream(archive), tree);
    }

    static Unpacked of(InputStream archive, Path tree) {
        try {
            Files.createDirectory(tree);
            try (Fd root = Fd.open(tree.toString(), O_RDONLY | O_DIRECTORY, 0)) {
                TarReader tar = new TarReader(archive);
                return new Unpacked(tree, LayerUnpacker.unpack(tar, root, marks(), owners()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stat(1) prints in a format, of a file of the tree. */
    String stat(String format, String name) {
        return Run.output("stat", "-c", format, tree.resolve(name).toString());
    }

    /** An extended attribute, one char for each byte; empty if there is none. */
    String attribute(String name, String key) {
        byte[] value = new byte[4096];
        try {
            long length =
                    LinuxKernel.INSTANCE.call(
                            Call.of(
                                    Syscall.GETXATTR,
                                    Arg.text(tree.resolve(name).toString()),
                                    Arg.text(key),
                                    new Arg.Bytes(value, "value"),
                                    Arg.num(value.length)));
            return new String(value, 0, (int) length, StandardCharsets.ISO_8859_1);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENODATA) return "";
            throw e;
        }
    }

    /** What overlayfs would take for a whiteout. */
    boolean isWhiteout(String name) {
        return stat("%F %t:%T", name).equals("character special file 0:0");
    }

    boolean isOpaque(String name) {
        return attribute(name, marks().opaque()).equals("y");
    }
}

package slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Lays out a root file system around the static busybox of this machine. */
final class BusyboxTree {
    private BusyboxTree() {}

    static void build(Path tree) {
        Path busybox =
                Programs.find("busybox")
                        .orElseThrow(() -> new AssertionError("apt-get install busybox-static"));
        try {
            for (String name : List.of("bin", "dev", "etc", "proc", "root", "sys", "tmp", "var")) {
                Files.createDirectories(tree.resolve(name));
            }
            Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(
                    tree.resolve("tmp"), PosixFilePermissions.fromString("rwxrwxrwx"));
            Path copy = tree.resolve("bin/busybox");
            Files.copy(busybox, copy);
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(
                    tree.resolve("etc/passwd"),
                    "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n");
            Files.writeString(tree.resolve("etc/group"), "root:x:0:\nnogroup:x:65534:\n");
            for (String applet : Run.output(busybox.toString(), "--list-full").split("\n")) {
                link(tree, tree.resolve(applet), copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("building " + tree, e);
        }
    }

    /** Relative, so that it means the same inside and outside of the tree. */
    private static void link(Path tree, Path applet, Path busybox) throws IOException {
        Path directory = tree.resolve(applet).resolveSibling("");
        Files.createDirectories(directory);
        if (!Files.exists(applet)) {
            Files.createSymbolicLink(applet, directory.relativize(busybox));
        }
    }
}

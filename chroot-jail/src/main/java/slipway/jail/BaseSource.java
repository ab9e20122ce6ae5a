package slipway.jail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the built-in root file system is made from: busybox where the host has one, else the host's
 * own shell and tools. An effect: it reads the host's files. Nothing is started, busybox neither.
 *
 * @param programs all that is needed to run them
 * @param applets names to be linked to busybox; none without one
 * @param extras other files to be copied
 */
record BaseSource(ElfClosure programs, List<String> applets, List<Path> extras) {
    static final Path BUSYBOX = Path.of("/bin/busybox");

    private static final List<String> PLACES = List.of("/bin", "/usr/bin", "/sbin", "/usr/sbin");
    private static final List<String> TERMINALS =
            List.of(
                    "xterm",
                    "xterm-256color",
                    "linux",
                    "screen",
                    "screen-256color",
                    "tmux",
                    "tmux-256color",
                    "vt100",
                    "dumb");
    private static final List<String> TERMINFO =
            List.of("/etc/terminfo", "/lib/terminfo", "/usr/lib/terminfo", "/usr/share/terminfo");

    BaseSource {
        applets = List.copyOf(applets);
        extras = List.copyOf(extras);
    }

    static BaseSource ofHost() throws IOException {
        if (!Files.isRegularFile(BUSYBOX)) return tools();
        List<String> applets = new ArrayList<>();
        Set<String> inside = AppletTable.in(Files.readAllBytes(BUSYBOX));
        if (!inside.contains("sh")) return tools();
        for (String name : words("applets.txt")) if (inside.contains(name)) applets.add(name);
        return new BaseSource(ElfClosure.of(List.of(BUSYBOX)), applets, List.of());
    }

    static BaseSource tools() throws IOException {
        ElfClosure closure = ElfClosure.of(List.of(Path.of("/bin/sh")));
        for (String name : words("tools.txt")) add(closure, name);
        List<Path> extras = new ArrayList<>();
        for (String directory : TERMINFO) {
            for (String terminal : TERMINALS) {
                Path entry = Path.of(directory, terminal.substring(0, 1), terminal);
                if (Files.isRegularFile(entry)) extras.add(LinkTrail.of(entry).file());
            }
        }
        return new BaseSource(closure, List.of(), extras);
    }

    /** Every file that goes into it. */
    List<Path> files() {
        List<Path> files = new ArrayList<>(programs.files());
        files.addAll(extras);
        return files;
    }

    private static void add(ElfClosure closure, String name) throws IOException {
        for (String place : PLACES) {
            Path tool = Path.of(place, name);
            if (!Files.isExecutable(tool) || !Files.isReadable(tool)) continue;
            try {
                closure.add(tool);
            } catch (MissingNeed | UnreadableElf e) {
                return; // it does not run on the host either; the others do
            }
            return;
        }
    }

    private static List<String> words(String resource) {
        List<String> words = new ArrayList<>();
        try (InputStream in = BaseSource.class.getResourceAsStream(resource)) {
            if (in == null) throw new IllegalStateException("no " + resource + " in the jar");
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                if (!line.startsWith("#")) words.addAll(List.of(line.split(" ")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
        return words;
    }
}

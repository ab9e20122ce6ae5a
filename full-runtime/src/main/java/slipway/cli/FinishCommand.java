package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.cgroups.Cgroup;
import slipway.cgroups.GroupPlan;
import slipway.image.ImageIds;
import slipway.image.WritableLayer;
import slipway.linux.LinuxKernel;
import slipway.plan.launch.Farewell;
import slipway.runtime.Adopted;
import slipway.runtime.HostFacts;
import slipway.runtime.RunGroup;

/**
 * {@code slipway finish}, which is in no help page: what a {@code run} becomes when its container
 * has ended that was handed over, if there is more to do than a few system calls. It ends with the
 * container's status.
 */
final class FinishCommand {
    static final String VERB = "finish";

    private static final String UNIFIED = "--unified=";
    private static final String GROUP = "--group=";
    private static final String LIMIT = "--limit=";
    private static final String LAYER = "--layer=";
    private static final String ORPHANS = "--orphans";

    /** What a JVM, or Slipway, may want to know of our caller. The rest would only be memory. */
    private static final String[] VARIABLES = {
        "HOME=", "PATH=", "TMPDIR=", "LANG=", "LC_", "XDG_", "SLIPWAY_", "JAVA", "JDK_", "LD_"
    };

    private FinishCommand() {}

    /** This JVM once more, with this verb; empty if we cannot tell how it was started. */
    static Optional<Farewell.Finisher> finisher(
            String limit, List<GroupPlan.Place> groups, Optional<Path> layer, boolean orphans) {
        Optional<List<byte[]>> start = start();
        if (start.isEmpty()) return Optional.empty();
        List<byte[]> argv = new ArrayList<>(start.get());
        argv.add(bytes(VERB));
        argv.add(bytes(Farewell.STATUS));
        if (orphans) argv.add(bytes(ORPHANS));
        argv.add(bytes(LIMIT + limit));
        for (GroupPlan.Place group : groups) {
            argv.add(bytes((group.unified() ? UNIFIED : GROUP) + group.directory()));
        }
        if (layer.isPresent()) argv.add(bytes(LAYER + layer.get().toAbsolutePath()));
        List<byte[]> environment = new ArrayList<>();
        for (byte[] variable : Verbatim.read("/proc/self/environ")) {
            if (isWanted(variable)) environment.add(variable);
        }
        return Optional.of(new Farewell.Finisher(java(), argv, environment));
    }

    /** Our own command line up to the main class. */
    private static Optional<List<byte[]>> start() {
        String command = System.getProperty("sun.java.command", "");
        int end = command.indexOf(' ');
        String main = end < 0 ? command : command.substring(0, end);
        List<byte[]> words = Verbatim.read("/proc/self/cmdline");
        for (int i = 1; i < words.size(); i++) {
            String word = new String(words.get(i), StandardCharsets.UTF_8);
            if (word.equals(main)) return Optional.of(words.subList(0, i + 1));
        }
        return Optional.empty();
    }

    private static String java() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWanted(byte[] variable) {
        String text = new String(variable, StandardCharsets.UTF_8);
        for (String start : VARIABLES) if (text.startsWith(start)) return true;
        return false;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static int run(String[] words) {
        if (words.length == 0) throw new UsageError(VERB + " is not for people", "slipway help");
        int status = Integer.parseInt(words[0]);
        String limit = "";
        List<GroupPlan.Place> groups = new ArrayList<>();
        Optional<Path> layer = Optional.empty();
        for (int i = 1; i < words.length; i++) {
            String value = words[i].substring(words[i].indexOf('=') + 1);
            if (words[i].equals(ORPHANS)) Adopted.end(List.of());
            else if (words[i].startsWith(LIMIT)) limit = value;
            else if (words[i].startsWith(LAYER)) layer = Optional.of(Path.of(value));
            else groups.add(new GroupPlan.Place(value, words[i].startsWith(UNIFIED)));
        }
        finish(status, limit, groups, layer);
        return status;
    }

    private static void finish(
            int status, String limit, List<GroupPlan.Place> groups, Optional<Path> layer) {
        try (Cgroup group = Cgroup.existing(groups)) {
            Optional<String> verdict = RunGroup.verdict(limit, group.usage(), status);
            if (verdict.isPresent()) System.err.println("slipway: " + verdict.get());
        }
        if (layer.isEmpty()) return;
        try {
            WritableLayer.removeAt(layer.get(), new ImageIds(HostFacts.of(LinuxKernel.INSTANCE)));
        } catch (IOException e) {
            throw new UncheckedIOException("removing what the container wrote", e);
        }
    }
}

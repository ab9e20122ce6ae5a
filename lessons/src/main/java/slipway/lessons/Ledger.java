package slipway.lessons;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import slipway.linux.MountInfo;

/**
 * What a check left behind: processes that inherited its mark, and mounts in its folder. Processes
 * are ended, for the learner did not mean them to stay. An effect.
 */
final class Ledger {
    static final String VARIABLE = "SLIPWAY_CHECK";

    private Ledger() {}

    /** A word that no other check has. */
    static String mark() throws IOException {
        long random = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        return Owner.us().name(Long.toString(random, 36));
    }

    /**
     * Ends what belongs to checks whose learn was killed: processes that the learner's code has
     * started by itself, for all others end with learn.
     */
    static void sweep() throws IOException {
        Object us = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            String environment = environment(process.pid());
            int at = environment.indexOf(VARIABLE + "=");
            if (at < 0) continue;
            String name = environment.substring(at + VARIABLE.length() + 1).split("\0", 2)[0];
            Optional<Owner> owner = Owner.of(name);
            if (owner.isEmpty() || !owner.get().isGone()) continue;
            if (us.equals(uid(process.pid()))) process.destroyForcibly();
        }
    }

    private static Object uid(long pid) {
        try {
            return Files.getAttribute(Path.of("/proc/" + pid), "unix:uid");
        } catch (IOException e) {
            return "gone";
        }
    }

    /** Each thing left, named; empty for none. */
    static List<String> left(String mark, Path folder) throws IOException {
        List<String> left = new ArrayList<>();
        byte[] wanted = (VARIABLE + "=" + mark).getBytes(StandardCharsets.UTF_8);
        String needle = new String(wanted, StandardCharsets.ISO_8859_1);
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            if (environment(process.pid()).contains(needle)) {
                left.add(
                        "process "
                                + process.pid()
                                + process.info().command().map(c -> " " + c).orElse(""));
                process.destroyForcibly();
            }
        }
        for (MountInfo.Mount mount : MountInfo.ofPid(ProcessHandle.current().pid()).mounts()) {
            if (mount.mountPoint().startsWith(folder + "/")) {
                left.add("mount on " + mount.mountPoint());
            }
        }
        return left;
    }

    /** Empty for a process that is gone, is a zombie, or is somebody else's. */
    private static String environment(long pid) {
        try {
            byte[] all = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
            return new String(all, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}

package slipway.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import slipway.linux.LinuxKernel;
import slipway.plan.probe.Outcome;
import slipway.plan.probe.ProbeResult;
import slipway.plan.probe.Probes;
import slipway.runtime.HostFacts;

/**
 * {@code slipway doctor}: tries everything that a container may want. Ends with 0 if this user can
 * run containers here, and 1 if not; what is merely nice to have does not count.
 */
final class DoctorCommand {
    private static final List<String> EVERYBODY =
            List.of(
                    "kernel",
                    "memfd-exec",
                    "openat2",
                    "mount_setattr",
                    "mount-namespace",
                    "pid-namespace",
                    "net-namespace",
                    "uts-namespace",
                    "ipc-namespace",
                    "cgroup-namespace");
    private static final String FOR_OTHERS = "user-namespace";
    private static final int CANNOT = 1;

    private DoctorCommand() {}

    static int run(String[] words) {
        boolean json = false;
        boolean collect = false;
        String states = "";
        for (int i = 0; i < words.length; i++) {
            if (words[i].equals("--json")) json = true;
            else if (words[i].equals("--gc")) collect = true;
            else if (words[i].equals("--root")) states = directory(words, ++i);
            else throw new UsageError("doctor takes no " + words[i], "slipway help doctor");
        }
        if (collect) return Collection.run(states, json);
        if (!states.isEmpty()) {
            throw new UsageError("--root says where --gc looks", "slipway doctor --gc --root DIR");
        }
        List<ProbeResult> results = Probes.run(Probes.all());
        boolean root = HostFacts.of(LinuxKernel.INSTANCE).privileged();
        boolean can = true;
        for (ProbeResult result : results) can &= works(result) || !isNeeded(result, root);
        if (json) printJson(results);
        else print(results, root, can);
        return can ? 0 : CANNOT;
    }

    private static String directory(String[] words, int at) {
        if (at == words.length || words[at].isEmpty()) {
            throw new UsageError("--root needs a directory", "slipway help doctor");
        }
        return java.nio.file.Path.of(words[at]).toAbsolutePath().toString();
    }

    private static void print(List<ProbeResult> results, boolean root, boolean can) {
        for (ProbeResult result : results) System.out.print(result.print());
        String who = root ? "as root" : "as this user";
        System.out.println();
        if (can) System.out.println("Containers can be run here " + who + ".");
        else System.out.println("Containers cannot be run here " + who + ": see refused above.");
    }

    private static void printJson(List<ProbeResult> results) {
        try {
            StringWriter text = new StringWriter();
            Probes.writeJson(results, text);
            System.out.println(text);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
    }

    private static boolean works(ProbeResult result) {
        return result.outcome() == Outcome.WORKS;
    }

    /** Root needs no user namespace; everybody else has nothing without one. */
    private static boolean isNeeded(ProbeResult result, boolean root) {
        return EVERYBODY.contains(result.name()) || !root && result.name().equals(FOR_OTHERS);
    }
}

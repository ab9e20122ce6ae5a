package slipway.runtime;

import java.util.List;
import java.util.Optional;
import slipway.cgroups.Limits;
import slipway.jail.Volume;
import slipway.linux.WindowSize;
import slipway.namespaces.Isolation;
import slipway.security.Rights;

/**
 * One wish, however it arrived.
 *
 * @param hostname 1 to 64 bytes
 * @param environment {@code NAME=value}, complete: nothing of the caller's is added
 * @param workdir absolute, inside the root
 * @param command the program and its arguments, at least one word
 * @param volumes in the order in which they are mounted
 * @param terminal how large a terminal the container gets; empty for none
 * @param limits what it may use at most
 * @param init whether the command is the child of an init of ours
 * @param isolation how far it is apart from everything else
 */
public record RunRequest(
        RootSource root,
        String hostname,
        List<String> environment,
        String workdir,
        List<String> command,
        List<Volume> volumes,
        Rights rights,
        RunAs user,
        Optional<WindowSize> terminal,
        Limits limits,
        boolean init,
        Isolation isolation) {
    public RunRequest {
        environment = List.copyOf(environment);
        command = List.copyOf(command);
        volumes = List.copyOf(volumes);
        if (command.isEmpty()) {
            throw new InvalidRequest("the command", "is missing", "a program to run", "run --help");
        }
        if (!workdir.startsWith("/")) {
            throw new InvalidRequest(
                    "--workdir", "is '" + workdir + "'", "an absolute path", "run --help");
        }
        int bytes = hostname.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > 64) {
            throw new InvalidRequest(
                    "--hostname", "has " + bytes + " bytes", "1 to 64", "run --help");
        }
        for (int i = 0; i < hostname.length(); i++) {
            if (Character.isISOControl(hostname.charAt(i))) {
                throw new InvalidRequest(
                        "--hostname",
                        "contains a control character",
                        "printable text",
                        "run --help");
            }
        }
        for (String variable : environment) {
            if (variable.indexOf('=') < 1) {
                throw new InvalidRequest(
                        "--env", "is '" + variable + "'", "NAME=value or NAME", "run --help");
            }
        }
        refuseNul("--rootfs", root.directory());
        refuseNul("--hostname", hostname);
        refuseNul("--workdir", workdir);
        for (String word : command) refuseNul("the command", word);
        for (String variable : environment) refuseNul("--env", variable);
    }

    /** A wish with docker's default rights, as root, and nothing mounted besides. */
    public static RunRequest of(
            RootSource root,
            String hostname,
            List<String> environment,
            String workdir,
            List<String> command) {
        return new RunRequest(
                root,
                hostname,
                environment,
                workdir,
                command,
                List.of(),
                Rights.DEFAULT,
                RunAs.ROOT,
                Optional.empty(),
                Limits.NONE,
                false,
                Isolation.USUAL);
    }

    /** The same wish, with the root and the volumes shown in another way. */
    public RunRequest with(RootSource otherRoot, List<Volume> otherVolumes) {
        return new RunRequest(
                otherRoot,
                hostname,
                environment,
                workdir,
                command,
                otherVolumes,
                rights,
                user,
                terminal,
                limits,
                init,
                isolation);
    }

    /** Absolute path of the host. */
    public String rootfs() {
        return root.directory();
    }

    /** The value of PATH that the command is looked up with. */
    public String path() {
        for (String variable : environment) {
            if (variable.startsWith("PATH=")) return variable.substring("PATH=".length());
        }
        return "";
    }

    private static void refuseNul(String what, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new InvalidRequest(what, "contains a NUL byte", "text", "run --help");
        }
    }
}

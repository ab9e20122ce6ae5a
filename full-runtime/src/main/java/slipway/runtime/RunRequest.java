package slipway.runtime;

import java.util.List;

/**
 * One wish, however it arrived.
 *
 * @param rootfs absolute path of a directory that becomes the root; it is written through
 * @param hostname 1 to 64 bytes
 * @param environment {@code NAME=value}, complete: nothing of the caller's is added
 * @param workdir absolute, inside the root
 * @param command the program and its arguments, at least one word
 */
public record RunRequest(
        String rootfs,
        String hostname,
        List<String> environment,
        String workdir,
        List<String> command) {
    public RunRequest {
        environment = List.copyOf(environment);
        command = List.copyOf(command);
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
        refuseNul("--rootfs", rootfs);
        refuseNul("--hostname", hostname);
        refuseNul("--workdir", workdir);
        for (String word : command) refuseNul("the command", word);
        for (String variable : environment) refuseNul("--env", variable);
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

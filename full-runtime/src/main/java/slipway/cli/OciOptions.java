package slipway.cli;

import slipway.runtime.state.StateRoot;

/**
 * The words of an OCI command line, as runc takes them: {@code [GLOBAL] VERB [OPTIONS] [ID …]}.
 * Read by hand: this is on the way of every cold start.
 */
final class OciOptions {
    private final String[] words;
    private int at;
    private String root = "";
    private String log = "";
    private boolean logJson;

    OciOptions(String[] words) {
        this.words = words;
    }

    /** Reads what stands before the verb, which it returns; {@code help} if there is none. */
    String verb() {
        while (at < words.length && words[at].startsWith("-")) global(words[at++]);
        return at < words.length ? words[at++] : "help";
    }

    private void global(String word) {
        String name = nameOf(word);
        switch (name) {
            case "--root":
                root = value(word);
                break;
            case "--log":
                log = value(word);
                break;
            case "--log-format":
                String format = value(word);
                if (!format.equals("json") && !format.equals("text")) {
                    throw new UsageError(
                            "--log-format is '" + format + "'", "--log-format json, or text");
                }
                logJson = format.equals("json");
                break;
            case "--rootless":
                // How privileged we are is found out, whatever is said.
                if (word.indexOf('=') < 0 && at < words.length && isTruth(words[at])) at++;
                break;
            case "--debug":
                break;
            case "--systemd-cgroup":
                if (word.endsWith("=false")) break;
                throw new UsageError(
                        "--systemd-cgroup: Slipway makes cgroups by itself, and does not ask"
                                + " systemd for them",
                        "the engine's cgroup manager cgroupfs (docker: --exec-opt"
                                + " native.cgroupdriver=cgroupfs; podman: --cgroup-manager=cgroupfs)");
            case "--help":
            case "-h":
                at = words.length;
                break;
            case "--version":
            case "-v":
                throw new OciVersionAsked();
            default:
                throw new UsageError("oci has no option " + name, "slipway help oci");
        }
    }

    /** Not an error: somebody wants to know what this is, wherever he asks. */
    static final class OciVersionAsked extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OciVersionAsked() {
            super("version", null, false, false);
        }
    }

    private static boolean isTruth(String word) {
        return word.equals("true") || word.equals("false") || word.equals("auto");
    }

    /** The next option of the verb, without its value; empty when there is none any more. */
    String option() {
        if (at >= words.length) return "";
        String word = words[at];
        if (word.equals("--")) {
            at++;
            return "";
        }
        if (word.length() < 2 || !word.startsWith("-")) return "";
        at++;
        return nameOf(word);
    }

    private static String nameOf(String word) {
        int equals = word.indexOf('=');
        return equals < 0 ? word : word.substring(0, equals);
    }

    /** The value of the option that was just read. */
    String value() {
        return value(words[at - 1]);
    }

    private String value(String word) {
        int equals = word.indexOf('=');
        if (equals >= 0) return word.substring(equals + 1);
        if (at == words.length) throw new UsageError(word + " needs a value", "slipway help oci");
        return words[at++];
    }

    /** The next word that is no option. */
    String word(String what) {
        if (at == words.length) throw new UsageError(what + " is missing", "slipway help oci");
        return words[at++];
    }

    boolean hasWord() {
        return at < words.length;
    }

    void end() {
        if (at < words.length) {
            throw new UsageError("'" + words[at] + "' is too much", "slipway help oci");
        }
    }

    static UsageError unknown(String verb, String option) {
        return new UsageError("oci " + verb + " has no option " + option, "slipway help oci");
    }

    StateRoot root() {
        return root.isEmpty() ? StateRoot.usual() : new StateRoot(absolute(root));
    }

    static String absolute(String path) {
        return path.startsWith("/") ? path : System.getProperty("user.dir") + "/" + path;
    }

    OciLog log() {
        return new OciLog(log, logJson);
    }
}

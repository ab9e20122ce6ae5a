package slipway.plan.launch;

/**
 * How a signal is handed on to the first process of a container. That process gets no signal that
 * it has no handler for (pid_namespaces(7)), so some signals kill it in the end. Each text is what
 * is said then; an empty one means that it is not killed in that case.
 *
 * @param number what arrives
 * @param passed what the container gets for it
 * @param ignored without a handler, the first time
 * @param ignoredTwice without a handler, again within five seconds
 * @param handledTwice with a handler, again within five seconds, but not at once: timeout(1) sends
 *     every signal twice
 */
public record SignalRule(
        int number, int passed, String ignored, String ignoredTwice, String handledTwice) {
    /** For one that never kills. */
    public static SignalRule harmless(int number) {
        return new SignalRule(number, number, "", "", "");
    }

    boolean isLethal() {
        return !(ignored.isEmpty() && ignoredTwice.isEmpty() && handledTwice.isEmpty());
    }
}

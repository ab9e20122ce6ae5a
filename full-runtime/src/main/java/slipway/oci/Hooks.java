package slipway.oci;

import java.util.List;

/** Programs of the host that are to be run at certain moments, with the state on their input. */
public record Hooks(
        List<Hook> prestart, List<Hook> createRuntime, List<Hook> poststart, List<Hook> poststop) {
    public static final Hooks NONE = new Hooks(List.of(), List.of(), List.of(), List.of());

    public Hooks {
        prestart = List.copyOf(prestart);
        createRuntime = List.copyOf(createRuntime);
        poststart = List.copyOf(poststart);
        poststop = List.copyOf(poststop);
    }

    /**
     * One of them.
     *
     * @param key where it stands, as in {@code hooks.prestart[0]}
     * @param args all words, the first of them a name that it is told; empty for the path alone
     * @param timeoutSeconds 0 for as long as it takes
     */
    public record Hook(
            String key,
            String path,
            List<String> args,
            List<String> environment,
            int timeoutSeconds) {
        public Hook {
            args = List.copyOf(args);
            environment = List.copyOf(environment);
            Check.absolute(key + ".path", path);
            if (timeoutSeconds < 0) {
                throw new InvalidSpec(key + ".timeout", "" + timeoutSeconds, "more than 0");
            }
        }
    }
}

package slipway.runtime.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.linux.Fd;
import slipway.oci.ProcessSpec;
import slipway.oci.Seccomp;

/**
 * What {@code exec} is asked for.
 *
 * @param process what is to be run, completely
 * @param seccomp its filter
 * @param newKeyring whether it gets a session keyring of its own
 * @param groups paths below the container's group: of all controllers under {@code ""}, else by
 *     their names
 * @param ignorePaused whether it may wait in a container that is frozen
 * @param streams the descriptors it gets: its number, and what of ours it is
 */
public record ExecRequest(
        String id,
        ProcessSpec process,
        Optional<Seccomp> seccomp,
        boolean newKeyring,
        Map<String, String> groups,
        boolean ignorePaused,
        Map<Integer, Fd> streams) {
    public ExecRequest {
        groups = Map.copyOf(groups);
        streams = new TreeMap<>(streams);
    }

    /** Words for {@code --cgroup}: {@code PATH}, or {@code CONTROLLER,…:PATH}. */
    public static void group(Map<String, String> groups, String word) {
        int colon = word.indexOf(':');
        String path = word.substring(colon + 1);
        while (path.startsWith("/")) path = path.substring(1);
        List<String> names = colon < 0 ? List.of("") : List.of(word.substring(0, colon).split(","));
        for (String part : path.split("/")) {
            if (part.equals("..") || part.equals(".")) {
                throw new LifecycleProblem(
                        "--cgroup is '" + word + "'. Try: a path below the container's group");
            }
        }
        for (String name : names) groups.put(name, path);
    }
}

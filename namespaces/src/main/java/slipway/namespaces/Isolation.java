package slipway.namespaces;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a container is apart from everything else.
 *
 * @param namespaces what is said about a kind of namespace; for the others there is a usual way
 * @param ids who is who in a user namespace; empty for the usual way
 * @param domainname empty for the usual one
 * @param sysctls by name, each of a namespace that is the container's own
 * @param clocks of a time namespace
 * @param propagation of mounts below the root, as mount(8) calls it: {@code rshared}; empty for the
 *     usual one, which is private
 */
public record Isolation(
        Namespaces namespaces,
        Optional<IdMaps> ids,
        String domainname,
        Map<String, String> sysctls,
        TimeOffsets clocks,
        String propagation) {
    /** Nothing is said. */
    public static final Isolation USUAL =
            new Isolation(
                    new Namespaces(List.of()),
                    Optional.empty(),
                    "",
                    Map.of(),
                    TimeOffsets.NONE,
                    "");
}

package slipway.lessons.spaces;

import java.util.List;
import java.util.Map;
import java.util.Set;
import slipway.namespaces.Namespace;
import slipway.plan.Step;

/** Exercise 2.12: a namespace that is kept, and one that is entered. */
public interface OutlivesProcesses {
    /**
     * Steps of a process that has just made itself a UTS namespace and will end after them. The
     * namespace is to live on, and whoever opens {@code file} and calls setns is to be in it.
     *
     * @param file absolute path of an empty file that is there, in a folder that others see, too
     */
    List<Step> keep(String file);

    /**
     * Steps by which a process without any capability goes into a running container: into all of
     * these namespaces, and into no others. It starts a program afterwards, which starts another.
     *
     * @param open for each namespace of the container the number of a descriptor, open in the
     *     process, of the container's {@code /proc/PID/ns/...}
     */
    List<Step> enter(Map<Namespace, Integer> open);

    /**
     * After {@link #enter}: the namespaces in which the process itself still is not, but only the
     * children that it has from then on.
     */
    Set<Namespace> onlyForChildren();
}

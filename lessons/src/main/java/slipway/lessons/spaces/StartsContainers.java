package slipway.lessons.spaces;

import slipway.linux.Fd;
import slipway.plan.Exec;
import slipway.plan.launch.Launch;

/** Exercise 2.4: your runtime starts a container. */
public interface StartsContainers {
    /**
     * Says how a program is to be started so that it is process number 1 of a PID namespace of its
     * own, with {@code root} as its root, {@code name} as its host name and a {@code /proc} that
     * shows it alone. Starts nothing: the kit does that with your answer.
     *
     * <p>{@code namespaces} of a Launch are those that are made together with the process. Its
     * {@code inside} are the steps of the process, and the program is the last of them. The kit
     * adds a user namespace if you are not root (2.9); the Launch needs no host steps.
     *
     * @param program what the process becomes; its file is in the root
     * @param root absolute path of a folder that is to become /; nobody else uses it
     * @param name host name
     * @param stdin what it reads as descriptor 0
     * @param stdout what it writes to as descriptor 1
     * @param stderr what it writes to as descriptor 2
     */
    Launch launch(Exec program, String root, String name, Fd stdin, Fd stdout, Fd stderr);
}

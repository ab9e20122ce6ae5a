package slipway.plan.launch;

import java.util.Map;
import slipway.linux.Constants;
import slipway.linux.FdPassing;
import slipway.linux.Kernel;
import slipway.linux.Memory;
import slipway.linux.RemoteKernel;
import slipway.plan.Plan;

/**
 * A process of a few KiB that makes system calls for us where we cannot make them: a JVM can be in
 * no user namespace but the one it was started in. It ends when this is closed, and when we end.
 *
 * <p>With the id maps of an ordinary user's containers it can make, list, give away and remove
 * files of subordinate ids, all of which the kernel denies to the user himself.
 */
public final class KernelProcess implements AutoCloseable {
    private final Child process;
    private final FdPassing.Pair sockets;
    private final RemoteKernel kernel;

    private KernelProcess(Child process, FdPassing.Pair sockets, RemoteKernel kernel) {
        this.process = process;
        this.sockets = sockets;
        this.kernel = kernel;
    }

    /**
     * Starts it in a new user namespace. It sees our file systems, and is in the folder {@code /}.
     *
     * @param maps host steps that write the id maps of {@code $pid}
     * @param identity its steps once they are written: setgroups, setresgid, setresuid
     * @throws slipway.plan.StepFailed when a step could not be done
     */
    public static KernelProcess inUserNamespace(Launcher launcher, Plan maps, Plan identity) {
        FdPassing.Pair pair = FdPassing.pair();
        boolean started = false;
        try {
            Launch launch =
                    Launch.of(Plan.NOTHING)
                            .withNamespaces(Constants.CLONE_NEWUSER)
                            .withWhileCloned(maps)
                            .withIdentity(identity)
                            .withFds(Map.of(0, pair.theirs()))
                            .outlivingUs(); // it ends with its socket
            Child process = launcher.startProgram(launch, new KernelProgram());
            pair.theirs().close();
            KernelProcess made = new KernelProcess(process, pair, greeted(process, pair));
            started = true;
            return made;
        } finally {
            if (!started) pair.close();
        }
    }

    private static RemoteKernel greeted(Child process, FdPassing.Pair pair) {
        try (Memory memory = Memory.allocate(Long.BYTES)) {
            if (pair.ours().read(memory, Long.BYTES) == Long.BYTES) {
                return new RemoteKernel(pair.ours(), memory.getLong(0));
            }
            process.close();
            throw new EndedEarly("before it could say that it is ready");
        }
    }

    /** Makes calls there. May be used until this is closed. */
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public void close() {
        sockets.close();
        process.await();
        process.close();
    }
}

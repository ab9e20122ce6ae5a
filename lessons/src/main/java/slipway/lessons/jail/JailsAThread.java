package slipway.lessons.jail;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import slipway.linux.Kernel;

/** Exercise 1.8: a jail for one thread of the JVM, and not for the JVM. */
public interface JailsAThread {
    /**
     * Does the work on a thread of its own whose / is {@code root} and which stands there, waits
     * for it, and returns what it returned. No other thread's root and working directory change,
     * neither meanwhile nor afterwards.
     *
     * <p>The kit calls this in a JVM that it throws away.
     *
     * @param kernel makes a system call on the thread that asks: {@code kernel.call(Call.of(
     *     Syscall.CHROOT, Arg.text(...)))}
     * @param root absolute path of a folder
     */
    <T> T inJail(Kernel kernel, Path root, Callable<T> work) throws Exception;
}

package slipway.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails a test that leaves something behind: a process, an open file of this JVM, a mount in its
 * temporary directory, a thread in another namespace, a network interface, or files and cgroups in
 * the directories named here. What other programs do meanwhile on the machine is not looked at.
 *
 * <p>A test class that knows its directories only when it runs registers a {@link LeakCheck}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(LeakCheck.class)
public @interface NothingLeaks {
    /** Directories in which nothing may be left; in a cgroup file system: no cgroup. */
    String[] directories() default {};

    /** Whether the test's fields with {@code @TempDir} are such directories, too. */
    boolean tempDirs() default false;
}

package slipway.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs a test only where these outside programs are on the PATH, /usr/sbin or /sbin. */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(Requirements.class)
public @interface NeedsProgram {
    /** Names of programs, all of which are needed. */
    String[] value();

    /** Debian packages that bring them; empty: packages that are called as the programs are. */
    String[] debian() default {};
}

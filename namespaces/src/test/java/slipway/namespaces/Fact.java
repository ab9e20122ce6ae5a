package slipway.namespaces;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/** A test of a fact of the course, which is called by the fact's sentence; see {@link Claims}. */
@Test
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Fact {
    /** As in claims.txt of the lessons, such as F9. */
    String value();
}

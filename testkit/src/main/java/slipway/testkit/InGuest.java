package slipway.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Runs a test here, and in the guest too, where its module has a test with {@link GuestTests}.
 * There control groups are version 2 alone, and root has every capability; a JVM is eight times
 * slower.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag(GuestTests.TAG)
public @interface InGuest {}

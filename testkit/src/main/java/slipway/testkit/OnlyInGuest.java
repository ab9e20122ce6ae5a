package slipway.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * As {@link InGuest}, but here the test does not run and is not counted as skipped: the build
 * leaves out the tests with this tag.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag(GuestTests.TAG)
@Tag("only-in-guest")
@ExtendWith(Requirements.class)
public @interface OnlyInGuest {}

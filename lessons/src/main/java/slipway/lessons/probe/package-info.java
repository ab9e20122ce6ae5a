/**
 * Probes: what the course claims about the kernel and the JVM, each claim with an experiment that
 * shows it here and now.
 *
 * <p>Start at {@link slipway.lessons.probe.Probes}. The claims are in {@code claims.txt}, a line
 * each: id, blank, sentence. {@code lessons/probes-seen.json} is an array of objects {@code {"id",
 * "claim", "kernel", "jdk"}} in the order of the claims, a line each: where it was last seen to
 * hold; a test renews it under {@code -Dupdate}. Depends on the ground and the features.
 */
@NullMarked
package slipway.lessons.probe;

import org.jspecify.annotations.NullMarked;

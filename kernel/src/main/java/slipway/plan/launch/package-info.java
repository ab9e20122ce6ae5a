/**
 * Starting a process in a prepared world, from a JVM, without a line of C.
 *
 * <p>Start at {@link slipway.plan.launch.Launcher}; {@link slipway.plan.launch.Launch} is what it
 * is asked for. The order of things is drawn in {@code docs/program.md}.
 */
@NullMarked
package slipway.plan.launch;

import org.jspecify.annotations.NullMarked;

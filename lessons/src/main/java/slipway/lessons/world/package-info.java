/**
 * Where what a learner's class returns is done: by processes that are launched for it, apart from
 * the machine. Start at {@link slipway.lessons.world.World}.
 *
 * <p>For the checks of all parts. No learner's class sees this package.
 */
@NullMarked
package slipway.lessons.world;

import org.jspecify.annotations.NullMarked;

/**
 * Part 0, the ground: what learners write there, and who checks it.
 *
 * <p>Start at {@link slipway.lessons.ground.TakesSnapshots}. A class here that is public is named
 * in the exercises.
 */
@NullMarked
package slipway.lessons.ground;

import org.jspecify.annotations.NullMarked;

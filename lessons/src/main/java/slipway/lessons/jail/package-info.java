/**
 * Part 1, the jail: what learners write there, and who checks it.
 *
 * <p>Start at {@link slipway.lessons.jail.MakesJails}. A class here that is public is named in the
 * exercises.
 */
@NullMarked
package slipway.lessons.jail;

import org.jspecify.annotations.NullMarked;

/**
 * Part 2, namespaces: what learners write there, and who checks it.
 *
 * <p>Start at {@link slipway.lessons.spaces.ComparesNamespaces}. A class here that is public is
 * named in the exercises.
 */
@NullMarked
package slipway.lessons.spaces;

import org.jspecify.annotations.NullMarked;

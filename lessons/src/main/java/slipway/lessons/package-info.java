/**
 * The course: exercises, the loop in which they are done, and the gate that judges the exercises.
 *
 * <p>Start at {@link slipway.lessons.Exercise}; {@link slipway.lessons.Judge} finds out whether a
 * solution is right, {@link slipway.lessons.Gate} whether an exercise is. Depends on the ground and
 * the features, never on the command line, which finds this package by name.
 */
@NullMarked
package slipway.lessons;

import org.jspecify.annotations.NullMarked;

/**
 * The learner's code in a process of its own, and the line to it from the process that checks.
 *
 * <p>Start at {@link slipway.lessons.desk.Desk}. Over the line go values and calls of methods,
 * never findings: whoever sits at the desk can only answer what is asked. Depends on the ground,
 * not on the course.
 */
@NullMarked
package slipway.lessons.desk;

import org.jspecify.annotations.NullMarked;

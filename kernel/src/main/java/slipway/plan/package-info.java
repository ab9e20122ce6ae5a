/**
 * A container is a list of system calls, and here the list is a value: it can be printed, compared,
 * saved, taken back, run in the JVM, or compiled into a program for a process that has no JVM.
 *
 * <p>Start at {@link slipway.plan.Plan}. Depends on {@code slipway.linux} only.
 */
@NullMarked
package slipway.plan;

import org.jspecify.annotations.NullMarked;

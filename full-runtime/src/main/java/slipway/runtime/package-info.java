/**
 * From a wish to a running container: one {@link slipway.runtime.RunRequest}, however it arrived,
 * becomes one {@link slipway.runtime.ContainerPlan}, and that is printed or started.
 *
 * <p>Start at {@link slipway.runtime.ContainerPlanner}. Depends on the stages and on {@code
 * slipway.plan}.
 */
@NullMarked
package slipway.runtime;

import org.jspecify.annotations.NullMarked;

/**
 * The life of a container as the OCI runtime specification has it: created, started, signalled,
 * deleted, each by a command of its own that ends before the container does.
 *
 * <p>Start at {@link slipway.runtime.lifecycle.Containers}; what happens in the container's process
 * is planned by {@link slipway.runtime.lifecycle.SpecPlanner}. Depends on {@code slipway.oci},
 * {@code slipway.runtime.state} and the stages.
 */
@NullMarked
package slipway.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;

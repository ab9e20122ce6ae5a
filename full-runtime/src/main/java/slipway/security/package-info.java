/**
 * What a container may do: capabilities and no_new_privs. capabilities(7) is the reference.
 *
 * <p>Start at {@link slipway.security.CapabilityPlanner}. Depends on {@code slipway.plan} and the
 * values of {@code slipway.linux} only; nothing here calls the kernel.
 */
@NullMarked
package slipway.security;

import org.jspecify.annotations.NullMarked;

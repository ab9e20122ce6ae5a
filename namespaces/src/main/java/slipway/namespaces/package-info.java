/**
 * Namespaces: what a process can see. namespaces(7) is the reference.
 *
 * <p>Start at {@link slipway.namespaces.Namespace}. Depends on {@code slipway.plan} and the values
 * of {@code slipway.linux} only; nothing here calls the kernel.
 */
@NullMarked
package slipway.namespaces;

import org.jspecify.annotations.NullMarked;

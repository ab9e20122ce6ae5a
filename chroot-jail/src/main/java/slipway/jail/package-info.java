/**
 * The jail: another root file system for a process. chroot(2), pivot_root(2) and
 * mount_namespaces(7) are the references.
 *
 * <p>Start at {@link slipway.jail.RootPlanner}. Depends on {@code slipway.plan} and the values of
 * {@code slipway.linux} only; nothing here calls the kernel.
 */
@NullMarked
package slipway.jail;

import org.jspecify.annotations.NullMarked;

/**
 * The jail: another root file system for a process. chroot(2), pivot_root(2) and
 * mount_namespaces(7) are the references.
 *
 * <p>Start at {@link slipway.jail.RootPlanner}. The planners are pure; the classes that read or
 * make files begin with {@link slipway.jail.RootTree} and say that they are effects. Depends on
 * {@code slipway.plan} and {@code slipway.linux} only.
 */
@NullMarked
package slipway.jail;

import org.jspecify.annotations.NullMarked;

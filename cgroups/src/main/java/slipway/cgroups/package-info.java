/**
 * Cgroups: how much a process may use. cgroups(7) and the kernel's cgroup-v2 document are the
 * references.
 *
 * <p>Start at {@link slipway.cgroups.CgroupPlanner}. {@link slipway.cgroups.CgroupHost} looks at
 * the machine, {@link slipway.cgroups.Cgroup} is a group that exists; everything else is values and
 * plans. Depends on {@code slipway.plan} and {@code slipway.linux} only.
 */
@NullMarked
package slipway.cgroups;

import org.jspecify.annotations.NullMarked;

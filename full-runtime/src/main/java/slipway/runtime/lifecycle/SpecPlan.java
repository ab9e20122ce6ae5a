package slipway.runtime.lifecycle;

import slipway.plan.Plan;
import slipway.plan.launch.Launch;

/**
 * What a container's process will do.
 *
 * @param launch up to the wait; without descriptors and without a cgroup
 * @param last once it is started
 */
public record SpecPlan(Launch launch, Plan last) {}

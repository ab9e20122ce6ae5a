package slipway.plan.probe;

import slipway.plan.launch.Launcher;

/** The part of a probe that makes calls; {@link Probe} bounds it in time. */
interface Experiment {
    ProbeResult run(Launcher launcher);
}

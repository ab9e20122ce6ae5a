package slipway.plan.launch;

import slipway.plan.program.Sabotage;

/**
 * What a test lets go wrong in a launch.
 *
 * @param entry in the program that runs in our memory
 * @param main in the program that runs in its own
 * @param withoutClone3 whether clone3 is to be answered with ENOSYS, as old seccomp profiles do
 */
record Tampering(Sabotage entry, Sabotage main, boolean withoutClone3) {
    static final Tampering NONE = new Tampering(Sabotage.NONE, Sabotage.NONE, false);
}

package slipway.security;

import slipway.linux.CapabilitySet;

/**
 * What a container may do.
 *
 * @param capabilities those that its root keeps
 * @param privileged whether the host's devices are shown, nothing is hidden, and programs may gain
 *     rights by being run
 */
public record Rights(CapabilitySet capabilities, boolean privileged) {
    /** Docker's fourteen capabilities, and nothing else. */
    public static final Rights DEFAULT = new Rights(CapabilitySet.DOCKER_DEFAULT, false);
}

/**
 * The standing attack battery: small programs that try to get out of jails, and the matrix of which
 * jail stops which. Some are expected to succeed: that is why the later stages exist.
 *
 * <p>Start at {@link slipway.attack.Battery}. An attack is a plan like any other, run in a process
 * of its own; nothing here is done to anything but that process and a victim that the battery
 * starts itself.
 */
@NullMarked
package slipway.attack;

import org.jspecify.annotations.NullMarked;

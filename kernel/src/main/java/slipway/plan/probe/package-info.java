/**
 * What this machine lets this user do, found out by doing it: each probe makes the real calls in a
 * short-lived process of its own, never in the JVM's namespaces, and leaves nothing behind.
 *
 * <p>Start at {@link slipway.plan.probe.Probes}. Depends on {@code slipway.plan}, its launcher, and
 * {@code slipway.linux}.
 */
@NullMarked
package slipway.plan.probe;

import org.jspecify.annotations.NullMarked;

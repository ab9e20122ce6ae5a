/**
 * Talking to Linux from Java: system calls with their errno, files of {@code /proc} as values, and
 * probes that say what this machine can do.
 *
 * <p>Start at {@link slipway.linux.Kernel}. The only package that knows how native calls are made.
 */
@NullMarked
package slipway.linux;

import org.jspecify.annotations.NullMarked;

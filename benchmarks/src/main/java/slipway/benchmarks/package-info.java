/**
 * Measurements of the whole, side by side with other runtimes on the same machine.
 *
 * <p>Start at {@link slipway.benchmarks.StartBenchmark}; {@link slipway.benchmarks.Contender} is
 * what it measures. Depends on everything; nothing depends on it.
 */
@NullMarked
package slipway.benchmarks;

import org.jspecify.annotations.NullMarked;

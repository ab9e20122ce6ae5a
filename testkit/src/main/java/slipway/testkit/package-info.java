/**
 * What every stage's tests are written with: conditions that say why a test cannot run here, a
 * ledger that finds what a test left behind, and golden files.
 *
 * <p>Start at {@link slipway.testkit.NothingLeaks}. Depends on JUnit only, so that the kernel's own
 * tests can use it.
 */
@NullMarked
package slipway.testkit;

import org.jspecify.annotations.NullMarked;

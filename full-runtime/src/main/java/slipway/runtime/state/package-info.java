/**
 * What is known on disk about containers that outlive the command which made them: one directory
 * for each, a state file in it that is replaced as a whole, and a lock that the kernel takes back
 * from who dies.
 *
 * <p>Start at {@link slipway.runtime.state.StateRoot}. Depends on {@code slipway.linux}.
 */
@NullMarked
package slipway.runtime.state;

import org.jspecify.annotations.NullMarked;

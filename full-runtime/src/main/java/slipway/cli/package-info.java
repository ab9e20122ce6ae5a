/**
 * The command. Reads words, calls the layers below, and turns what went wrong into one line and an
 * exit status.
 *
 * <p>Start at {@link slipway.cli.Main}.
 */
@NullMarked
package slipway.cli;

import org.jspecify.annotations.NullMarked;

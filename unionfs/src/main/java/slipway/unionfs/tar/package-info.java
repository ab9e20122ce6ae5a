/**
 * Reading tar archives that somebody else has made: every name as the bytes that it is, every
 * length bounded before it is believed. tar(5) and pax(1) are the references.
 *
 * <p>Start at {@link slipway.unionfs.tar.TarReader}. Depends on nothing else of Slipway.
 */
@NullMarked
package slipway.unionfs.tar;

import org.jspecify.annotations.NullMarked;

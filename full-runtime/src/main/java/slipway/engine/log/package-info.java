/**
 * What a kept container has written: frames in a file, and one older file.
 *
 * <p>Start at {@link slipway.engine.log.LogReader}. Its keeper writes them, a program without any
 * Java; here they are read, also while it writes. Nothing here knows of containers, only of a
 * directory.
 */
@NullMarked
package slipway.engine.log;

import org.jspecify.annotations.NullMarked;

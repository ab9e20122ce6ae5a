/**
 * Containers that stay: what is kept about each of them, on the disk, and what may be done with one
 * while it runs and after it has ended.
 *
 * <p>Start at {@link slipway.engine.ContainerStore}, which finds them, and at {@link
 * slipway.engine.KeptStart}, which gives one to a keeper. Depends on the runtime and on images. No
 * process of Slipway has to be there while a container runs, but its keeper.
 */
@NullMarked
package slipway.engine;

import org.jspecify.annotations.NullMarked;

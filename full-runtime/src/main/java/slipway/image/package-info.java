/**
 * Images: names for stacks of layers, with what their makers say about how to run them. The OCI
 * image specification and docker's archive format are the references.
 *
 * <p>Start at {@link slipway.image.Images}. Depends on the stages and on {@code slipway.plan}.
 */
@NullMarked
package slipway.image;

import org.jspecify.annotations.NullMarked;

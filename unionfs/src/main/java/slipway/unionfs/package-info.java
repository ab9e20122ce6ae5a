/**
 * Layers: one file tree made of many, of which only the topmost is ever written to. The kernel's
 * overlayfs documentation and the layer section of the OCI image specification are the references.
 *
 * <p>Start at {@link slipway.unionfs.OverlayPlanner}, which is pure. {@link
 * slipway.unionfs.LayerUnpacker} and {@link slipway.unionfs.Store} make files and say so. Depends
 * on {@code slipway.plan} and {@code slipway.linux} only.
 */
@NullMarked
package slipway.unionfs;

import org.jspecify.annotations.NullMarked;

/**
 * The words of the OCI runtime specification: a container's {@code config.json} as records that
 * cannot be wrong, and what reads them. Every property that Slipway does not honour is refused by
 * its name here; docs/oci.md lists both kinds.
 *
 * <p>Start at {@link slipway.oci.SpecReader}. Depends on the values of {@code slipway.linux} only.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md">config.md</a>
 */
@NullMarked
package slipway.oci;

import org.jspecify.annotations.NullMarked;

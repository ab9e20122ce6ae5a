package slipway.runtime;

/**
 * Where a container's root comes from.
 *
 * @param directory absolute path of the host
 * @param privateCopy whether what is written goes with the container; else it is written through
 * @param readOnly whether nothing can be written to the root at all
 */
public record RootSource(String directory, boolean privateCopy, boolean readOnly) {
    public static RootSource writtenThrough(String directory) {
        return new RootSource(directory, false, false);
    }
}

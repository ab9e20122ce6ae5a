package slipway.unionfs;

import java.util.List;

/**
 * One tree made of many.
 *
 * @param layers directories that are read only, the topmost first, as absolute paths
 * @param place an absolute path of a directory that nobody else uses now: in the mount namespace of
 *     the container the tree is put together there
 * @param upper the directory that is written to, beside an empty directory {@code work}; both in
 *     this one, as an absolute path. Empty for memory that goes with the container
 * @param marks what deletions look like in the layers
 */
public record Overlay(List<String> layers, String place, String upper, Marks marks) {
    /** As many as docker allows; overlayfs takes up to 500. */
    public static final int MOST_LAYERS = 127;

    public Overlay {
        layers = List.copyOf(layers);
        if (layers.isEmpty() || layers.size() > MOST_LAYERS) {
            throw new IllegalArgumentException(layers.size() + " layers");
        }
        refuseRelative(place);
        for (String layer : layers) refuseRelative(layer);
        if (!upper.isEmpty()) refuseRelative(upper);
    }

    private static void refuseRelative(String path) {
        if (path.startsWith("/")) return;
        throw new IllegalArgumentException(path + " is no absolute path");
    }
}

package slipway.unionfs;

/**
 * How overlayfs marks, in a layer, what is not there any more. Root's layers have {@code trusted.*}
 * attributes; in a user namespace these are refused, and overlayfs takes {@code user.*} ones, under
 * {@code userxattr}. A layer made with the one kind is misread with the other.
 *
 * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">overlayfs, "whiteouts and
 *     opaque directories"</a>
 */
public enum Marks {
    TRUSTED("trusted"),
    USER("user");

    private final String space;

    Marks(String space) {
        this.space = space;
    }

    /** Also the name of the directory that such layers are kept in. */
    public String space() {
        return space;
    }

    /** The attribute whose value {@code y} says that nothing of lower layers shows in here. */
    String opaque() {
        return space + ".overlay.opaque";
    }
}

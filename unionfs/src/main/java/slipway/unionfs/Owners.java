package slipway.unionfs;

/** What becomes of the owners that a layer's files have. */
public enum Owners {
    /** They are given as they are: we are root. */
    KEPT,

    /** They are given afterwards, in the user namespace of our containers. */
    MAPPED,

    /** All files are ours: root's, in a container. There are no other ids to give. */
    SQUASHED
}

package slipway.image;

import java.util.List;
import slipway.unionfs.Digest;

/**
 * One image as the index has it.
 *
 * @param id the digest of its configuration
 * @param names by which it can be called; none if it has lost them to others
 * @param bytes how much is in the files of its layers
 * @param loaded when it came here, in seconds since 1970
 */
public record ImageRecord(Digest id, List<Reference> names, long bytes, long loaded) {
    public ImageRecord {
        names = List.copyOf(names);
    }

    boolean has(Reference name) {
        for (Reference each : names) if (isSame(each, name)) return true;
        return false;
    }

    /** The equals() of a record is made at run time, which takes tens of ms. */
    static boolean isSame(Reference one, Reference other) {
        return one.repository().equals(other.repository()) && one.tag().equals(other.tag());
    }
}

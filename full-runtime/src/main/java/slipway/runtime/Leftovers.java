package slipway.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import slipway.jail.TreeListing;
import slipway.linux.LinuxKernel;
import slipway.linux.SyscallException;

/**
 * What one part of Slipway may leave behind when it is killed, or keeps until nobody wants it any
 * more. An implementation knows the owners of its things by OS locks and live processes, which end
 * with their holders; what has a living owner is never listed.
 */
public interface Leftovers {
    /**
     * One thing.
     *
     * @param what kind of thing, in the singular: {@code outdated base root file system}
     * @param where its path, or the name by which people know it
     * @param bytes on the disk, as far as can be seen; 0 where there is no such thing
     */
    record Leftover(String what, String where, long bytes) {
        /** A file or a directory tree that we can look into. */
        public static Leftover tree(String what, Path tree) {
            return new Leftover(what, tree.toString(), size(tree));
        }

        private static long size(Path tree) {
            try {
                return TreeListing.bytes(TreeListing.of(LinuxKernel.INSTANCE, tree));
            } catch (SyscallException e) {
                return 0; // it may still be removable, and tells why not otherwise
            }
        }
    }

    /** What nobody owns now. Removes nothing. */
    List<Leftover> list();

    /**
     * Removes one of those, unless it has found an owner meanwhile.
     *
     * @return whether it is gone
     * @throws IOException with what is still there, and why
     */
    boolean remove(Leftover leftover) throws IOException;
}

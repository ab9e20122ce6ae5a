package slipway.unionfs.tar;

import java.util.Map;

/**
 * One entry of a tar archive. Names are raw, see {@link RawName}.
 *
 * @param name as it stands there, unchecked
 * @param mode the lowest twelve bits of st_mode
 * @param size bytes of content, as they are read: a hole counts
 * @param link where a symbolic or hard link leads
 * @param xattrs extended attributes, by raw name
 */
public record TarEntry(
        String name,
        Kind kind,
        int mode,
        long uid,
        long gid,
        long size,
        long mtimeSeconds,
        int mtimeNanos,
        String link,
        long deviceMajor,
        long deviceMinor,
        Map<String, byte[]> xattrs) {

    /** What an entry can be; everything else is refused. */
    public enum Kind {
        FILE,
        HARD_LINK,
        SYMLINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        DIRECTORY,
        FIFO
    }

    /** The name for a message. */
    public String shown() {
        return RawName.shown(name);
    }
}

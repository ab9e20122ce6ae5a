package slipway.jail;

/**
 * A device as it is to appear inside.
 *
 * @param path absolute, inside
 * @param type {@code S_IFCHR}, {@code S_IFBLK} or {@code S_IFIFO}
 * @param permissions as chmod(2) takes them
 */
public record DeviceNode(
        String path, int type, long major, long minor, int permissions, long uid, long gid) {
    /** As the kernel wants it in mknod(2). */
    long number() {
        return minor & 0xff | major << 8 | (minor & ~0xffL) << 12;
    }
}

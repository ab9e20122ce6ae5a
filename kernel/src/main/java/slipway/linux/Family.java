package slipway.linux;

/**
 * A group of constants that belong together, so that a number can be shown by name, as strace shows
 * it. Most are masks; some are lists of values; a few keep a value in their low bits.
 */
public enum Family {
    /** Of mount(2). */
    MOUNT,
    /** Of umount2(2). */
    UMOUNT,
    /**
     * Of clone(2); CLONE_NEWTIME lies in the byte that clone(2) uses for the exit signal: clone3
     * and unshare only.
     */
    CLONE,
    /** Of open(2). */
    OPEN,
    /** Of openat(2), the AT_ flags. */
    AT,
    /** Of the directory of a relative path. */
    DIRFD,
    /** Of openat2(2). */
    RESOLVE,
    /**
     * Of open_tree(2); takes AT_EMPTY_PATH, AT_RECURSIVE, AT_SYMLINK_NOFOLLOW, AT_NO_AUTOMOUNT as
     * well.
     */
    OPEN_TREE,
    /** Of move_mount(2). */
    MOVE_MOUNT,
    /** Of mount_setattr(2). */
    MOUNT_ATTR,
    /** Of fsopen(2). */
    FSOPEN,
    /** Of fspick(2). */
    FSPICK,
    /** Of fsmount(2). */
    FSMOUNT,
    /** Of fsconfig(2). */
    FSCONFIG,
    /** Of prctl(2). */
    PRCTL,
    /** Of prctl(2), second argument of PR_CAP_AMBIENT. */
    PR_CAP_AMBIENT,
    /** Of seccomp(2). */
    SECCOMP_OP,
    /** Of seccomp(2). */
    SECCOMP_FLAGS,
    /** Of memfd_create(2). */
    MEMFD,
    /** Of fcntl(2). */
    FCNTL,
    /** Of fcntl(2), F_SETFD. */
    FD_FLAGS,
    /** Of fcntl(2), F_ADD_SEALS. */
    SEAL,
    /** Of waitid(2). */
    ID_TYPE,
    /** Of waitid(2). */
    WAIT,
    /** Of waitid(2), si_code. */
    CHILD_CODE,
    /** Of poll(2). */
    POLL,
    /** Of inode(7). */
    FILE_TYPE,
    /** Of signal(7). */
    SIGNAL,
    /** Of prlimit(2). */
    RLIMIT,
    /** Of socket(2). */
    SOCKET_DOMAIN,
    /** Of socket(2). */
    SOCKET_TYPE,
    /** Of socket(7). */
    SOCKET_LEVEL,
    /** Of socket(7). */
    SOCKET_OPTION,
    /** Of sendmsg(2). */
    MSG,
    /** Of mmap(2). */
    PROT,
    /** Of mmap(2). */
    MAP,
    /** Of madvise(2). */
    MADVISE,
    /** Of close_range(2). */
    CLOSE_RANGE,
    /** Of renameat2(2). */
    RENAME,
    /** Of rt_sigprocmask(2). */
    SIG_HOW,
    /** Of rt_sigaction(2). */
    SIGNAL_ACTION,
    /** Of capabilities(7), PR_SET_SECUREBITS. */
    SECUREBITS,
    /** Of eventfd(2). */
    EVENTFD,
    /** Of setxattr(2). */
    XATTR,
    /** Of lseek(2). */
    SEEK,
    /** Of access(2). */
    ACCESS,
    /** Of flock(2). */
    FLOCK,
    /** Of ioctl_tty(2). */
    TTY_IOCTL,
    /** Of netdevice(7). */
    NET_IOCTL,
    /** Of ioctl_ns(2). */
    NS_IOCTL,
    /** Of capabilities(7), by number. */
    CAPABILITY;

    /**
     * The number by name. Of a mask: the known bits joined by {@code |}, then the unknown ones in
     * hex so that nothing is hidden; {@code 0} for none.
     */
    public String describe(long value) {
        return FamilyNames.of(this).describe(value);
    }
}

package slipway.linux;

import static slipway.linux.Constants.*;

/**
 * The names in each {@link Family}. Apart from it, because plans mention families long before
 * anybody wants to see a name.
 */
final class FamilyNames {
    /** Which bits hold a value instead of a mask: none, all, or some. */
    private static final long MASK = 0;

    private static final long VALUE = -1;
    private static final long O_ACCMODE = 3;
    private static final long SOCK_TYPE_MASK = 0xf;
    private static final long MAP_TYPE = 0xf;
    private static final long S_IFMT = 0170000;

    private final Family family;
    private final long valueBits;
    private final String[] names;
    private final long[] values;

    private FamilyNames(Family family, long valueBits, String[] names, long[] values) {
        this.family = family;
        this.valueBits = valueBits;
        this.names = names;
        this.values = values;
    }

    String describe(long value) {
        long part = value & valueBits;
        String text = valueBits == MASK && value != 0 ? "" : nameOfValue(part);
        if (valueBits == VALUE) return text.isEmpty() ? Long.toString(value) : text;
        if (value == 0) return text.isEmpty() ? "0" : text;
        long rest = text.isEmpty() ? value : value & ~part;
        StringBuilder shown = new StringBuilder(text);
        for (int i = 0; i < names.length; i++) {
            long bits = values[i] & ~valueBits;
            if (bits == 0 || bits != values[i] || (rest & bits) != bits) continue;
            append(shown, names[i]);
            rest &= ~bits;
        }
        if (rest != 0) append(shown, unnamed(rest));
        return shown.toString();
    }

    /** The name of a value, or the empty string if it has none. */
    private String nameOfValue(long value) {
        for (int i = 0; i < names.length; i++) {
            if (values[i] == value) return names[i];
        }
        return "";
    }

    private String unnamed(long rest) {
        // clone(2) has the signal of the child's death in the lowest byte of its flags
        if (family == Family.CLONE && rest <= SIGSYS) return Family.SIGNAL.describe(rest);
        if (family == Family.FILE_TYPE) return "0" + Long.toOctalString(rest);
        return "0x" + Long.toHexString(rest);
    }

    private static void append(StringBuilder shown, String name) {
        if (shown.length() > 0) shown.append('|');
        shown.append(name);
    }

    String[] names() {
        return names.clone();
    }

    long[] values() {
        return values.clone();
    }

    static FamilyNames of(Family family) {
        return switch (family) {
            case MOUNT ->
                    table(
                            family,
                            MASK,
                            "MS_RDONLY MS_NOSUID MS_NODEV MS_NOEXEC MS_SYNCHRONOUS "
                                    + "MS_REMOUNT MS_MANDLOCK MS_DIRSYNC MS_NOSYMFOLLOW MS_NOATIME "
                                    + "MS_NODIRATIME MS_BIND MS_MOVE MS_REC MS_SILENT MS_POSIXACL "
                                    + "MS_UNBINDABLE MS_PRIVATE MS_SLAVE MS_SHARED MS_RELATIME "
                                    + "MS_KERNMOUNT MS_I_VERSION MS_STRICTATIME MS_LAZYTIME",
                            new long[] {
                                MS_RDONLY,
                                MS_NOSUID,
                                MS_NODEV,
                                MS_NOEXEC,
                                MS_SYNCHRONOUS,
                                MS_REMOUNT,
                                MS_MANDLOCK,
                                MS_DIRSYNC,
                                MS_NOSYMFOLLOW,
                                MS_NOATIME,
                                MS_NODIRATIME,
                                MS_BIND,
                                MS_MOVE,
                                MS_REC,
                                MS_SILENT,
                                MS_POSIXACL,
                                MS_UNBINDABLE,
                                MS_PRIVATE,
                                MS_SLAVE,
                                MS_SHARED,
                                MS_RELATIME,
                                MS_KERNMOUNT,
                                MS_I_VERSION,
                                MS_STRICTATIME,
                                MS_LAZYTIME
                            });
            case UMOUNT ->
                    table(
                            family,
                            MASK,
                            "MNT_FORCE MNT_DETACH MNT_EXPIRE UMOUNT_NOFOLLOW",
                            new long[] {MNT_FORCE, MNT_DETACH, MNT_EXPIRE, UMOUNT_NOFOLLOW});
            case CLONE ->
                    table(
                            family,
                            MASK,
                            "CLONE_NEWTIME CLONE_VM CLONE_FS CLONE_FILES CLONE_SIGHAND "
                                    + "CLONE_PIDFD CLONE_PTRACE CLONE_VFORK CLONE_PARENT CLONE_THREAD "
                                    + "CLONE_NEWNS CLONE_SYSVSEM CLONE_SETTLS CLONE_PARENT_SETTID "
                                    + "CLONE_CHILD_CLEARTID CLONE_UNTRACED CLONE_CHILD_SETTID "
                                    + "CLONE_NEWCGROUP CLONE_NEWUTS CLONE_NEWIPC CLONE_NEWUSER "
                                    + "CLONE_NEWPID CLONE_NEWNET CLONE_IO CLONE_CLEAR_SIGHAND "
                                    + "CLONE_INTO_CGROUP",
                            new long[] {
                                CLONE_NEWTIME,
                                CLONE_VM,
                                CLONE_FS,
                                CLONE_FILES,
                                CLONE_SIGHAND,
                                CLONE_PIDFD,
                                CLONE_PTRACE,
                                CLONE_VFORK,
                                CLONE_PARENT,
                                CLONE_THREAD,
                                CLONE_NEWNS,
                                CLONE_SYSVSEM,
                                CLONE_SETTLS,
                                CLONE_PARENT_SETTID,
                                CLONE_CHILD_CLEARTID,
                                CLONE_UNTRACED,
                                CLONE_CHILD_SETTID,
                                CLONE_NEWCGROUP,
                                CLONE_NEWUTS,
                                CLONE_NEWIPC,
                                CLONE_NEWUSER,
                                CLONE_NEWPID,
                                CLONE_NEWNET,
                                CLONE_IO,
                                CLONE_CLEAR_SIGHAND,
                                CLONE_INTO_CGROUP
                            });
            case OPEN ->
                    table(
                            family,
                            O_ACCMODE,
                            "O_TMPFILE O_SYNC O_RDONLY O_WRONLY O_RDWR O_CREAT O_EXCL "
                                    + "O_NOCTTY O_TRUNC O_APPEND O_NONBLOCK O_DSYNC O_NOATIME "
                                    + "O_CLOEXEC O_PATH O_DIRECT O_LARGEFILE O_DIRECTORY O_NOFOLLOW",
                            new long[] {
                                O_TMPFILE,
                                O_SYNC,
                                O_RDONLY,
                                O_WRONLY,
                                O_RDWR,
                                O_CREAT,
                                O_EXCL,
                                O_NOCTTY,
                                O_TRUNC,
                                O_APPEND,
                                O_NONBLOCK,
                                O_DSYNC,
                                O_NOATIME,
                                O_CLOEXEC,
                                O_PATH,
                                O_DIRECT,
                                O_LARGEFILE,
                                O_DIRECTORY,
                                O_NOFOLLOW
                            });
            case AT ->
                    table(
                            family,
                            MASK,
                            "AT_SYMLINK_NOFOLLOW AT_REMOVEDIR AT_SYMLINK_FOLLOW "
                                    + "AT_NO_AUTOMOUNT AT_EMPTY_PATH AT_STATX_FORCE_SYNC "
                                    + "AT_STATX_DONT_SYNC AT_RECURSIVE",
                            new long[] {
                                AT_SYMLINK_NOFOLLOW,
                                AT_REMOVEDIR,
                                AT_SYMLINK_FOLLOW,
                                AT_NO_AUTOMOUNT,
                                AT_EMPTY_PATH,
                                AT_STATX_FORCE_SYNC,
                                AT_STATX_DONT_SYNC,
                                AT_RECURSIVE
                            });
            case DIRFD -> table(family, VALUE, "AT_FDCWD", new long[] {AT_FDCWD});
            case RESOLVE ->
                    table(
                            family,
                            MASK,
                            "RESOLVE_NO_XDEV RESOLVE_NO_MAGICLINKS RESOLVE_NO_SYMLINKS "
                                    + "RESOLVE_BENEATH RESOLVE_IN_ROOT RESOLVE_CACHED",
                            new long[] {
                                RESOLVE_NO_XDEV,
                                RESOLVE_NO_MAGICLINKS,
                                RESOLVE_NO_SYMLINKS,
                                RESOLVE_BENEATH,
                                RESOLVE_IN_ROOT,
                                RESOLVE_CACHED
                            });
            case OPEN_TREE ->
                    table(
                            family,
                            MASK,
                            "OPEN_TREE_CLONE OPEN_TREE_CLOEXEC AT_EMPTY_PATH AT_RECURSIVE "
                                    + "AT_SYMLINK_NOFOLLOW AT_NO_AUTOMOUNT",
                            new long[] {
                                OPEN_TREE_CLONE,
                                OPEN_TREE_CLOEXEC,
                                AT_EMPTY_PATH,
                                AT_RECURSIVE,
                                AT_SYMLINK_NOFOLLOW,
                                AT_NO_AUTOMOUNT
                            });
            case MOVE_MOUNT ->
                    table(
                            family,
                            MASK,
                            "MOVE_MOUNT_F_SYMLINKS MOVE_MOUNT_F_AUTOMOUNTS "
                                    + "MOVE_MOUNT_F_EMPTY_PATH MOVE_MOUNT_T_SYMLINKS "
                                    + "MOVE_MOUNT_T_AUTOMOUNTS MOVE_MOUNT_T_EMPTY_PATH "
                                    + "MOVE_MOUNT_SET_GROUP MOVE_MOUNT_BENEATH",
                            new long[] {
                                MOVE_MOUNT_F_SYMLINKS,
                                MOVE_MOUNT_F_AUTOMOUNTS,
                                MOVE_MOUNT_F_EMPTY_PATH,
                                MOVE_MOUNT_T_SYMLINKS,
                                MOVE_MOUNT_T_AUTOMOUNTS,
                                MOVE_MOUNT_T_EMPTY_PATH,
                                MOVE_MOUNT_SET_GROUP,
                                MOVE_MOUNT_BENEATH
                            });
            case MOUNT_ATTR ->
                    table(
                            family,
                            MASK,
                            "MOUNT_ATTR__ATIME MOUNT_ATTR_RDONLY MOUNT_ATTR_NOSUID "
                                    + "MOUNT_ATTR_NODEV MOUNT_ATTR_NOEXEC MOUNT_ATTR_NOATIME "
                                    + "MOUNT_ATTR_STRICTATIME MOUNT_ATTR_NODIRATIME MOUNT_ATTR_IDMAP "
                                    + "MOUNT_ATTR_NOSYMFOLLOW",
                            new long[] {
                                MOUNT_ATTR__ATIME,
                                MOUNT_ATTR_RDONLY,
                                MOUNT_ATTR_NOSUID,
                                MOUNT_ATTR_NODEV,
                                MOUNT_ATTR_NOEXEC,
                                MOUNT_ATTR_NOATIME,
                                MOUNT_ATTR_STRICTATIME,
                                MOUNT_ATTR_NODIRATIME,
                                MOUNT_ATTR_IDMAP,
                                MOUNT_ATTR_NOSYMFOLLOW
                            });
            case FSOPEN -> table(family, MASK, "FSOPEN_CLOEXEC", new long[] {FSOPEN_CLOEXEC});
            case FSPICK ->
                    table(
                            family,
                            MASK,
                            "FSPICK_CLOEXEC FSPICK_SYMLINK_NOFOLLOW FSPICK_NO_AUTOMOUNT "
                                    + "FSPICK_EMPTY_PATH",
                            new long[] {
                                FSPICK_CLOEXEC,
                                FSPICK_SYMLINK_NOFOLLOW,
                                FSPICK_NO_AUTOMOUNT,
                                FSPICK_EMPTY_PATH
                            });
            case FSMOUNT -> table(family, MASK, "FSMOUNT_CLOEXEC", new long[] {FSMOUNT_CLOEXEC});
            case FSCONFIG ->
                    table(
                            family,
                            VALUE,
                            "FSCONFIG_SET_FLAG FSCONFIG_SET_STRING FSCONFIG_SET_BINARY "
                                    + "FSCONFIG_SET_PATH FSCONFIG_SET_PATH_EMPTY FSCONFIG_SET_FD "
                                    + "FSCONFIG_CMD_CREATE FSCONFIG_CMD_RECONFIGURE "
                                    + "FSCONFIG_CMD_CREATE_EXCL",
                            new long[] {
                                FSCONFIG_SET_FLAG,
                                FSCONFIG_SET_STRING,
                                FSCONFIG_SET_BINARY,
                                FSCONFIG_SET_PATH,
                                FSCONFIG_SET_PATH_EMPTY,
                                FSCONFIG_SET_FD,
                                FSCONFIG_CMD_CREATE,
                                FSCONFIG_CMD_RECONFIGURE,
                                FSCONFIG_CMD_CREATE_EXCL
                            });
            case PRCTL ->
                    table(
                            family,
                            VALUE,
                            "PR_SET_PDEATHSIG PR_GET_PDEATHSIG PR_GET_DUMPABLE "
                                    + "PR_SET_DUMPABLE PR_GET_KEEPCAPS PR_SET_KEEPCAPS PR_SET_NAME "
                                    + "PR_GET_NAME PR_GET_SECCOMP PR_SET_SECCOMP PR_CAPBSET_READ "
                                    + "PR_CAPBSET_DROP PR_GET_SECUREBITS PR_SET_SECUREBITS "
                                    + "PR_SET_TIMERSLACK PR_SET_MM PR_SET_PTRACER "
                                    + "PR_SET_CHILD_SUBREAPER PR_GET_CHILD_SUBREAPER "
                                    + "PR_SET_NO_NEW_PRIVS PR_GET_NO_NEW_PRIVS PR_SET_THP_DISABLE "
                                    + "PR_CAP_AMBIENT PR_SET_IO_FLUSHER PR_SET_VMA PR_SET_MDWE",
                            new long[] {
                                PR_SET_PDEATHSIG,
                                PR_GET_PDEATHSIG,
                                PR_GET_DUMPABLE,
                                PR_SET_DUMPABLE,
                                PR_GET_KEEPCAPS,
                                PR_SET_KEEPCAPS,
                                PR_SET_NAME,
                                PR_GET_NAME,
                                PR_GET_SECCOMP,
                                PR_SET_SECCOMP,
                                PR_CAPBSET_READ,
                                PR_CAPBSET_DROP,
                                PR_GET_SECUREBITS,
                                PR_SET_SECUREBITS,
                                PR_SET_TIMERSLACK,
                                PR_SET_MM,
                                PR_SET_PTRACER,
                                PR_SET_CHILD_SUBREAPER,
                                PR_GET_CHILD_SUBREAPER,
                                PR_SET_NO_NEW_PRIVS,
                                PR_GET_NO_NEW_PRIVS,
                                PR_SET_THP_DISABLE,
                                PR_CAP_AMBIENT,
                                PR_SET_IO_FLUSHER,
                                PR_SET_VMA,
                                PR_SET_MDWE
                            });
            case PR_CAP_AMBIENT ->
                    table(
                            family,
                            VALUE,
                            "PR_CAP_AMBIENT_IS_SET PR_CAP_AMBIENT_RAISE "
                                    + "PR_CAP_AMBIENT_LOWER PR_CAP_AMBIENT_CLEAR_ALL",
                            new long[] {
                                PR_CAP_AMBIENT_IS_SET,
                                PR_CAP_AMBIENT_RAISE,
                                PR_CAP_AMBIENT_LOWER,
                                PR_CAP_AMBIENT_CLEAR_ALL
                            });
            case SECCOMP_OP ->
                    table(
                            family,
                            VALUE,
                            "SECCOMP_SET_MODE_STRICT SECCOMP_SET_MODE_FILTER "
                                    + "SECCOMP_GET_ACTION_AVAIL SECCOMP_GET_NOTIF_SIZES",
                            new long[] {
                                SECCOMP_SET_MODE_STRICT,
                                SECCOMP_SET_MODE_FILTER,
                                SECCOMP_GET_ACTION_AVAIL,
                                SECCOMP_GET_NOTIF_SIZES
                            });
            case SECCOMP_FLAGS ->
                    table(
                            family,
                            MASK,
                            "SECCOMP_FILTER_FLAG_TSYNC SECCOMP_FILTER_FLAG_LOG "
                                    + "SECCOMP_FILTER_FLAG_SPEC_ALLOW "
                                    + "SECCOMP_FILTER_FLAG_NEW_LISTENER "
                                    + "SECCOMP_FILTER_FLAG_TSYNC_ESRCH "
                                    + "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV",
                            new long[] {
                                SECCOMP_FILTER_FLAG_TSYNC,
                                SECCOMP_FILTER_FLAG_LOG,
                                SECCOMP_FILTER_FLAG_SPEC_ALLOW,
                                SECCOMP_FILTER_FLAG_NEW_LISTENER,
                                SECCOMP_FILTER_FLAG_TSYNC_ESRCH,
                                SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
                            });
            case MEMFD ->
                    table(
                            family,
                            MASK,
                            "MFD_CLOEXEC MFD_ALLOW_SEALING MFD_HUGETLB MFD_NOEXEC_SEAL "
                                    + "MFD_EXEC",
                            new long[] {
                                MFD_CLOEXEC,
                                MFD_ALLOW_SEALING,
                                MFD_HUGETLB,
                                MFD_NOEXEC_SEAL,
                                MFD_EXEC
                            });
            case FCNTL ->
                    table(
                            family,
                            VALUE,
                            "F_DUPFD F_GETFD F_SETFD F_GETFL F_SETFL F_SETLK F_SETLKW "
                                    + "F_OFD_GETLK F_OFD_SETLK F_OFD_SETLKW F_DUPFD_CLOEXEC "
                                    + "F_SETPIPE_SZ F_GETPIPE_SZ F_ADD_SEALS F_GET_SEALS",
                            new long[] {
                                F_DUPFD,
                                F_GETFD,
                                F_SETFD,
                                F_GETFL,
                                F_SETFL,
                                F_SETLK,
                                F_SETLKW,
                                F_OFD_GETLK,
                                F_OFD_SETLK,
                                F_OFD_SETLKW,
                                F_DUPFD_CLOEXEC,
                                F_SETPIPE_SZ,
                                F_GETPIPE_SZ,
                                F_ADD_SEALS,
                                F_GET_SEALS
                            });
            case FD_FLAGS -> table(family, MASK, "FD_CLOEXEC", new long[] {FD_CLOEXEC});
            case SEAL ->
                    table(
                            family,
                            MASK,
                            "F_SEAL_SEAL F_SEAL_SHRINK F_SEAL_GROW F_SEAL_WRITE "
                                    + "F_SEAL_FUTURE_WRITE F_SEAL_EXEC",
                            new long[] {
                                F_SEAL_SEAL,
                                F_SEAL_SHRINK,
                                F_SEAL_GROW,
                                F_SEAL_WRITE,
                                F_SEAL_FUTURE_WRITE,
                                F_SEAL_EXEC
                            });
            case ID_TYPE ->
                    table(
                            family,
                            VALUE,
                            "P_ALL P_PID P_PGID P_PIDFD",
                            new long[] {P_ALL, P_PID, P_PGID, P_PIDFD});
            case WAIT ->
                    table(
                            family,
                            MASK,
                            "WNOHANG WSTOPPED WEXITED WCONTINUED WNOWAIT __WNOTHREAD __WALL "
                                    + "__WCLONE",
                            new long[] {
                                WNOHANG,
                                WSTOPPED,
                                WEXITED,
                                WCONTINUED,
                                WNOWAIT,
                                __WNOTHREAD,
                                __WALL,
                                __WCLONE
                            });
            case CHILD_CODE ->
                    table(
                            family,
                            VALUE,
                            "CLD_EXITED CLD_KILLED CLD_DUMPED CLD_TRAPPED CLD_STOPPED "
                                    + "CLD_CONTINUED",
                            new long[] {
                                CLD_EXITED,
                                CLD_KILLED,
                                CLD_DUMPED,
                                CLD_TRAPPED,
                                CLD_STOPPED,
                                CLD_CONTINUED
                            });
            case POLL ->
                    table(
                            family,
                            MASK,
                            "POLLIN POLLPRI POLLOUT POLLERR POLLHUP POLLNVAL POLLRDNORM "
                                    + "POLLRDHUP",
                            new long[] {
                                POLLIN,
                                POLLPRI,
                                POLLOUT,
                                POLLERR,
                                POLLHUP,
                                POLLNVAL,
                                POLLRDNORM,
                                POLLRDHUP
                            });
            case FILE_TYPE ->
                    table(
                            family,
                            S_IFMT,
                            "S_IFSOCK S_IFLNK S_IFREG S_IFBLK S_IFDIR S_IFCHR S_IFIFO",
                            new long[] {
                                S_IFSOCK, S_IFLNK, S_IFREG, S_IFBLK, S_IFDIR, S_IFCHR, S_IFIFO
                            });
            case SIGNAL ->
                    table(
                            family,
                            VALUE,
                            "SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE "
                                    + "SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM SIGTERM "
                                    + "SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU "
                                    + "SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO SIGPWR "
                                    + "SIGSYS",
                            new long[] {
                                SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE,
                                SIGKILL, SIGUSR1, SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM,
                                SIGSTKFLT, SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU,
                                SIGURG, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, SIGIO,
                                SIGPWR, SIGSYS
                            });
            case RLIMIT ->
                    table(
                            family,
                            VALUE,
                            "RLIMIT_CPU RLIMIT_FSIZE RLIMIT_DATA RLIMIT_STACK RLIMIT_CORE "
                                    + "RLIMIT_RSS RLIMIT_NPROC RLIMIT_NOFILE RLIMIT_MEMLOCK RLIMIT_AS "
                                    + "RLIMIT_LOCKS RLIMIT_SIGPENDING RLIMIT_MSGQUEUE RLIMIT_NICE "
                                    + "RLIMIT_RTPRIO RLIMIT_RTTIME",
                            new long[] {
                                RLIMIT_CPU,
                                RLIMIT_FSIZE,
                                RLIMIT_DATA,
                                RLIMIT_STACK,
                                RLIMIT_CORE,
                                RLIMIT_RSS,
                                RLIMIT_NPROC,
                                RLIMIT_NOFILE,
                                RLIMIT_MEMLOCK,
                                RLIMIT_AS,
                                RLIMIT_LOCKS,
                                RLIMIT_SIGPENDING,
                                RLIMIT_MSGQUEUE,
                                RLIMIT_NICE,
                                RLIMIT_RTPRIO,
                                RLIMIT_RTTIME
                            });
            case SOCKET_DOMAIN ->
                    table(
                            family,
                            VALUE,
                            "AF_UNSPEC AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET AF_ALG "
                                    + "AF_VSOCK",
                            new long[] {
                                AF_UNSPEC,
                                AF_UNIX,
                                AF_INET,
                                AF_INET6,
                                AF_NETLINK,
                                AF_PACKET,
                                AF_ALG,
                                AF_VSOCK
                            });
            case SOCKET_TYPE ->
                    table(
                            family,
                            SOCK_TYPE_MASK,
                            "SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_SEQPACKET SOCK_NONBLOCK "
                                    + "SOCK_CLOEXEC",
                            new long[] {
                                SOCK_STREAM,
                                SOCK_DGRAM,
                                SOCK_RAW,
                                SOCK_SEQPACKET,
                                SOCK_NONBLOCK,
                                SOCK_CLOEXEC
                            });
            case SOCKET_LEVEL -> table(family, VALUE, "SOL_SOCKET", new long[] {SOL_SOCKET});
            case SOCKET_OPTION ->
                    table(
                            family,
                            VALUE,
                            "SO_REUSEADDR SO_TYPE SO_ERROR SO_SNDBUF SO_RCVBUF SO_PASSCRED "
                                    + "SO_PEERCRED SO_PEERPIDFD",
                            new long[] {
                                SO_REUSEADDR,
                                SO_TYPE,
                                SO_ERROR,
                                SO_SNDBUF,
                                SO_RCVBUF,
                                SO_PASSCRED,
                                SO_PEERCRED,
                                SO_PEERPIDFD
                            });
            case MSG ->
                    table(
                            family,
                            MASK,
                            "MSG_OOB MSG_PEEK MSG_CTRUNC MSG_TRUNC MSG_DONTWAIT MSG_WAITALL "
                                    + "MSG_NOSIGNAL MSG_CMSG_CLOEXEC",
                            new long[] {
                                MSG_OOB,
                                MSG_PEEK,
                                MSG_CTRUNC,
                                MSG_TRUNC,
                                MSG_DONTWAIT,
                                MSG_WAITALL,
                                MSG_NOSIGNAL,
                                MSG_CMSG_CLOEXEC
                            });
            case PROT ->
                    table(
                            family,
                            MASK,
                            "PROT_NONE PROT_READ PROT_WRITE PROT_EXEC",
                            new long[] {PROT_NONE, PROT_READ, PROT_WRITE, PROT_EXEC});
            case MAP ->
                    table(
                            family,
                            MAP_TYPE,
                            "MAP_SHARED MAP_PRIVATE MAP_SHARED_VALIDATE MAP_FIXED "
                                    + "MAP_ANONYMOUS MAP_GROWSDOWN MAP_LOCKED MAP_NORESERVE "
                                    + "MAP_POPULATE MAP_STACK MAP_FIXED_NOREPLACE",
                            new long[] {
                                MAP_SHARED,
                                MAP_PRIVATE,
                                MAP_SHARED_VALIDATE,
                                MAP_FIXED,
                                MAP_ANONYMOUS,
                                MAP_GROWSDOWN,
                                MAP_LOCKED,
                                MAP_NORESERVE,
                                MAP_POPULATE,
                                MAP_STACK,
                                MAP_FIXED_NOREPLACE
                            });
            case MADVISE ->
                    table(
                            family,
                            VALUE,
                            "MADV_NORMAL MADV_DONTNEED MADV_FREE MADV_DONTFORK " + "MADV_DONTDUMP",
                            new long[] {
                                MADV_NORMAL, MADV_DONTNEED, MADV_FREE, MADV_DONTFORK, MADV_DONTDUMP
                            });
            case CLOSE_RANGE ->
                    table(
                            family,
                            MASK,
                            "CLOSE_RANGE_UNSHARE CLOSE_RANGE_CLOEXEC",
                            new long[] {CLOSE_RANGE_UNSHARE, CLOSE_RANGE_CLOEXEC});
            case RENAME ->
                    table(
                            family,
                            MASK,
                            "RENAME_NOREPLACE RENAME_EXCHANGE RENAME_WHITEOUT",
                            new long[] {RENAME_NOREPLACE, RENAME_EXCHANGE, RENAME_WHITEOUT});
            case SIG_HOW ->
                    table(
                            family,
                            VALUE,
                            "SIG_BLOCK SIG_UNBLOCK SIG_SETMASK",
                            new long[] {SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK});
            case SIGNAL_ACTION ->
                    table(
                            family,
                            MASK,
                            "SA_NOCLDSTOP SA_NOCLDWAIT SA_SIGINFO SA_RESTORER SA_ONSTACK "
                                    + "SA_RESTART SA_NODEFER SA_RESETHAND",
                            new long[] {
                                SA_NOCLDSTOP,
                                SA_NOCLDWAIT,
                                SA_SIGINFO,
                                SA_RESTORER,
                                SA_ONSTACK,
                                SA_RESTART,
                                SA_NODEFER,
                                SA_RESETHAND
                            });
            case SECUREBITS ->
                    table(
                            family,
                            MASK,
                            "SECBIT_NOROOT SECBIT_NOROOT_LOCKED SECBIT_NO_SETUID_FIXUP "
                                    + "SECBIT_NO_SETUID_FIXUP_LOCKED SECBIT_KEEP_CAPS "
                                    + "SECBIT_KEEP_CAPS_LOCKED SECBIT_NO_CAP_AMBIENT_RAISE "
                                    + "SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED",
                            new long[] {
                                SECBIT_NOROOT,
                                SECBIT_NOROOT_LOCKED,
                                SECBIT_NO_SETUID_FIXUP,
                                SECBIT_NO_SETUID_FIXUP_LOCKED,
                                SECBIT_KEEP_CAPS,
                                SECBIT_KEEP_CAPS_LOCKED,
                                SECBIT_NO_CAP_AMBIENT_RAISE,
                                SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED
                            });
            case EVENTFD ->
                    table(
                            family,
                            MASK,
                            "EFD_SEMAPHORE EFD_NONBLOCK EFD_CLOEXEC",
                            new long[] {EFD_SEMAPHORE, EFD_NONBLOCK, EFD_CLOEXEC});
            case XATTR ->
                    table(
                            family,
                            MASK,
                            "XATTR_CREATE XATTR_REPLACE",
                            new long[] {XATTR_CREATE, XATTR_REPLACE});
            case SEEK ->
                    table(
                            family,
                            VALUE,
                            "SEEK_SET SEEK_CUR SEEK_END SEEK_DATA SEEK_HOLE",
                            new long[] {SEEK_SET, SEEK_CUR, SEEK_END, SEEK_DATA, SEEK_HOLE});
            case ACCESS ->
                    table(family, MASK, "F_OK R_OK W_OK X_OK", new long[] {F_OK, R_OK, W_OK, X_OK});
            case FLOCK ->
                    table(
                            family,
                            MASK,
                            "LOCK_SH LOCK_EX LOCK_NB LOCK_UN",
                            new long[] {LOCK_SH, LOCK_EX, LOCK_NB, LOCK_UN});
            case CAPABILITY -> capabilities();
        };
    }

    private static FamilyNames capabilities() {
        Capability[] all = Capability.values();
        String[] names = new String[all.length];
        long[] numbers = new long[all.length];
        for (int i = 0; i < all.length; i++) {
            names[i] = all[i].name();
            numbers[i] = all[i].number();
        }
        return new FamilyNames(Family.CAPABILITY, VALUE, names, numbers);
    }

    private static FamilyNames table(Family family, long valueBits, String names, long[] values) {
        return new FamilyNames(
                family, valueBits, Lines.words(names).toArray(new String[0]), values);
    }
}

package slipway.linux;

/**
 * Numbers of the kernel's interface, spelled as in C; the comment over each group names the page
 * that explains it. One table on purpose: it is searched, not read.
 *
 * <p>The same on x86-64 and aarch64, except for the few of {@link OpenFlag}. A test compares every
 * one with the C headers.
 */
public final class Constants {
    private Constants() {}

    // mount(2)
    public static final long MS_RDONLY = 1;
    public static final long MS_NOSUID = 2;
    public static final long MS_NODEV = 4;
    public static final long MS_NOEXEC = 8;
    public static final long MS_SYNCHRONOUS = 0x10;
    public static final long MS_REMOUNT = 0x20;
    public static final long MS_MANDLOCK = 0x40;
    public static final long MS_DIRSYNC = 0x80;
    public static final long MS_NOSYMFOLLOW = 0x100;
    public static final long MS_NOATIME = 0x400;
    public static final long MS_NODIRATIME = 0x800;
    public static final long MS_BIND = 0x1000;
    public static final long MS_MOVE = 0x2000;
    public static final long MS_REC = 0x4000;
    public static final long MS_SILENT = 0x8000;
    public static final long MS_POSIXACL = 0x10000;
    public static final long MS_UNBINDABLE = 0x20000;
    public static final long MS_PRIVATE = 0x40000;
    public static final long MS_SLAVE = 0x80000;
    public static final long MS_SHARED = 0x100000;
    public static final long MS_RELATIME = 0x200000;
    public static final long MS_KERNMOUNT = 0x400000;
    public static final long MS_I_VERSION = 0x800000;
    public static final long MS_STRICTATIME = 0x1000000;
    public static final long MS_LAZYTIME = 0x2000000;

    // umount2(2)
    public static final long MNT_FORCE = 1;
    public static final long MNT_DETACH = 2;
    public static final long MNT_EXPIRE = 4;
    public static final long UMOUNT_NOFOLLOW = 8;

    // clone(2). CLONE_NEWTIME lies in the byte where clone(2) has the exit signal, so it is for
    // clone3
    // and unshare only.
    public static final long CLONE_NEWTIME = 0x80;
    public static final long CLONE_VM = 0x100;
    public static final long CLONE_FS = 0x200;
    public static final long CLONE_FILES = 0x400;
    public static final long CLONE_SIGHAND = 0x800;
    public static final long CLONE_PIDFD = 0x1000;
    public static final long CLONE_PTRACE = 0x2000;
    public static final long CLONE_VFORK = 0x4000;
    public static final long CLONE_PARENT = 0x8000;
    public static final long CLONE_THREAD = 0x10000;
    public static final long CLONE_NEWNS = 0x20000;
    public static final long CLONE_SYSVSEM = 0x40000;
    public static final long CLONE_SETTLS = 0x80000;
    public static final long CLONE_PARENT_SETTID = 0x100000;
    public static final long CLONE_CHILD_CLEARTID = 0x200000;
    public static final long CLONE_UNTRACED = 0x800000;
    public static final long CLONE_CHILD_SETTID = 0x1000000;
    public static final long CLONE_NEWCGROUP = 0x2000000;
    public static final long CLONE_NEWUTS = 0x4000000;
    public static final long CLONE_NEWIPC = 0x8000000;
    public static final long CLONE_NEWUSER = 0x10000000;
    public static final long CLONE_NEWPID = 0x20000000;
    public static final long CLONE_NEWNET = 0x40000000;
    public static final long CLONE_IO = 0x80000000L;
    public static final long CLONE_CLEAR_SIGHAND = 0x100000000L;
    public static final long CLONE_INTO_CGROUP = 0x200000000L;

    // open(2)
    public static final long O_RDONLY = 0;
    public static final long O_WRONLY = 1;
    public static final long O_RDWR = 2;
    public static final long O_CREAT = 0x40;
    public static final long O_EXCL = 0x80;
    public static final long O_NOCTTY = 0x100;
    public static final long O_TRUNC = 0x200;
    public static final long O_APPEND = 0x400;
    public static final long O_NONBLOCK = 0x800;
    public static final long O_DSYNC = 0x1000;
    public static final long O_NOATIME = 0x40000;
    public static final long O_CLOEXEC = 0x80000;
    public static final long O_SYNC = 0x101000;
    public static final long O_PATH = 0x200000;

    // These have other numbers on aarch64; here they are those of the machine of this JVM.
    public static final long O_DIRECT = OpenFlag.DIRECT.on(Arch.current());
    public static final long O_LARGEFILE = OpenFlag.LARGEFILE.on(Arch.current());
    public static final long O_DIRECTORY = OpenFlag.DIRECTORY.on(Arch.current());
    public static final long O_NOFOLLOW = OpenFlag.NOFOLLOW.on(Arch.current());
    public static final long O_TMPFILE = OpenFlag.TMPFILE.on(Arch.current());

    // openat(2), the AT_ flags
    public static final long AT_SYMLINK_NOFOLLOW = 0x100;
    public static final long AT_EACCESS = 0x200;
    public static final long AT_REMOVEDIR = 0x200;
    public static final long AT_SYMLINK_FOLLOW = 0x400;
    public static final long AT_NO_AUTOMOUNT = 0x800;
    public static final long AT_EMPTY_PATH = 0x1000;
    public static final long AT_STATX_FORCE_SYNC = 0x2000;
    public static final long AT_STATX_DONT_SYNC = 0x4000;
    public static final long AT_RECURSIVE = 0x8000;

    // the directory of a relative path
    public static final int AT_FDCWD = -100;

    // openat2(2)
    public static final long RESOLVE_NO_XDEV = 1;
    public static final long RESOLVE_NO_MAGICLINKS = 2;
    public static final long RESOLVE_NO_SYMLINKS = 4;
    public static final long RESOLVE_BENEATH = 8;
    public static final long RESOLVE_IN_ROOT = 0x10;
    public static final long RESOLVE_CACHED = 0x20;

    // open_tree(2); takes AT_EMPTY_PATH, AT_RECURSIVE, AT_SYMLINK_NOFOLLOW, AT_NO_AUTOMOUNT as well
    public static final long OPEN_TREE_CLONE = 1;
    public static final long OPEN_TREE_CLOEXEC = 0x80000;

    // move_mount(2)
    public static final long MOVE_MOUNT_F_SYMLINKS = 1;
    public static final long MOVE_MOUNT_F_AUTOMOUNTS = 2;
    public static final long MOVE_MOUNT_F_EMPTY_PATH = 4;
    public static final long MOVE_MOUNT_T_SYMLINKS = 0x10;
    public static final long MOVE_MOUNT_T_AUTOMOUNTS = 0x20;
    public static final long MOVE_MOUNT_T_EMPTY_PATH = 0x40;
    public static final long MOVE_MOUNT_SET_GROUP = 0x100;
    public static final long MOVE_MOUNT_BENEATH = 0x200;

    // mount_setattr(2)
    public static final long MOUNT_ATTR_RDONLY = 1;
    public static final long MOUNT_ATTR_NOSUID = 2;
    public static final long MOUNT_ATTR_NODEV = 4;
    public static final long MOUNT_ATTR_NOEXEC = 8;
    public static final long MOUNT_ATTR_RELATIME = 0;
    public static final long MOUNT_ATTR_NOATIME = 0x10;
    public static final long MOUNT_ATTR_STRICTATIME = 0x20;
    public static final long MOUNT_ATTR_NODIRATIME = 0x80;
    public static final long MOUNT_ATTR_IDMAP = 0x100000;
    public static final long MOUNT_ATTR_NOSYMFOLLOW = 0x200000;
    public static final long MOUNT_ATTR__ATIME = 0x70;

    // fsopen(2)
    public static final long FSOPEN_CLOEXEC = 1;

    // fspick(2)
    public static final long FSPICK_CLOEXEC = 1;
    public static final long FSPICK_SYMLINK_NOFOLLOW = 2;
    public static final long FSPICK_NO_AUTOMOUNT = 4;
    public static final long FSPICK_EMPTY_PATH = 8;

    // fsmount(2)
    public static final long FSMOUNT_CLOEXEC = 1;

    // fsconfig(2)
    public static final int FSCONFIG_SET_FLAG = 0;
    public static final int FSCONFIG_SET_STRING = 1;
    public static final int FSCONFIG_SET_BINARY = 2;
    public static final int FSCONFIG_SET_PATH = 3;
    public static final int FSCONFIG_SET_PATH_EMPTY = 4;
    public static final int FSCONFIG_SET_FD = 5;
    public static final int FSCONFIG_CMD_CREATE = 6;
    public static final int FSCONFIG_CMD_RECONFIGURE = 7;
    public static final int FSCONFIG_CMD_CREATE_EXCL = 8;

    // prctl(2)
    public static final int PR_SET_PDEATHSIG = 1;
    public static final int PR_GET_PDEATHSIG = 2;
    public static final int PR_GET_DUMPABLE = 3;
    public static final int PR_SET_DUMPABLE = 4;
    public static final int PR_GET_KEEPCAPS = 7;
    public static final int PR_SET_KEEPCAPS = 8;
    public static final int PR_SET_NAME = 15;
    public static final int PR_GET_NAME = 16;
    public static final int PR_GET_SECCOMP = 21;
    public static final int PR_SET_SECCOMP = 22;
    public static final int PR_CAPBSET_READ = 23;
    public static final int PR_CAPBSET_DROP = 24;
    public static final int PR_GET_SECUREBITS = 27;
    public static final int PR_SET_SECUREBITS = 28;
    public static final int PR_SET_TIMERSLACK = 29;
    public static final int PR_SET_MM = 35;
    public static final int PR_SET_PTRACER = 0x59616d61;
    public static final int PR_SET_CHILD_SUBREAPER = 36;
    public static final int PR_GET_CHILD_SUBREAPER = 37;
    public static final int PR_SET_NO_NEW_PRIVS = 38;
    public static final int PR_GET_NO_NEW_PRIVS = 39;
    public static final int PR_SET_THP_DISABLE = 41;
    public static final int PR_CAP_AMBIENT = 47;
    public static final int PR_SET_IO_FLUSHER = 57;
    public static final int PR_SET_VMA = 0x53564d41;
    public static final int PR_SET_MDWE = 65;

    // prctl(2), second argument of PR_CAP_AMBIENT
    public static final int PR_CAP_AMBIENT_IS_SET = 1;
    public static final int PR_CAP_AMBIENT_RAISE = 2;
    public static final int PR_CAP_AMBIENT_LOWER = 3;
    public static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;

    // seccomp(2)
    public static final int SECCOMP_SET_MODE_STRICT = 0;
    public static final int SECCOMP_SET_MODE_FILTER = 1;
    public static final int SECCOMP_GET_ACTION_AVAIL = 2;
    public static final int SECCOMP_GET_NOTIF_SIZES = 3;

    // seccomp(2)
    public static final long SECCOMP_FILTER_FLAG_TSYNC = 1;
    public static final long SECCOMP_FILTER_FLAG_LOG = 2;
    public static final long SECCOMP_FILTER_FLAG_SPEC_ALLOW = 4;
    public static final long SECCOMP_FILTER_FLAG_NEW_LISTENER = 8;
    public static final long SECCOMP_FILTER_FLAG_TSYNC_ESRCH = 0x10;
    public static final long SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV = 0x20;

    // seccomp(2), what a filter returns
    public static final long SECCOMP_RET_KILL_PROCESS = 0x80000000L;
    public static final long SECCOMP_RET_KILL_THREAD = 0;
    public static final long SECCOMP_RET_TRAP = 0x30000;
    public static final long SECCOMP_RET_ERRNO = 0x50000;
    public static final long SECCOMP_RET_USER_NOTIF = 0x7fc00000;
    public static final long SECCOMP_RET_TRACE = 0x7ff00000;
    public static final long SECCOMP_RET_LOG = 0x7ffc0000;
    public static final long SECCOMP_RET_ALLOW = 0x7fff0000;

    // memfd_create(2)
    public static final long MFD_CLOEXEC = 1;
    public static final long MFD_ALLOW_SEALING = 2;
    public static final long MFD_HUGETLB = 4;
    public static final long MFD_NOEXEC_SEAL = 8;
    public static final long MFD_EXEC = 0x10;

    // fcntl(2)
    public static final int F_DUPFD = 0;
    public static final int F_GETFD = 1;
    public static final int F_SETFD = 2;
    public static final int F_GETFL = 3;
    public static final int F_SETFL = 4;
    public static final int F_SETLK = 6;
    public static final int F_SETLKW = 7;
    public static final int F_OFD_GETLK = 36;
    public static final int F_OFD_SETLK = 37;
    public static final int F_OFD_SETLKW = 38;
    public static final int F_DUPFD_CLOEXEC = 1030;
    public static final int F_SETPIPE_SZ = 1031;
    public static final int F_GETPIPE_SZ = 1032;
    public static final int F_ADD_SEALS = 1033;
    public static final int F_GET_SEALS = 1034;

    // fcntl(2), F_SETFD
    public static final long FD_CLOEXEC = 1;

    // fcntl(2), F_ADD_SEALS
    public static final long F_SEAL_SEAL = 1;
    public static final long F_SEAL_SHRINK = 2;
    public static final long F_SEAL_GROW = 4;
    public static final long F_SEAL_WRITE = 8;
    public static final long F_SEAL_FUTURE_WRITE = 0x10;
    public static final long F_SEAL_EXEC = 0x20;

    // waitid(2)
    public static final int P_ALL = 0;
    public static final int P_PID = 1;
    public static final int P_PGID = 2;
    public static final int P_PIDFD = 3;

    // waitid(2)
    public static final long WNOHANG = 1;
    public static final long WUNTRACED = 2;
    public static final long WSTOPPED = 2;
    public static final long WEXITED = 4;
    public static final long WCONTINUED = 8;
    public static final long WNOWAIT = 0x1000000;
    public static final long __WNOTHREAD = 0x20000000;
    public static final long __WALL = 0x40000000;
    public static final long __WCLONE = 0x80000000L;

    // waitid(2), si_code
    public static final int CLD_EXITED = 1;
    public static final int CLD_KILLED = 2;
    public static final int CLD_DUMPED = 3;
    public static final int CLD_TRAPPED = 4;
    public static final int CLD_STOPPED = 5;
    public static final int CLD_CONTINUED = 6;

    // poll(2)
    public static final long POLLIN = 1;
    public static final long POLLPRI = 2;
    public static final long POLLOUT = 4;
    public static final long POLLERR = 8;
    public static final long POLLHUP = 0x10;
    public static final long POLLNVAL = 0x20;
    public static final long POLLRDNORM = 0x40;
    public static final long POLLRDHUP = 0x2000;

    // inode(7)
    public static final int S_IFSOCK = 0140000;
    public static final int S_IFLNK = 0120000;
    public static final int S_IFREG = 0100000;
    public static final int S_IFBLK = 060000;
    public static final int S_IFDIR = 040000;
    public static final int S_IFCHR = 020000;
    public static final int S_IFIFO = 010000;

    // signal(7)
    public static final int SIGHUP = 1;
    public static final int SIGINT = 2;
    public static final int SIGQUIT = 3;
    public static final int SIGILL = 4;
    public static final int SIGTRAP = 5;
    public static final int SIGABRT = 6;
    public static final int SIGBUS = 7;
    public static final int SIGFPE = 8;
    public static final int SIGKILL = 9;
    public static final int SIGUSR1 = 10;
    public static final int SIGSEGV = 11;
    public static final int SIGUSR2 = 12;
    public static final int SIGPIPE = 13;
    public static final int SIGALRM = 14;
    public static final int SIGTERM = 15;
    public static final int SIGSTKFLT = 16;
    public static final int SIGCHLD = 17;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;
    public static final int SIGTSTP = 20;
    public static final int SIGTTIN = 21;
    public static final int SIGTTOU = 22;
    public static final int SIGURG = 23;
    public static final int SIGXCPU = 24;
    public static final int SIGXFSZ = 25;
    public static final int SIGVTALRM = 26;
    public static final int SIGPROF = 27;
    public static final int SIGWINCH = 28;
    public static final int SIGIO = 29;
    public static final int SIGPWR = 30;
    public static final int SIGSYS = 31;

    // prlimit(2)
    public static final int RLIMIT_CPU = 0;
    public static final int RLIMIT_FSIZE = 1;
    public static final int RLIMIT_DATA = 2;
    public static final int RLIMIT_STACK = 3;
    public static final int RLIMIT_CORE = 4;
    public static final int RLIMIT_RSS = 5;
    public static final int RLIMIT_NPROC = 6;
    public static final int RLIMIT_NOFILE = 7;
    public static final int RLIMIT_MEMLOCK = 8;
    public static final int RLIMIT_AS = 9;
    public static final int RLIMIT_LOCKS = 10;
    public static final int RLIMIT_SIGPENDING = 11;
    public static final int RLIMIT_MSGQUEUE = 12;
    public static final int RLIMIT_NICE = 13;
    public static final int RLIMIT_RTPRIO = 14;
    public static final int RLIMIT_RTTIME = 15;

    // socket(2)
    public static final int AF_UNSPEC = 0;
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int AF_NETLINK = 16;
    public static final int AF_PACKET = 17;
    public static final int AF_ALG = 38;
    public static final int AF_VSOCK = 40;

    // socket(2)
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_SEQPACKET = 5;
    public static final int SOCK_NONBLOCK = 0x800;
    public static final int SOCK_CLOEXEC = 0x80000;

    // socket(7)
    public static final int SOL_SOCKET = 1;

    // socket(7)
    public static final int SO_REUSEADDR = 2;
    public static final int SO_TYPE = 3;
    public static final int SO_ERROR = 4;
    public static final int SO_SNDBUF = 7;
    public static final int SO_RCVBUF = 8;
    public static final int SO_PASSCRED = 16;
    public static final int SO_PEERCRED = 17;
    public static final int SO_PEERPIDFD = 77;

    // unix(7), control messages
    public static final int SCM_RIGHTS = 1;
    public static final int SCM_CREDENTIALS = 2;

    // sendmsg(2)
    public static final long MSG_OOB = 1;
    public static final long MSG_PEEK = 2;
    public static final long MSG_CTRUNC = 8;
    public static final long MSG_TRUNC = 0x20;
    public static final long MSG_DONTWAIT = 0x40;
    public static final long MSG_WAITALL = 0x100;
    public static final long MSG_NOSIGNAL = 0x4000;
    public static final long MSG_CMSG_CLOEXEC = 0x40000000;

    // mmap(2)
    public static final long PROT_NONE = 0;
    public static final long PROT_READ = 1;
    public static final long PROT_WRITE = 2;
    public static final long PROT_EXEC = 4;

    // mmap(2)
    public static final long MAP_SHARED = 1;
    public static final long MAP_PRIVATE = 2;
    public static final long MAP_SHARED_VALIDATE = 3;
    public static final long MAP_FIXED = 0x10;
    public static final long MAP_ANONYMOUS = 0x20;
    public static final long MAP_GROWSDOWN = 0x100;
    public static final long MAP_LOCKED = 0x2000;
    public static final long MAP_NORESERVE = 0x4000;
    public static final long MAP_POPULATE = 0x8000;
    public static final long MAP_STACK = 0x20000;
    public static final long MAP_FIXED_NOREPLACE = 0x100000;

    // madvise(2)
    public static final int MADV_NORMAL = 0;
    public static final int MADV_DONTNEED = 4;
    public static final int MADV_FREE = 8;
    public static final int MADV_DONTFORK = 10;
    public static final int MADV_DONTDUMP = 16;

    // close_range(2)
    public static final long CLOSE_RANGE_UNSHARE = 2;
    public static final long CLOSE_RANGE_CLOEXEC = 4;

    // renameat2(2)
    public static final long RENAME_NOREPLACE = 1;
    public static final long RENAME_EXCHANGE = 2;
    public static final long RENAME_WHITEOUT = 4;

    // rt_sigprocmask(2)
    public static final int SIG_BLOCK = 0;
    public static final int SIG_UNBLOCK = 1;
    public static final int SIG_SETMASK = 2;

    // rt_sigaction(2)
    public static final long SA_NOCLDSTOP = 1;
    public static final long SA_NOCLDWAIT = 2;
    public static final long SA_SIGINFO = 4;
    public static final long SA_RESTORER = 0x4000000;
    public static final long SA_ONSTACK = 0x8000000;
    public static final long SA_RESTART = 0x10000000;
    public static final long SA_NODEFER = 0x40000000;
    public static final long SA_RESETHAND = 0x80000000L;

    // capabilities(7), PR_SET_SECUREBITS
    public static final long SECBIT_NOROOT = 1;
    public static final long SECBIT_NOROOT_LOCKED = 2;
    public static final long SECBIT_NO_SETUID_FIXUP = 4;
    public static final long SECBIT_NO_SETUID_FIXUP_LOCKED = 8;
    public static final long SECBIT_KEEP_CAPS = 0x10;
    public static final long SECBIT_KEEP_CAPS_LOCKED = 0x20;
    public static final long SECBIT_NO_CAP_AMBIENT_RAISE = 0x40;
    public static final long SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED = 0x80;

    // capset(2)
    public static final int LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    // eventfd(2)
    public static final long EFD_SEMAPHORE = 1;
    public static final long EFD_NONBLOCK = 0x800;
    public static final long EFD_CLOEXEC = 0x80000;

    // setxattr(2)
    public static final long XATTR_CREATE = 1;
    public static final long XATTR_REPLACE = 2;

    // lseek(2)
    public static final int SEEK_SET = 0;
    public static final int SEEK_CUR = 1;
    public static final int SEEK_END = 2;
    public static final int SEEK_DATA = 3;
    public static final int SEEK_HOLE = 4;

    // access(2)
    public static final long F_OK = 0;
    public static final long R_OK = 4;
    public static final long W_OK = 2;
    public static final long X_OK = 1;

    // flock(2)
    public static final long LOCK_SH = 1;
    public static final long LOCK_EX = 2;
    public static final long LOCK_NB = 4;
    public static final long LOCK_UN = 8;

    // ioctl_tty(2)
    public static final long TCGETS = 0x5401;
    public static final long TCSETS = 0x5402;
    public static final long TIOCSCTTY = 0x540e;
    public static final long TIOCSPGRP = 0x5410;
    public static final long TIOCGWINSZ = 0x5413;
    public static final long TIOCSWINSZ = 0x5414;
    public static final long TIOCSPTLCK = 0x40045431;
    public static final long TIOCGPTPEER = 0x5441;

    // netdevice(7)
    public static final long SIOCSIFFLAGS = 0x8914;
    public static final long IFF_UP = 1;

    // clock_gettime(2)
    public static final int CLOCK_REALTIME = 0;
    public static final int CLOCK_MONOTONIC = 1;

    // ioctl_ns(2)
    public static final long NS_GET_USERNS = 0xb701;
    public static final long NS_GET_PARENT = 0xb702;
    public static final long NS_GET_NSTYPE = 0xb703;
    public static final long NS_GET_OWNER_UID = 0xb704;
}

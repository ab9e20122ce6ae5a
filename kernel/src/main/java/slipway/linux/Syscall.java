package slipway.linux;

import java.util.Locale;

/**
 * The system calls that containers are built from, with their numbers on x86-64 and on aarch64.
 * What the manual says about each is in {@code syscalls.txt} and is read when somebody asks.
 */
public enum Syscall {
    READ(0, 63),
    WRITE(1, 64),
    WRITEV(20, 66),
    OPENAT(257, 56),
    OPENAT2(437, 437),
    CLOSE(3, 57),
    CLOSE_RANGE(436, 436),
    DUP3(292, 24),
    FCNTL(72, 25),
    PIPE2(293, 59),
    EVENTFD2(290, 19),
    PPOLL(271, 73),
    LSEEK(8, 62),
    FSTAT(5, 80),
    NEWFSTATAT(262, 79),
    STATX(332, 291),
    GETDENTS64(217, 61),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    UNLINKAT(263, 35),
    SYMLINKAT(266, 36),
    LINKAT(265, 37),
    RENAMEAT2(316, 276),
    READLINKAT(267, 78),
    FCHMODAT(268, 53),
    FCHOWNAT(260, 54),
    FCHMOD(91, 52),
    FCHOWN(93, 55),
    FACCESSAT2(439, 439),
    UTIMENSAT(280, 88),
    FTRUNCATE(77, 46),
    FSYNC(74, 82),
    FDATASYNC(75, 83),
    SYNC(162, 81),
    SYNCFS(306, 267),
    FLOCK(73, 32),
    COPY_FILE_RANGE(326, 285),
    SENDFILE(40, 71),
    SPLICE(275, 76),
    STATFS(137, 43),
    FSTATFS(138, 44),
    GETCWD(79, 17),
    CHDIR(80, 49),
    FCHDIR(81, 50),
    CHROOT(161, 51),
    UMASK(95, 166),
    SETXATTR(188, 5),
    GETXATTR(191, 8),
    LSETXATTR(189, 6),
    LISTXATTR(194, 11),
    FSETXATTR(190, 7),
    PIVOT_ROOT(155, 41),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    MOUNT_SETATTR(442, 442),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    UNSHARE(272, 97),
    SETNS(308, 268),
    CLONE(56, 220),
    CLONE3(435, 435),
    EXECVE(59, 221),
    EXECVEAT(322, 281),
    EXIT(60, 93),
    EXIT_GROUP(231, 94),
    WAIT4(61, 260),
    WAITID(247, 95),
    KILL(62, 129),
    TGKILL(234, 131),
    PIDFD_OPEN(434, 434),
    PIDFD_SEND_SIGNAL(424, 424),
    PIDFD_GETFD(438, 438),
    GETPID(39, 172),
    GETPPID(110, 173),
    GETTID(186, 178),
    GETPGID(121, 155),
    GETSID(124, 156),
    SETPGID(109, 154),
    SETSID(112, 157),
    GETUID(102, 174),
    GETEUID(107, 175),
    GETGID(104, 176),
    GETEGID(108, 177),
    GETRESUID(118, 148),
    SETRESUID(117, 147),
    SETRESGID(119, 149),
    GETGROUPS(115, 158),
    SETGROUPS(116, 159),
    SETPRIORITY(141, 140),
    PRCTL(157, 167),
    CAPGET(125, 90),
    CAPSET(126, 91),
    SECCOMP(317, 277),
    LANDLOCK_CREATE_RULESET(444, 444),
    LANDLOCK_ADD_RULE(445, 445),
    LANDLOCK_RESTRICT_SELF(446, 446),
    KEYCTL(250, 219),
    BPF(321, 280),
    PERSONALITY(135, 92),
    PRLIMIT64(302, 261),
    RT_SIGACTION(13, 134),
    RT_SIGPROCMASK(14, 135),
    RT_SIGTIMEDWAIT(128, 137),
    SCHED_SETAFFINITY(203, 122),
    SCHED_YIELD(24, 124),
    NANOSLEEP(35, 101),
    SIGNALFD4(289, 74),
    TIMERFD_CREATE(283, 85),
    TIMERFD_SETTIME(286, 86),
    TIMERFD_GETTIME(287, 87),
    CLOCK_GETTIME(228, 113),
    SETHOSTNAME(170, 161),
    SETDOMAINNAME(171, 162),
    UNAME(63, 160),
    GETRANDOM(318, 278),
    MEMFD_CREATE(319, 279),
    MMAP(9, 222),
    MUNMAP(11, 215),
    MPROTECT(10, 226),
    MADVISE(28, 233),
    KCMP(312, 272),
    PROCESS_VM_READV(310, 270),
    PTRACE(101, 117),
    IOCTL(16, 29),
    SHMGET(29, 194),
    SOCKET(41, 198),
    SOCKETPAIR(53, 199),
    BIND(49, 200),
    CONNECT(42, 203),
    LISTEN(50, 201),
    ACCEPT4(288, 242),
    SHUTDOWN(48, 210),
    SENDMSG(46, 211),
    RECVMSG(47, 212),
    SENDTO(44, 206),
    RECVFROM(45, 207),
    SETSOCKOPT(54, 208),
    GETSOCKOPT(55, 209);

    private final int onX86;
    private final int onArm;

    Syscall(int onX86, int onArm) {
        this.onX86 = onX86;
        this.onArm = onArm;
    }

    /** The name as C and strace spell it. */
    public String cName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int number(Arch arch) {
        return arch == Arch.X86_64 ? onX86 : onArm;
    }

    /** The C prototype. */
    public String form() {
        return SyscallManual.of(this).form();
    }

    /** The capability it takes, or the empty string. */
    public String needs() {
        return SyscallManual.of(this).needs();
    }

    /** The errnos that somebody who builds a container meets, and why. */
    public String errors() {
        return SyscallManual.of(this).errors();
    }

    /** The kernel that brought it, if newer than 5.4; else the empty string. */
    public String since() {
        return SyscallManual.of(this).since();
    }

    /** The manual page, as in {@code openat2(2)}. */
    public String manual() {
        return SyscallManual.of(this).manual();
    }

    @Override
    public String toString() {
        return cName();
    }
}

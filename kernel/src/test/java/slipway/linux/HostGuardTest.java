package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUTS;
import static slipway.linux.Constants.MNT_DETACH;
import static slipway.linux.Constants.S_IFCHR;
import static slipway.linux.Constants.S_IFIFO;
import static slipway.linux.Constants.S_IFREG;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import slipway.testkit.NeedsRoot;

/** The guard is asked here; none of the calls is made. */
class HostGuardTest {
    private static final Arg HERE = Arg.flag(AT_FDCWD, Family.DIRFD);

    static final List<Call> MOUNTING =
            List.of(
                    Call.of(Syscall.MOUNT, Arg.NULL, Arg.text("/"), Arg.NULL, Arg.num(0), Arg.NULL),
                    Call.of(Syscall.UMOUNT2, Arg.text("/"), Arg.flag(MNT_DETACH, Family.UMOUNT)),
                    Call.of(Syscall.PIVOT_ROOT, Arg.text("."), Arg.text(".")),
                    Call.of(Syscall.OPEN_TREE, HERE, Arg.text("/"), Arg.num(1)),
                    Call.of(Syscall.MOVE_MOUNT, HERE, Arg.text("a"), HERE, Arg.text("b")),
                    Call.of(Syscall.MOUNT_SETATTR, HERE, Arg.text("/"), Arg.num(0)),
                    Call.of(Syscall.FSMOUNT, Arg.num(9), Arg.num(0), Arg.num(0)),
                    Call.of(Syscall.FSPICK, HERE, Arg.text("/"), Arg.num(0)),
                    Call.of(Syscall.MKNODAT, HERE, Arg.text("d"), Arg.num(S_IFCHR), Arg.num(1)));

    static final List<Call> NAMING =
            List.of(
                    Call.of(Syscall.SETHOSTNAME, Arg.text("oops"), Arg.num(4)),
                    Call.of(Syscall.SETDOMAINNAME, Arg.text("oops"), Arg.num(4)));

    static final List<Call> KILLING =
            List.of(
                    Call.of(Syscall.KILL, Arg.num(-1), Arg.num(9)),
                    Call.of(Syscall.KILL, Arg.num(1), Arg.num(15)));

    static final List<Call> MOVING =
            List.of(
                    Call.of(Syscall.UNSHARE, Arg.flag(CLONE_NEWNS, Family.CLONE)),
                    Call.of(Syscall.SETNS, Arg.num(9), Arg.num(0)));

    static final List<Call> ROOT = List.of(Call.of(Syscall.CHROOT, Arg.text("/tmp")));

    static final List<Call> HARMLESS =
            List.of(
                    Call.of(Syscall.GETPID),
                    Call.of(Syscall.CHDIR, Arg.text("/")),
                    Call.of(Syscall.KILL, Arg.num(1), Arg.num(0)),
                    Call.of(Syscall.KILL, Arg.num(4711), Arg.num(15)),
                    Call.of(Syscall.MKNODAT, HERE, Arg.text("f"), Arg.num(S_IFREG | 0600)),
                    Call.of(Syscall.MKNODAT, HERE, Arg.text("p"), Arg.num(S_IFIFO | 0600)));

    /** They take a privilege, and what they do is done to the caller, or to one file. */
    private static final Set<Syscall> ONE_S_OWN =
            EnumSet.of(
                    Syscall.SETXATTR,
                    Syscall.LSETXATTR,
                    Syscall.FSETXATTR,
                    Syscall.FSOPEN,
                    Syscall.FSCONFIG,
                    Syscall.CLONE,
                    Syscall.CLONE3,
                    Syscall.SECCOMP,
                    Syscall.LANDLOCK_RESTRICT_SELF,
                    Syscall.BPF);

    private static void refusesHere(Call call) {
        assertThatThrownBy(() -> HostGuard.check(call))
                .isInstanceOf(HostGuard.Refused.class)
                .hasMessageContaining(call.syscall().cName())
                .hasMessageContaining("was not made")
                .hasMessageContaining("Try: ");
    }

    @ParameterizedTest
    @FieldSource({"MOUNTING", "NAMING", "KILLING", "MOVING", "ROOT"})
    void what_would_be_done_to_all_is_refused_on_a_thread_at_home(Call call) throws Exception {
        refusesHere(call);
        Thread another = new Thread(() -> refusesHere(call));
        another.start();
        another.join();
    }

    @ParameterizedTest
    @FieldSource("HARMLESS")
    void other_calls_are_let_through(Call call) {
        assertThatCode(() -> HostGuard.check(call)).doesNotThrowAnyException();
        assertThatCode(() -> HostGuard.checkLaunched(call, 0)).doesNotThrowAnyException();
    }

    @NeedsRoot
    @ParameterizedTest
    @FieldSource({"MOUNTING", "ROOT"})
    void with_mounts_of_its_own_a_thread_may_mount_and_have_a_root(Call call) throws Exception {
        ThrowAwayThread.run(
                CLONE_NEWNS,
                () -> {
                    HostGuard.check(call);
                    for (Call other : NAMING) refusesHere(other);
                    return null;
                });
    }

    @NeedsRoot
    @ParameterizedTest
    @FieldSource("NAMING")
    void with_a_host_name_of_its_own_a_thread_may_set_it(Call call) throws Exception {
        ThrowAwayThread.run(
                CLONE_NEWUTS,
                () -> {
                    HostGuard.check(call);
                    for (Call other : MOUNTING) refusesHere(other);
                    for (Call other : ROOT) refusesHere(other);
                    return null;
                });
    }

    @Test
    void a_thread_that_is_thrown_away_may_move_and_others_may_not() throws Exception {
        for (Call call : MOVING) {
            ThrowAwayThread.run(
                    0,
                    () -> {
                        HostGuard.check(call);
                        return null;
                    });
            refusesHere(call);
        }
    }

    @Test
    void what_is_launched_must_have_the_namespace_that_it_changes() {
        for (Call call : MOUNTING) launched(call, CLONE_NEWNS, CLONE_NEWUTS | CLONE_NEWPID);
        for (Call call : NAMING) launched(call, CLONE_NEWUTS, CLONE_NEWNS | CLONE_NEWPID);
        for (Call call : KILLING) launched(call, CLONE_NEWPID, CLONE_NEWNS | CLONE_NEWUTS);
        for (Call call : ROOT) HostGuard.checkLaunched(call, 0);
    }

    private static void launched(Call call, long enough, long notEnough) {
        HostGuard.checkLaunched(call, enough);
        assertThatThrownBy(() -> HostGuard.checkLaunched(call, notEnough))
                .isInstanceOf(HostGuard.Refused.class)
                .hasMessageContaining("Try: launch it with CLONE_NEW");
    }

    @Test
    void no_privileged_call_has_been_forgotten() {
        EnumSet<Syscall> known = EnumSet.copyOf(ONE_S_OWN);
        for (List<Call> calls : List.of(MOUNTING, NAMING, KILLING, MOVING, ROOT)) {
            for (Call call : calls) known.add(call.syscall());
        }
        for (Syscall syscall : Syscall.values()) {
            String needs = SyscallManual.of(syscall).needs();
            boolean powerful = needs.matches(".*CAP_(SYS_ADMIN|SYS_CHROOT|MKNOD|SYS_BOOT).*");
            if (powerful)
                assertThat(known).as("%s: guard it, or say why not", syscall).contains(syscall);
        }
    }

    @Test
    void nobody_but_a_session_of_JShell_is_guarded() {
        assertThat(LinuxKernel.isGuarded()).isFalse();
    }
}

package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ProcStatusTest {
    private final Random random = new Random();

    @Test
    void a_process_made_by_setpriv_has_the_ids_and_capabilities_it_was_given() throws Exception {
        assumeTrue(isRoot(), "changing ids takes root");
        Programs.needs("setpriv");
        long uid = 1 + random.nextInt(1_000_000);
        long gid = 1 + random.nextInt(1_000_000);
        long group = 1 + random.nextInt(1_000_000);
        ProcStatus status =
                ProcStatus.parse(
                        Programs.output(
                                "setpriv",
                                "--reuid=" + uid,
                                "--regid=" + gid,
                                "--groups=" + group + "," + (group + 1),
                                "--inh-caps=-all,+kill,+chown",
                                "--ambient-caps=-all,+kill",
                                "--bounding-set=-mknod",
                                "--no-new-privs",
                                "cat",
                                "/proc/self/status"));

        assertThat(status.name()).isEqualTo("cat");
        assertThat(status.uids()).isEqualTo(new ProcStatus.Ids(uid, uid, uid, uid));
        assertThat(status.gids()).isEqualTo(new ProcStatus.Ids(gid, gid, gid, gid));
        assertThat(status.groups()).containsExactly(group, group + 1);
        CapabilitySet kill = CapabilitySet.of(Capability.CAP_KILL);
        assertThat(status.capabilities().ambient()).isEqualTo(kill);
        assertThat(status.capabilities().effective()).isEqualTo(kill);
        assertThat(status.capabilities().permitted()).isEqualTo(kill);
        assertThat(status.capabilities().inheritable())
                .isEqualTo(CapabilitySet.of(Capability.CAP_KILL, Capability.CAP_CHOWN));
        assertThat(status.capabilities().bounding().contains(Capability.CAP_MKNOD)).isFalse();
        assertThat(status.capabilities().bounding().contains(Capability.CAP_CHOWN)).isTrue();
        assertThat(status.noNewPrivs()).isTrue();
        assertThat(status.threads()).isEqualTo(1);
        assertThat(status.state()).isEqualTo('R');
    }

    @Test
    void the_first_process_of_a_pid_namespace_has_two_pids_and_the_inner_one_is_1()
            throws Exception {
        assumeTrue(isRoot(), "a pid namespace takes root");
        ProcStatus status =
                ProcStatus.parse(
                        Programs.output("unshare", "--pid", "--fork", "cat", "/proc/self/status"));

        assertThat(status.pids()).hasSizeGreaterThanOrEqualTo(2).endsWith(1);
        assertThat(status.pid()).isEqualTo(status.pids().get(0));
        assertThat(status.threadGroup()).isEqualTo(status.pid());
    }

    @Test
    void ignored_signals_are_bits_counted_from_1() throws Exception {
        ProcStatus status =
                ProcStatus.parse(
                        Programs.output(
                                "sh", "-c", "trap '' USR2; exec cat /proc/self/status; exit"));
        assertThat(status.signals().ignored() & 1L << (Constants.SIGUSR2 - 1)).isNotZero();
        assertThat(status.signals().caught()).isZero();
    }

    @Test
    void a_jvm_has_many_threads_and_the_parent_that_Java_says() throws Exception {
        ProcessHandle self = ProcessHandle.current();
        ProcStatus status = ProcStatus.ofPid(self.pid());

        assertThat(status.pid()).isEqualTo((int) self.pid());
        assertThat(status.parent()).isEqualTo((int) self.parent().orElseThrow().pid());
        assertThat(status.threads()).isGreaterThan(5);
        assertThat(status.seccomp()).isBetween(0, 2);
    }

    @Test
    void a_field_that_is_missing_is_named() {
        assertThatThrownBy(() -> ProcStatus.parse("Name:\tcat\nState:\tR (running)\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Pid'");
    }

    private static boolean isRoot() throws Exception {
        return Programs.output("id", "-u").strip().equals("0");
    }
}

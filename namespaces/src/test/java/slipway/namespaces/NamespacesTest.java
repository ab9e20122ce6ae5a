package slipway.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.linux.Constants;

class NamespacesTest {
    @Test
    void the_user_namespace_is_entered_first_and_the_time_namespace_last() {
        assertThat(Namespace.values())
                .hasSize(8)
                .startsWith(Namespace.USER)
                .endsWith(Namespace.TIME);
    }

    @ParameterizedTest
    @EnumSource
    void each_kind_is_known_by_its_flag_and_has_a_descriptor_of_its_own(Namespace kind) {
        assertThat(Namespace.ofFlag(kind.cloneFlag())).isEqualTo(Optional.of(kind));
        for (Namespace other : Namespace.values()) {
            if (other != kind) assertThat(other.descriptor()).isNotEqualTo(kind.descriptor());
        }
        assertThat(kind.descriptor()).isGreaterThan(3);
    }

    @Test
    void wishes_are_put_into_the_order_of_the_kinds() {
        Namespaces wishes =
                new Namespaces(
                        List.of(
                                new NamespaceRequest.Create(Namespace.TIME),
                                new NamespaceRequest.Join(Namespace.NET, "/n"),
                                new NamespaceRequest.Create(Namespace.USER)));
        assertThat(wishes.requests())
                .extracting(NamespaceRequest::kind)
                .containsExactly(Namespace.USER, Namespace.NET, Namespace.TIME);
        assertThat(wishes.cloneFlags()).isEqualTo(Constants.CLONE_NEWUSER);
        assertThat(wishes.joins(Namespace.NET)).isTrue();
        assertThat(wishes.inherits(Namespace.PID)).isTrue();
    }

    @Test
    void no_kind_is_asked_for_twice() {
        List<NamespaceRequest> twice =
                List.of(
                        new NamespaceRequest.Create(Namespace.NET),
                        new NamespaceRequest.Join(Namespace.NET, "/n"));
        assertThatThrownBy(() -> new Namespaces(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two wishes for one net namespace");
    }

    @ParameterizedTest
    @CsvSource({
        "net.ipv4.ip_forward,NET",
        "net/ipv4/conf/eth0.1/forwarding,NET",
        "kernel.shmmax,IPC",
        "kernel.sem,IPC",
        "fs.mqueue.msg_max,IPC",
        "kernel.domainname,UTS",
    })
    void a_setting_belongs_to_a_kind_of_namespace(String name, Namespace owner) {
        assertThat(SysctlPlanner.owner(name)).isEqualTo(Optional.of(owner));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kernel.panic",
                "kernel.hostname",
                "vm.overcommit_memory",
                "kernel.semantics",
                "net/../kernel/panic",
                "net./x",
                "net. x",
                ""
            })
    void a_setting_of_the_machine_belongs_to_none(String name) {
        assertThat(SysctlPlanner.owner(name)).isEmpty();
    }

    @Test
    void the_first_separator_of_a_setting_says_which_one_separates() {
        assertThat(SysctlPlanner.path("net.ipv4.conf.eth0/1.forwarding"))
                .isEqualTo("net/ipv4/conf/eth0.1/forwarding");
        assertThat(SysctlPlanner.path("net/ipv4/conf/eth0.1/forwarding"))
                .isEqualTo("net/ipv4/conf/eth0.1/forwarding");
    }

    @Test
    void clocks_are_set_before_anybody_goes_by_them() {
        TimeOffsets offsets =
                new TimeOffsets(new TimeOffsets.Offset(-5, 0), new TimeOffsets.Offset(86_400, 7));
        assertThat(NamespacePlanner.ownClocks(offsets).print())
                .containsSubsequence(
                        "unshare(CLONE_NEWTIME)",
                        "monotonic -5 0\\nboottime 86400 7\\n",
                        "/proc/self/ns/time_for_children",
                        "setns($clocks, CLONE_NEWTIME)");
    }
}

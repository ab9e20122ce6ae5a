package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceLinkTest {
    @ParameterizedTest
    @ValueSource(strings = {"mnt", "pid", "user", "net", "ipc", "uts", "cgroup"})
    void a_process_is_in_the_namespace_that_its_child_sees(String kind) throws Exception {
        String seen = Programs.output("readlink", "/proc/self/ns/" + kind).strip();
        NamespaceLink ours = NamespaceLink.ofPid(ProcessHandle.current().pid(), kind);

        assertThat(ours).hasToString(seen).isEqualTo(NamespaceLink.parse(seen));
        assertThat(ours.kind()).isEqualTo(kind);
        assertThat(ours.inode()).isPositive();
    }

    @Test
    void the_link_for_children_names_the_kind_without_that_addition() throws Exception {
        long self = ProcessHandle.current().pid();
        assertThat(NamespaceLink.ofPid(self, "pid_for_children"))
                .isEqualTo(NamespaceLink.ofPid(self, "pid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mnt", "mnt:4026531841", "mnt:[x]", ":[1]", "mnt:[1", "/bin/sh"})
    void what_is_no_namespace_is_refused_by_name(String text) {
        assertThatThrownBy(() -> NamespaceLink.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "': ");
    }
}

package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    private static final String ALL = "000001ffffffffff";

    @TempDir private Path process;

    @Test
    void root_of_the_machine_lacks_nothing() throws IOException {
        assertThat(machine(0, ALL, "         0          0 4294967295\n").lacksRoot()).isEmpty();
    }

    @Test
    void an_ordinary_user_is_not_root() throws IOException {
        assertThat(machine(1000, ALL, "0 0 4294967295\n").lacksRoot())
                .hasValueSatisfying(reason -> assertThat(reason).contains("sudo .ci/test"));
    }

    @Test
    void root_of_a_user_namespace_is_not_root_of_the_machine() throws IOException {
        assertThat(machine(0, ALL, "0 1000 1\n").lacksRoot())
                .hasValueSatisfying(reason -> assertThat(reason).contains("initial"));
    }

    @Test
    void root_without_cap_sys_admin_is_told_so() throws IOException {
        assertThat(machine(0, "00000000a80425fb", "0 0 4294967295\n").lacksRoot())
                .hasValueSatisfying(reason -> assertThat(reason).contains("CAP_SYS_ADMIN"));
    }

    @Test
    void capabilities_are_told_apart_by_the_kernels_numbers() throws IOException {
        // docker's default set
        Machine machine = machine(0, "00000000a80425fb", "0 0 1\n");
        assertThat(machine.lacksCapability(List.of("CAP_CHOWN", "CAP_SYS_CHROOT", "CAP_SETFCAP")))
                .isEmpty();
        assertThat(machine.lacksCapability(List.of("CAP_CHOWN", "CAP_BPF", "CAP_NET_ADMIN")))
                .hasValueSatisfying(
                        reason -> assertThat(reason).startsWith("needs CAP_BPF, CAP_NET_ADMIN:"));
    }

    @Test
    void a_capability_that_does_not_exist_is_a_mistake_in_the_test() throws IOException {
        Machine machine = machine(0, ALL, "0 0 1\n");
        assertThatThrownBy(() -> machine.lacksCapability(List.of("CAP_SYSADMIN")))
                .hasMessageContaining("CAP_SYSADMIN is not in capabilities(7)");
    }

    @Test
    @NeedsProgram(value = "id", debian = "coreutils")
    void what_it_says_of_this_jvm_agrees_with_id() {
        boolean root = Run.output("id", "-u").equals("0");
        assertThat(root || new Machine().lacksRoot().isPresent()).isTrue();
    }

    @Test
    @NeedsUnprivilegedUserNamespaces
    void where_an_ordinary_user_may_make_a_user_namespace_unshare_makes_one() {
        assertThat(Run.output("unshare", "-Ur", "id", "-u")).isEqualTo("0");
    }

    private Machine machine(int uid, String effective, String map) throws IOException {
        Files.writeString(
                process.resolve("status"),
                "Name:\tjava\nUid:\t5\t" + uid + "\t5\t5\nCapEff:\t" + effective + "\n");
        Files.writeString(process.resolve("uid_map"), map);
        return new Machine(process);
    }
}

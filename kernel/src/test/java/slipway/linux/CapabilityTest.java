package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class CapabilityTest {
    @Test
    void numbers_are_those_of_the_kernel_header() throws Exception {
        Programs.needs("gcc");
        String macros =
                Programs.output(
                        "gcc",
                        "-x",
                        "c",
                        "-dM",
                        "-E",
                        "-include",
                        "linux/capability.h",
                        "/dev/null");
        List<String> theirs = new ArrayList<>();
        for (String line : macros.split("\n")) {
            if (line.matches("#define CAP_[A-Z_]+ \\d+")) theirs.add(line.substring(8));
        }
        List<String> ours = new ArrayList<>();
        for (Capability capability : Capability.values()) {
            ours.add(capability + " " + capability.number());
        }
        assertThat(ours).hasSize(41).containsExactlyInAnyOrderElementsOf(theirs);
    }

    @RepeatedTest(3)
    void capsh_decodes_a_random_mask_to_the_same_names() throws Exception {
        Programs.needs("capsh");
        CapabilitySet set = new CapabilitySet(new Random().nextLong() & CapabilitySet.ALL.mask());
        String decoded = Programs.output("capsh", "--decode=" + Long.toHexString(set.mask()));
        assertThat(decoded.strip()).endsWith("=" + set.toString().toLowerCase(Locale.ROOT));
    }

    @Test
    void docker_leaves_fourteen_capabilities() {
        // the mask that /proc/1/status shows in a container of docker
        assertThat(CapabilitySet.DOCKER_DEFAULT).isEqualTo(CapabilitySet.parse("00000000a80425fb"));
        assertThat(CapabilitySet.DOCKER_DEFAULT.capabilities()).hasSize(14);
    }

    @Test
    void sets_are_joined_reduced_and_compared() {
        CapabilitySet docker = CapabilitySet.DOCKER_DEFAULT;
        CapabilitySet mknod = CapabilitySet.of(Capability.CAP_MKNOD);

        assertThat(docker.minus(mknod).contains(Capability.CAP_MKNOD)).isFalse();
        assertThat(docker.minus(mknod).plus(mknod)).isEqualTo(docker);
        assertThat(docker.and(mknod)).isEqualTo(mknod);
        assertThat(CapabilitySet.ALL.containsAll(docker)).isTrue();
        assertThat(mknod.containsAll(docker)).isFalse();
        assertThat(CapabilitySet.NONE).hasToString("none");
    }

    @Test
    void a_capability_of_a_newer_kernel_is_shown_in_hex() {
        assertThat(new CapabilitySet(1L << 50 | 1).names())
                .containsExactly("CAP_CHOWN", "0x4000000000000");
    }

    @Test
    void a_mask_that_is_no_number_is_refused() {
        assertThatThrownBy(() -> CapabilitySet.parse("all"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'all': 'all' is no number");
    }

    @Test
    void a_name_is_found_only_as_the_kernel_spells_it() {
        assertThat(Capability.named("CAP_BPF")).contains(Capability.CAP_BPF);
        assertThat(Capability.named("BPF")).isEmpty();
    }
}

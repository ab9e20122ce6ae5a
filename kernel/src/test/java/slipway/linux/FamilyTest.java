package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.linux.Constants.*;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FamilyTest {
    @ParameterizedTest
    @EnumSource
    void the_names_of_every_family_have_the_numbers_of_the_constants(Family family)
            throws Exception {
        Map<String, Long> constants = ConstantsTest.ours();
        FamilyNames names = FamilyNames.of(family);
        assertThat(names.names()).isNotEmpty().doesNotHaveDuplicates();
        for (String name : names.names()) {
            long expected =
                    family == Family.CAPABILITY
                            ? Capability.valueOf(name).number()
                            : constants.getOrDefault(name, Long.MIN_VALUE);
            assertThat(names.valueOf(name)).as(name).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_name_alone_is_described_by_itself(Family family) {
        FamilyNames names = FamilyNames.of(family);
        for (String name : names.names()) {
            String shown = family.describe(names.valueOf(name));
            // O_RDONLY is 0 and so is part of every way to open
            if (family == Family.OPEN) assertThat(shown.split("\\|")).contains(name);
            else assertThat(shown).isEqualTo(name);
        }
    }

    @Test
    void a_mask_shows_its_bits_by_name() {
        assertThat(Family.MOUNT.describe(MS_REC | MS_PRIVATE)).isEqualTo("MS_REC|MS_PRIVATE");
        assertThat(Family.CLONE.describe(CLONE_NEWUSER | CLONE_NEWTIME))
                .isEqualTo("CLONE_NEWTIME|CLONE_NEWUSER");
    }

    @Test
    void unknown_bits_are_shown_in_hex_so_that_nothing_is_hidden() {
        assertThat(Family.MOUNT.describe(MS_BIND | 1L << 40)).isEqualTo("MS_BIND|0x10000000000");
        assertThat(Family.UMOUNT.describe(0x100)).isEqualTo("0x100");
        assertThat(Family.MOUNT.describe(Long.MIN_VALUE)).isEqualTo("0x8000000000000000");
    }

    @Test
    void no_bit_at_all_is_0_unless_that_has_a_name() {
        assertThat(Family.MOUNT.describe(0)).isEqualTo("0");
        assertThat(Family.MOUNT_ATTR.describe(0)).isEqualTo("0");
        assertThat(Family.PROT.describe(0)).isEqualTo("PROT_NONE");
        assertThat(Family.OPEN.describe(0)).isEqualTo("O_RDONLY");
    }

    @Test
    void a_list_of_values_is_never_split_into_bits() {
        assertThat(Family.PRCTL.describe(PR_SET_NO_NEW_PRIVS)).isEqualTo("PR_SET_NO_NEW_PRIVS");
        assertThat(Family.SIGNAL.describe(15)).isEqualTo("SIGTERM");
        assertThat(Family.SIGNAL.describe(0)).isEqualTo("0");
        assertThat(Family.SIGNAL.describe(34)).isEqualTo("34");
        assertThat(Family.SECCOMP_OP.describe(SECCOMP_SET_MODE_FILTER))
                .isEqualTo("SECCOMP_SET_MODE_FILTER");
        assertThat(Family.CAPABILITY.describe(21)).isEqualTo("CAP_SYS_ADMIN");
    }

    @Test
    void the_working_directory_is_shown_as_AT_FDCWD_and_any_other_by_its_number() {
        assertThat(Family.DIRFD.describe(AT_FDCWD)).isEqualTo("AT_FDCWD");
        assertThat(Family.DIRFD.describe(7)).isEqualTo("7");
    }

    @Test
    void the_way_to_open_comes_first_as_strace_has_it() {
        assertThat(Family.OPEN.describe(O_WRONLY | O_CREAT | O_CLOEXEC))
                .isEqualTo("O_WRONLY|O_CREAT|O_CLOEXEC");
        assertThat(Family.OPEN.describe(O_PATH | O_DIRECTORY))
                .isEqualTo("O_RDONLY|O_PATH|O_DIRECTORY");
    }

    @Test
    void what_has_several_bits_is_one_name() {
        assertThat(Family.OPEN.describe(O_TMPFILE | O_RDWR)).isEqualTo("O_RDWR|O_TMPFILE");
        assertThat(Family.OPEN.describe(O_SYNC | O_WRONLY)).isEqualTo("O_WRONLY|O_SYNC");
        assertThat(Family.MAP.describe(MAP_PRIVATE | MAP_ANONYMOUS))
                .isEqualTo("MAP_PRIVATE|MAP_ANONYMOUS");
        assertThat(Family.MAP.describe(MAP_SHARED_VALIDATE)).isEqualTo("MAP_SHARED_VALIDATE");
    }

    @Test
    void the_lowest_byte_of_clone_is_a_signal() {
        assertThat(Family.CLONE.describe(CLONE_NEWNS | SIGCHLD)).isEqualTo("CLONE_NEWNS|SIGCHLD");
        assertThat(Family.CLONE.describe(SIGCHLD)).isEqualTo("SIGCHLD");
    }

    @Test
    void the_mode_of_a_device_is_shown_with_its_bits_in_octal() {
        assertThat(Family.FILE_TYPE.describe(S_IFCHR | 0666)).isEqualTo("S_IFCHR|0666");
    }

    @Test
    void the_open_flags_of_aarch64_are_those_of_its_own_header() {
        // arch/arm64/include/uapi/asm/fcntl.h, in octal as there; the last is __O_TMPFILE of
        // asm-generic/fcntl.h, 020000000, together with this O_DIRECTORY
        assertThat(OpenFlag.DIRECTORY.on(Arch.AARCH64)).isEqualTo(040000);
        assertThat(OpenFlag.NOFOLLOW.on(Arch.AARCH64)).isEqualTo(0100000);
        assertThat(OpenFlag.DIRECT.on(Arch.AARCH64)).isEqualTo(0200000);
        assertThat(OpenFlag.LARGEFILE.on(Arch.AARCH64)).isEqualTo(0400000);
        assertThat(OpenFlag.TMPFILE.on(Arch.AARCH64)).isEqualTo(020040000);
    }
}

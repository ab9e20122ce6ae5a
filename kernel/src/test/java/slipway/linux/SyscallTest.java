package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyscallTest {
    private static final Path ON_X86 = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
    private static final Path ON_OTHERS = Path.of("/usr/include/asm-generic/unistd.h");

    @Test
    void numbers_on_x86_64_are_those_of_the_kernel_header() throws Exception {
        compare(Arch.X86_64, ON_X86);
    }

    @Test
    void numbers_on_aarch64_are_those_of_the_kernel_header() throws Exception {
        // the generic table, with what arch/arm64's own unistd.h asks of it
        compare(
                Arch.AARCH64,
                ON_OTHERS,
                "-D__BITS_PER_LONG=64",
                "-D__ARCH_WANT_NEW_STAT",
                "-D__ARCH_WANT_RENAMEAT",
                "-D__ARCH_WANT_SET_GET_RLIMIT",
                "-D__ARCH_WANT_SYS_CLONE3",
                "-include",
                "asm/bitsperlong.h");
    }

    private static void compare(Arch arch, Path header, String... options) throws Exception {
        Programs.needs("gcc");
        assumeTrue(Files.exists(header), header + " is not installed (linux-libc-dev)");
        String[] command = new String[options.length + 4];
        System.arraycopy(options, 0, command, 3, options.length);
        command[0] = "gcc";
        command[1] = "-E";
        command[2] = "-dM";
        command[command.length - 1] = header.toString();
        Map<String, String> macros = new HashMap<>();
        for (String line : Programs.output(command).split("\n")) {
            String[] words = line.split("\\s+");
            if (words.length == 3) macros.put(words[1], words[2]);
        }
        for (Syscall syscall : Syscall.values()) {
            String value = macros.get("__NR_" + syscall.cName());
            if (value != null && value.startsWith("__NR")) value = macros.get(value);
            assertThat(value)
                    .as("%s on %s", syscall, arch)
                    .isEqualTo(Integer.toString(syscall.number(arch)));
        }
    }

    @Test
    void every_call_has_a_prototype_that_names_it() {
        for (Syscall syscall : Syscall.values()) {
            assertThat(syscall.form()).contains(syscall.cName() + "(").endsWith(")");
        }
    }

    @Test
    void every_errno_in_the_manual_entries_is_one_of_Linux() {
        for (Syscall syscall : Syscall.values()) {
            for (String word : syscall.errors().split("[^A-Z0-9_]+")) {
                if (!word.matches("E[A-Z0-9]{2,}") || word.equals("ELF")) continue;
                if (word.equals("EWOULDBLOCK") || word.equals("ENOTSUP")) continue; // aliases
                assertThat(Errno.valueOf(word)).as("%s: %s", syscall, word).isNotNull();
            }
        }
    }

    @Test
    void every_capability_in_the_manual_entries_is_one_of_Linux() {
        for (Syscall syscall : Syscall.values()) {
            for (String word : (syscall.needs() + " " + syscall.errors()).split("[^A-Z_]+")) {
                if (word.startsWith("CAP_"))
                    assertThat(Capability.named(word)).as(word).isPresent();
            }
        }
    }

    @Test
    void the_manual_page_of_every_call_is_installed_where_pages_are() throws Exception {
        Path pages = Path.of("/usr/share/man/man2");
        assumeTrue(Files.exists(pages.resolve("mount.2.gz")), "no manual pages (manpages-dev)");
        for (Syscall syscall : Syscall.values()) {
            String page = syscall.manual();
            assertThat(page).endsWith("(2)");
            // the pages of the new mount calls are younger than those of Debian 12
            if (Files.exists(pages.resolve("fsopen.2.gz")) || !isNewMountCall(syscall)) {
                assertThat(pages.resolve(page.replace("(2)", ".2.gz"))).exists();
            }
        }
    }

    private static boolean isNewMountCall(Syscall syscall) {
        return switch (syscall) {
            case OPEN_TREE, MOVE_MOUNT, FSOPEN, FSCONFIG, FSMOUNT, FSPICK -> true;
            default -> false;
        };
    }
}

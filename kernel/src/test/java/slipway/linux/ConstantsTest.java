package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConstantsTest {
    /** The headers of the kernel and of the C library do not go into one program. */
    private static final String KERNEL_HEADERS =
            "linux/mount.h linux/nsfs.h linux/fcntl.h asm/fcntl.h linux/openat2.h linux/sched.h linux/prctl.h"
                    + " linux/seccomp.h linux/memfd.h linux/wait.h asm/poll.h linux/stat.h"
                    + " asm/signal.h asm/siginfo.h asm/resource.h linux/mman.h linux/close_range.h"
                    + " linux/fs.h asm/socket.h linux/securebits.h linux/capability.h linux/xattr.h"
                    + " asm/ioctls.h";

    private static final String LIBRARY_HEADERS =
            "sys/socket.h sys/eventfd.h sys/mount.h unistd.h net/if.h sys/ioctl.h time.h";

    /**
     * Younger than the headers of some distributions, Debian 12 among them, so they are written
     * down here a second time, from include/uapi of the kernel's source. A header that defines one
     * overrules this table.
     */
    private static final Map<String, Long> NEW =
            Map.of(
                    "MOVE_MOUNT_BENEATH", 0x200L, // linux/mount.h, 6.5
                    "FSCONFIG_CMD_CREATE_EXCL", 8L, // linux/mount.h, 6.6
                    "PR_SET_MDWE", 65L, // linux/prctl.h, 6.3
                    "MFD_NOEXEC_SEAL", 0x8L, // linux/memfd.h, 6.3
                    "MFD_EXEC", 0x10L, // linux/memfd.h, 6.3
                    "F_SEAL_EXEC", 0x20L, // linux/fcntl.h, 6.3
                    "SO_PEERPIDFD", 77L); // asm-generic/socket.h, 6.5

    @Test
    void every_constant_has_the_value_of_the_C_headers(@TempDir Path folder) throws Exception {
        assumeTrue(Arch.current() == Arch.X86_64, "the headers are those of this machine");
        Map<String, Long> ours = ours();
        Map<String, Long> theirs = new LinkedHashMap<>();
        theirs.putAll(theirs(folder, LIBRARY_HEADERS, ours));
        // the kernel has the last word: glibc says that O_LARGEFILE is 0, as it sets it by itself
        theirs.putAll(theirs(folder, KERNEL_HEADERS, ours));
        Map<String, Long> expected = new HashMap<>(NEW);
        expected.putAll(theirs);
        assertThat(ours).hasSizeGreaterThan(300);
        for (Map.Entry<String, Long> constant : ours.entrySet()) {
            String name = constant.getKey();
            assertThat(constant.getValue()).as(name).isEqualTo(expected.get(name));
        }
    }

    /** What C says; enumerators that are no macros are told apart by a probe of the compiler. */
    private static Map<String, Long> theirs(Path folder, String headers, Map<String, Long> ours)
            throws Exception {
        StringBuilder source = new StringBuilder("#define _GNU_SOURCE\n");
        for (String header : headers.split(" ")) {
            source.append("#include <").append(header).append(">\n");
        }
        source.append("int printf(const char *, ...);\nint main() {\n");
        for (String name : ours.keySet()) {
            String inC = inC(name);
            String print = "printf(\"" + name + " %lld\\n\", (long long) (" + inC + " + 0LL));\n";
            boolean enumerator = isEnumerator(name) && headers.equals(KERNEL_HEADERS);
            if (enumerator) source.append(print);
            else source.append("#ifdef ").append(inC).append('\n').append(print).append("#endif\n");
        }
        Map<String, Long> values = new LinkedHashMap<>();
        for (String line : Programs.outputOfC(folder, source + "return 0; }").split("\n")) {
            String[] words = line.split(" ");
            values.put(words[0], Long.parseLong(words[1]));
        }
        return values;
    }

    private static String inC(String name) {
        return name.startsWith("LINUX_") ? "_" + name : name;
    }

    private static boolean isEnumerator(String name) {
        return name.startsWith("FSCONFIG_") && !name.equals("FSCONFIG_CMD_CREATE_EXCL");
    }

    static Map<String, Long> ours() throws IllegalAccessException {
        Map<String, Long> all = new LinkedHashMap<>();
        for (Field field : Constants.class.getFields()) {
            all.put(field.getName(), field.getLong(null));
        }
        return all;
    }
}

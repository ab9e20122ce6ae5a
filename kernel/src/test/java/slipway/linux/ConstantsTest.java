package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConstantsTest {
    /** The headers of the kernel and of the C library do not go into one program. */
    private static final String KERNEL_HEADERS =
            "linux/mount.h linux/fcntl.h asm/fcntl.h linux/openat2.h linux/sched.h linux/prctl.h"
                    + " linux/seccomp.h linux/memfd.h linux/wait.h asm/poll.h linux/stat.h"
                    + " asm/signal.h asm/siginfo.h asm/resource.h linux/mman.h linux/close_range.h"
                    + " linux/fs.h asm/socket.h linux/securebits.h linux/capability.h linux/xattr.h";

    private static final String LIBRARY_HEADERS = "sys/socket.h sys/eventfd.h sys/mount.h unistd.h";

    /** Younger than the headers that some builders have; the kernel's source was the witness. */
    private static final List<String> NEW =
            List.of(
                    "MOVE_MOUNT_BENEATH", // 6.5
                    "FSCONFIG_CMD_CREATE_EXCL", // 6.6
                    "PR_SET_MDWE", // 6.3
                    "MFD_NOEXEC_SEAL", // 6.3
                    "MFD_EXEC", // 6.3
                    "F_SEAL_EXEC", // 6.3
                    "SO_PEERPIDFD"); // 6.5

    @Test
    void every_constant_has_the_value_of_the_C_headers(@TempDir Path folder) throws Exception {
        assumeTrue(Arch.current() == Arch.X86_64, "the headers are those of this machine");
        Map<String, Long> ours = ours();
        Map<String, Long> theirs = new LinkedHashMap<>();
        theirs.putAll(theirs(folder, LIBRARY_HEADERS, ours));
        // the kernel has the last word: glibc says that O_LARGEFILE is 0, as it sets it by itself
        theirs.putAll(theirs(folder, KERNEL_HEADERS, ours));
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, Long> constant : ours.entrySet()) {
            Long value = theirs.get(constant.getKey());
            if (value == null) unknown.add(constant.getKey());
            else assertThat(constant.getValue()).as(constant.getKey()).isEqualTo(value);
        }
        assertThat(ours).hasSizeGreaterThan(300);
        assertThat(NEW).as("constants that no header knows").containsAll(unknown);
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

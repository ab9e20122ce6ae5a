package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrnoTest {
    @Test
    void numbers_and_texts_are_those_of_the_C_library(@TempDir Path folder) throws Exception {
        StringBuilder source = new StringBuilder("#include <errno.h>\n#include <stdio.h>\n");
        source.append("#include <string.h>\nint main() {\n");
        StringBuilder expected = new StringBuilder();
        for (Errno errno : Errno.values()) {
            source.append("printf(\"").append(errno).append(" %d %s\\n\", ");
            source.append(errno).append(", strerror(").append(errno).append("));\n");
            expected.append(errno).append(' ').append(errno.number()).append(' ');
            expected.append(errno.text()).append('\n');
        }
        assertThat(Programs.outputOfC(folder, source + "}")).isEqualTo(expected.toString());
    }

    @Test
    void no_errno_of_the_headers_is_missing() throws Exception {
        Programs.needs("gcc");
        String macros =
                Programs.output("gcc", "-x", "c", "-dM", "-E", "-include", "errno.h", "/dev/null");
        assertThat(macros.lines())
                .filteredOn(line -> line.matches("#define E[A-Z0-9]+ \\d+"))
                .hasSizeGreaterThan(100)
                .allSatisfy(
                        line -> {
                            String[] words = line.split(" ");
                            assertThat(Errno.valueOf(words[1]).number())
                                    .isEqualTo(Integer.parseInt(words[2]));
                        });
    }

    @Test
    void every_errno_is_found_by_its_number() {
        for (Errno errno : Errno.values()) assertThat(Errno.of(errno.number())).isSameAs(errno);
    }

    @Test
    void a_number_that_is_no_errno_is_refused_by_name() {
        for (int number : new int[] {-1, 0, 41, 58, 134, 4095}) {
            assertThatThrownBy(() -> Errno.of(number))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Linux has no errno " + number);
        }
    }
}

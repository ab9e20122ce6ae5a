package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdviceTest {
    private static final Path PAGE =
            Path.of(System.getProperty("slipway.root", ".."), "docs/errors.md");

    @Test
    void the_advice_for_a_call_and_errno_is_about_both() {
        assertThat(Advice.of(Syscall.PIVOT_ROOT, Errno.EINVAL))
                .startsWith("The new root is no mount point")
                .contains("Try: bind-mount");
    }

    @Test
    void calls_that_fail_alike_share_their_advice() {
        assertThat(Advice.of(Syscall.CLONE3, Errno.EPERM))
                .isEqualTo(Advice.of(Syscall.UNSHARE, Errno.EPERM))
                .contains("kernel.unprivileged_userns_clone");
    }

    @Test
    void without_advice_of_its_own_a_call_gets_that_of_the_errno() {
        assertThat(Advice.of(Syscall.GETCWD, Errno.ENOENT))
                .isEqualTo("A part of the path is missing. Try: namei -l PATH shows which.");
    }

    @Test
    void without_any_advice_the_manual_page_is_named() {
        assertThat(Advice.of(Syscall.PPOLL, Errno.EXFULL))
                .isEqualTo("See man 2 poll, section ERRORS.");
    }

    @Test
    void every_advice_gives_a_cause_and_a_way_out() {
        int count = 0;
        for (Syscall syscall : Syscall.values()) {
            for (Map.Entry<Errno, String> advice : Advice.about(syscall).entrySet()) {
                assertThat(advice.getValue())
                        .as("%s %s", syscall, advice.getKey())
                        .matches("[A-Z].*[.?] Try: .*\\.");
                assertThat(Advice.of(syscall, advice.getKey())).isEqualTo(advice.getValue());
                count++;
            }
        }
        assertThat(count).isGreaterThan(150);
    }

    @Test
    void every_head_of_the_table_is_a_call_or_any() {
        for (TextTable.Entry entry : TextTable.read("advice.txt").entries()) {
            for (String name : Lines.words(entry.head())) {
                if (name.equals("any")) continue;
                assertThat(Syscall.values()).extracting(Syscall::cName).contains(name);
            }
        }
    }

    @Test
    void the_page_of_errors_is_what_the_table_says() throws Exception {
        String page = page();
        if (System.getProperty("update") != null) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("to write it: mvn -pl kernel -am verify -Dupdate").exists();
        assertThat(Files.readString(PAGE))
                .as("%s; if the change is meant: mvn -pl kernel -am verify -Dupdate", PAGE)
                .isEqualTo(page);
    }

    private static String page() {
        StringBuilder text = new StringBuilder("# When a system call fails\n\n");
        text.append(
                "What Slipway says below the call and its errno: the probable cause, and what to");
        text.append(" try. Generated from the table in `slipway.linux`; the last section is for");
        text.append(" calls that have no line of their own.\n");
        for (Syscall syscall : Syscall.values()) {
            Map<Errno, String> advice = Advice.about(syscall);
            if (advice.isEmpty()) continue;
            text.append("\n## ")
                    .append(
                            syscall.manual().replace("(2)", "").equals(syscall.cName())
                                    ? syscall.manual()
                                    : syscall.cName() + ", in " + syscall.manual())
                    .append("\n\n");
            text.append("`").append(syscall.form()).append("`\n\n");
            append(text, advice);
        }
        text.append("\n## Any other call\n\n");
        append(text, Advice.general());
        return text.toString();
    }

    private static void append(StringBuilder text, Map<Errno, String> advice) {
        for (Map.Entry<Errno, String> line : advice.entrySet()) {
            text.append("- **").append(line.getKey()).append("** (").append(line.getKey().text());
            text.append("). ").append(line.getValue()).append('\n');
        }
    }
}

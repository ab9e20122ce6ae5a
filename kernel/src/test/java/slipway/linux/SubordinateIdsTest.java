package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubordinateIdsTest {
    private static final SubordinateIds.Range FIRST = new SubordinateIds.Range(100000, 65536);
    private static final SubordinateIds.Range SECOND = new SubordinateIds.Range(300000, 1);

    @Test
    void ranges_are_found_by_name_and_by_number_in_the_order_of_the_file() {
        SubordinateIds ids =
                SubordinateIds.parse("ann:100000:65536\nbob:200000:65536\n1001:300000:1\n");

        assertThat(ids.rangesOf("ann", 1001)).containsExactly(FIRST, SECOND);
        assertThat(ids.rangesOf("ann", 7)).containsExactly(FIRST);
        assertThat(ids.rangesOf("eve", 8)).isEmpty();
    }

    @Test
    void lines_that_are_no_range_give_nothing_as_with_newuidmap() {
        SubordinateIds ids =
                SubordinateIds.parse(
                        "# a comment\n\nann:1\nann:x:1\nann:1:-5\nann:1:0\n:1:1\nann:1:2:3\n"
                                + "ann:100000:65536");
        assertThat(ids.rangesOf("ann", 1)).containsExactly(FIRST);
    }

    @Test
    void a_file_that_does_not_exist_gives_nobody_anything(@TempDir Path folder) throws Exception {
        assertThat(SubordinateIds.of(folder.resolve("subuid")).entries()).isEmpty();
    }

    @Test
    void getsubids_finds_the_same_ranges_in_a_private_copy_of_the_file(@TempDir Path folder)
            throws Exception {
        Programs.needs("getsubids");
        assumeTrue(Programs.output("id", "-u").strip().equals("0"), "mounting takes root");
        Path file = Files.writeString(folder.resolve("subuid"), "root:100000:65536\n0:300000:1\n");
        String seen =
                Programs.output(
                        "unshare",
                        "--mount",
                        "--propagation",
                        "private",
                        "sh",
                        "-c",
                        "mount --bind \"$0\" /etc/subuid && getsubids root",
                        file.toString());

        StringBuilder ours = new StringBuilder();
        int index = 0;
        for (SubordinateIds.Range range : SubordinateIds.of(file).rangesOf("root", 0)) {
            ours.append(index++).append(": root ");
            ours.append(range.first()).append(' ').append(range.count()).append('\n');
        }
        assertThat(ours.toString()).isEqualTo(seen);
    }
}

package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdMapTest {
    @Test
    void the_map_of_a_new_user_namespace_is_what_unshare_was_told() throws Exception {
        int id = 1 + new Random().nextInt(60_000);
        assumeTrue(
                Programs.output("sh", "-c", "unshare -U true && echo yes || true").contains("yes"),
                "user namespaces are switched off");
        String map =
                Programs.output("unshare", "-U", "--map-user=" + id, "cat", "/proc/self/uid_map");
        long self = Long.parseLong(Programs.output("id", "-u").strip());

        assertThat(IdMap.parse(map)).isEqualTo(IdMap.of(id, self, 1));
    }

    @Test
    void this_process_is_mapped_to_what_id_says() throws Exception {
        IdMap users = IdMap.usersOfPid(ProcessHandle.current().pid());
        IdMap groups = IdMap.groupsOfPid(ProcessHandle.current().pid());

        assertThat(users.outside(Long.parseLong(Programs.output("id", "-u").strip()))).isPresent();
        assertThat(groups.outside(Long.parseLong(Programs.output("id", "-g").strip()))).isPresent();
    }

    @Test
    void an_id_is_found_in_both_directions() {
        IdMap map = IdMap.parse("0 1000 1\n1 100000 65535\n");

        assertThat(map.outside(0)).hasValue(1000);
        assertThat(map.outside(65535)).hasValue(165534);
        assertThat(map.outside(65536)).isEmpty();
        assertThat(map.inside(100000)).hasValue(1);
        assertThat(map.inside(99999)).isEmpty();
    }

    @Test
    void what_is_rendered_is_read_again() {
        IdMap map = IdMap.parse("         0     100000      65536\n 70000 5 1");

        assertThat(map.render()).isEqualTo("0 100000 65536\n70000 5 1\n");
        assertThat(IdMap.parse(map.render())).isEqualTo(map);
        assertThat(map).hasToString("0 100000 65536, 70000 5 1");
        assertThat(IdMap.parse("").ranges()).isEmpty();
    }

    @Test
    void all_ids_but_the_last_can_be_mapped() {
        assertThat(IdMap.of(0, 0, 4294967295L).outside(4294967294L)).hasValue(4294967294L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 0 | the count must be 1 or more",
                "0 0 -1 | the count must be 1 or more",
                "-1 0 1 | ids start at 0",
                "0 -1 1 | ids start at 0",
                "1 0 4294967295 | ids end at 4294967294",
                "0 9223372036854775807 1 | ids end at 4294967294",
                "0 0 | expected 'inside outside count'",
                "0 0 1 1 | expected 'inside outside count'",
                "0 x 1 | 'x' is no number"
            })
    void a_wrong_line_is_refused_with_the_line_and_the_reason(String line, String reason) {
        assertThatThrownBy(() -> IdMap.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + line + "': " + reason);
    }

    @Test
    void ranges_that_overlap_are_refused_on_both_sides() {
        assertThatThrownBy(() -> IdMap.parse("0 1000 10\n9 2000 1\n"))
                .hasMessageEndingWith("the ranges overlap inside");
        assertThatThrownBy(() -> IdMap.parse("0 1000 10\n10 1009 1\n"))
                .hasMessageEndingWith("the ranges overlap outside");
        assertThat(IdMap.parse("0 1000 10\n10 1010 1\n").ranges()).hasSize(2);
    }

    @Test
    void more_than_340_ranges_are_refused_as_the_kernel_does() {
        List<IdMap.Range> ranges = new ArrayList<>();
        for (int i = 0; i < 341; i++) ranges.add(new IdMap.Range(i, i, 1));

        assertThat(new IdMap(ranges.subList(0, 340)).ranges()).hasSize(340);
        assertThatThrownBy(() -> new IdMap(ranges)).hasMessageContaining("at most 340");
    }
}

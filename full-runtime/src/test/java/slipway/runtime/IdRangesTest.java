package slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.SubordinateIds;

class IdRangesTest {
    private static final SubordinateIds.Range GIVEN = new SubordinateIds.Range(1000, 100);

    @TempDir private Path directory;

    private IdRanges ranges() {
        return new IdRanges(directory.resolve("ids"), List.of(GIVEN), List.of(GIVEN));
    }

    @Test
    void the_first_range_that_is_free_is_taken() {
        List<SubordinateIds.Range> taken =
                List.of(new SubordinateIds.Range(1000, 10), new SubordinateIds.Range(1015, 10));
        assertThat(IdRanges.free(List.of(GIVEN), 5, taken)).isEqualTo(Optional.of(1010L));
        assertThat(IdRanges.free(List.of(GIVEN), 6, taken)).isEqualTo(Optional.of(1025L));
        assertThat(IdRanges.free(List.of(GIVEN), 76, taken)).isEmpty();
    }

    @Test
    void no_range_begins_in_one_that_was_given_and_ends_outside_of_it() {
        List<SubordinateIds.Range> given =
                List.of(new SubordinateIds.Range(0, 5), new SubordinateIds.Range(100, 50));
        assertThat(IdRanges.free(given, 10, List.of())).isEqualTo(Optional.of(100L));
    }

    @Test
    void leases_do_not_overlap_and_what_is_given_back_can_be_had_again() {
        Set<Long> seen = new HashSet<>();
        try (IdRanges.Lease one = ranges().take(40);
                IdRanges.Lease two = ranges().take(40)) {
            seen.add(one.firstUser());
            seen.add(two.firstUser());
            assertThat(seen).containsExactlyInAnyOrder(1000L, 1040L);
            assertThatThrownBy(() -> ranges().take(40))
                    .isInstanceOf(InvalidRequest.class)
                    .hasMessageContaining("2 containers have the rest");
        }
        try (IdRanges.Lease again = ranges().take(100)) {
            assertThat(again.firstUser()).isEqualTo(1000);
            assertThat(again.firstGroup()).isEqualTo(1000);
        }
        assertThat(directory.resolve("ids")).isEmptyDirectory();
    }

    @Test
    void what_belongs_to_a_home_is_in_use_as_long_as_that_is_there() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        IdRanges owned = ranges().ofOwner(home);
        owned.take(40).close();
        try (IdRanges.Lease other = ranges().take(40)) {
            assertThat(other.firstUser()).isEqualTo(1040);
        }
        try (IdRanges.Lease again = owned.take(40)) {
            assertThat(again.firstUser()).isEqualTo(1000);
        }
        assertThatThrownBy(() -> ranges().take(61)).isInstanceOf(InvalidRequest.class);
        Files.delete(home);
        try (IdRanges.Lease all = ranges().take(100)) {
            assertThat(all.firstUser()).isEqualTo(1000);
        }
        assertThat(directory.resolve("ids")).isEmptyDirectory();
    }
}

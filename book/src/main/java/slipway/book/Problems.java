package slipway.book;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything that is wrong, so that an author has to build once and not once for each of it. */
final class Problems {
    private final Set<Problem> all = new LinkedHashSet<>();

    void add(Place place, String what, String advice) {
        all.add(new Problem(place, what, advice));
    }

    List<Problem> all() {
        return List.copyOf(all);
    }
}

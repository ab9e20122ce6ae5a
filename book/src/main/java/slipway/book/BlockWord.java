package slipway.book;

import java.util.List;

/** A word of ours that stands alone on a line: {@code name::target[options]}. */
interface BlockWord {
    /**
     * What stands in its place, as lines of AsciiDoc; none if there was a problem, which has been
     * noted then.
     */
    List<String> expand(Place place, String target, Options options);
}

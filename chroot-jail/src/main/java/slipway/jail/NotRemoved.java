package slipway.jail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Parts of a tree could not be removed; all the rest of it is gone. */
public final class NotRemoved extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 3;

    private final transient List<String> left;

    /**
     * @param left paths that are still there because of themselves, with the reason; not the
     *     directories above them
     */
    NotRemoved(Path tree, List<String> left) {
        super(message(tree, left));
        this.left = List.copyOf(left);
    }

    /** What is still there, each with the reason. */
    public List<String> left() {
        return left;
    }

    private static String message(Path tree, List<String> left) {
        StringBuilder text = new StringBuilder("could not remove all of ").append(tree);
        for (int i = 0; i < Math.min(SHOWN, left.size()); i++) {
            text.append(i == 0 ? ": " : "; ").append(left.get(i));
        }
        if (left.size() > SHOWN) text.append("; and ").append(left.size() - SHOWN).append(" more");
        return text.toString();
    }
}

package slipway.lessons;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends a check: what was observed is not what should be. */
public final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Meaning meaning;

    /**
     * @param observed a whole sentence about what was seen, with the values
     */
    public NotYet(String observed) {
        super(observed);
        this.meaning = null;
    }

    private NotYet(String observed, Meaning meaning, @Nullable Throwable cause) {
        super(observed, cause);
        this.meaning = meaning;
    }

    /** Nobody errs about the kernel here: the answer cannot be used as it is. */
    public static NotYet unusable(String observed) {
        return new NotYet(observed, Meaning.NONE, null);
    }

    /** The same observation, which here means something else than its check says. */
    public NotYet meaning(String means, String belief) {
        return new NotYet(String.valueOf(getMessage()), new Meaning(means, belief), getCause());
    }

    /** Empty when it is what the check says. */
    Optional<Meaning> meaning() {
        return Optional.ofNullable(meaning);
    }
}

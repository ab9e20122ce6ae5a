package slipway.image;

import java.util.List;
import slipway.linux.ForPeople;

/** There is no image of that name here. */
public final class NoSuchImage extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    /**
     * @param near names that may have been meant
     * @param toRun whether it was to be run, so that it may have been meant as a command
     */
    NoSuchImage(String name, List<String> near, boolean toRun) {
        super(
                "there is no image '"
                        + name
                        + "' here"
                        + (near.isEmpty() ? "" : ", but " + String.join(", ", near))
                        + ". Try: slipway images, which lists them; "
                        + (toRun ? "" : "or ")
                        + "slipway load -i FILE"
                        + (toRun
                                ? "; or slipway run -- " + name + ", for a command in the base"
                                : ""));
    }
}

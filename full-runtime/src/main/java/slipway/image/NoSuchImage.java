package slipway.image;

/** There is no image of that name here. */
public final class NoSuchImage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchImage(String name) {
        super(
                "there is no image '"
                        + name
                        + "' here. Try: slipway images, which lists them; slipway load -i FILE; or"
                        + " slipway run -- "
                        + name
                        + ", for a command in the built-in base");
    }
}

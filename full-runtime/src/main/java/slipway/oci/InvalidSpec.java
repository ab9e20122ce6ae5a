package slipway.oci;

import slipway.linux.ForPeople;

/** A property of {@code config.json} that is wrong, or that Slipway does not honour. */
public final class InvalidSpec extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    private final String key;

    private InvalidSpec(String key, String message) {
        super("config.json: " + message);
        this.key = key;
    }

    /**
     * @param key as in {@code linux.namespaces[2].type}
     */
    public InvalidSpec(String key, String is, String expected) {
        this(key, key + " is " + is + "; expected " + expected);
    }

    /** A property that the specification has, and Slipway has not. */
    public static InvalidSpec notHonoured(String key) {
        return new InvalidSpec(
                key,
                key
                        + " is not supported by Slipway yet, and is not passed over in silence."
                        + " Try: the same without it");
    }

    static InvalidSpec missing(String key) {
        return new InvalidSpec(
                key, key + " is missing. Try: slipway oci spec, for one that is whole");
    }

    static InvalidSpec notJson(String why) {
        return new InvalidSpec("", "not JSON: " + why + ". Try: jq . config.json");
    }

    /** As in {@code linux.namespaces[2].type}. */
    public String key() {
        return key;
    }
}

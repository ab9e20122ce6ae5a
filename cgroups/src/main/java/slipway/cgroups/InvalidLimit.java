package slipway.cgroups;

/** A limit that cannot be: which property, what it is, what was expected. */
public final class InvalidLimit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String property;
    private final String is;
    private final String expected;

    InvalidLimit(String property, String is, String expected) {
        super(
                "linux.resources."
                        + property
                        + " is "
                        + is
                        + "; expected "
                        + expected
                        + ". Try: config-linux.md of the OCI runtime specification, Control groups");
        this.property = property;
        this.is = is;
        this.expected = expected;
    }

    /** Below {@code linux.resources}, as in {@code memory.swap}. */
    public String property() {
        return property;
    }

    /** What it is. */
    public String is() {
        return is;
    }

    /** In words, with other properties by their names. */
    public String expected() {
        return expected;
    }
}

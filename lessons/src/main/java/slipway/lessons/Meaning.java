package slipway.lessons;

/**
 * What it means that a check found something, where it is not what the check says of itself.
 *
 * @param means empty when the finding says all there is to say
 * @param belief empty when what was done shows none
 */
public record Meaning(String means, String belief) {
    /**
     * Of an answer that cannot be used, or code that ended: no belief about the kernel is in it.
     */
    static final Meaning NONE = new Meaning("", "");
}

package slipway.book;

/**
 * An experiment of the course that shows a fact of the kernel.
 *
 * @param seen the kernel and the JDK on which it last held; empty if it was never seen to
 */
record Probe(String id, String claim, String seen) {}

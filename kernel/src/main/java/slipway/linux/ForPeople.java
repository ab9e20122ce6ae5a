package slipway.linux;

/**
 * A failure whose message is meant for the person at the command line: what was tried, what refused
 * it, and what to do. Anything else that is thrown is a bug of ours, and is reported as one.
 */
public interface ForPeople {}

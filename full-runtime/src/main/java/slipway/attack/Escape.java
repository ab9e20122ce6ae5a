package slipway.attack;

/**
 * How one attempt went.
 *
 * @param succeeded whether it reached what it was after; for a secret, whether it told it
 * @param detail the call that stopped it and its errno, or how it got out
 */
public record Escape(boolean succeeded, String detail) {}

package slipway.attack;

/**
 * How one attack on one jail went.
 *
 * @param escaped whether it reached what it was after; for a secret, whether it told it
 * @param detail the call that stopped it and its errno, or how it got out
 */
public record Verdict(Attack attack, Jail jail, boolean escaped, String detail) {}

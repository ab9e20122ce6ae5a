package slipway.attack;

import java.nio.file.Path;
import java.util.function.Function;
import slipway.plan.Plan;

/**
 * A jail of somebody else's making.
 *
 * @param steps those by which a process enters it, for the absolute path of an empty folder that is
 *     to be its root
 * @param oldRoot where in it the old root may be, as in {@code /old}
 */
public record StrangeJail(Function<Path, Plan> steps, String oldRoot) {}

package slipway.lessons;

/**
 * What an exercise is judged by: calls {@link Bench#check} once for each of its checks, in order.
 */
public interface Checks {
    void run(Bench bench);
}

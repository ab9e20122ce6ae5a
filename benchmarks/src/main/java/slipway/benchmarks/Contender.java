package slipway.benchmarks;

/** One row of a benchmark: a way to run {@code true}, from the wish to the reaped process. */
interface Contender extends AutoCloseable {
    /** The name of the row, of which there is one. */
    String name();

    /** What is run, for people; without paths of this machine. */
    String shown();

    /**
     * Runs it once.
     *
     * @return nanoseconds
     * @throws IllegalStateException when it did not exit with 0, with what it said
     */
    long run();

    @Override
    void close();
}

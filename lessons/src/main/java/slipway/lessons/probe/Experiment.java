package slipway.lessons.probe;

/** The part of a probe that does something. */
interface Experiment {
    /**
     * Does it in processes of its own, which are gone afterwards.
     *
     * @throws CannotTell if this machine does not let it find out
     */
    Seen run(Lab lab) throws Exception;
}

package slipway.lessons.desk;

/** What the desk can be asked for at first. */
interface Maker {
    /**
     * Makes a new object of the learner's class.
     *
     * @param type the interface that it is to be called by
     * @return its number on this line; {@link #NO_CLASS} or {@link #OTHER_TYPE} if there is none
     */
    int make(String type) throws Exception;

    int NO_CLASS = -1;
    int OTHER_TYPE = -2;
}

package slipway.engine.log;

import slipway.linux.ForPeople;

/** What stands in a log is no frame. */
public final class DamagedLog extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    DamagedLog(long at) {
        super(
                "the log of the container is damaged at byte "
                        + at
                        + "; what is before has been shown. Try: look whether the disk was full, and"
                        + " start the container anew");
    }
}

package slipway.plan.launch;

import slipway.linux.ForPeople;

/** The child was gone before it could say why, as after a kill from outside. */
public final class EndedEarly extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    EndedEarly(String when) {
        super(
                "the process was ended from outside "
                        + when
                        + ". Perhaps its memory limit is too small, or somebody killed it.");
    }
}

package slipway.jail;

import java.io.IOException;
import java.nio.file.Path;
import slipway.linux.ForPeople;

/** A program needs a file that is not on this machine, so that it cannot run here either. */
public final class MissingNeed extends IOException implements ForPeople {
    private static final long serialVersionUID = 1L;

    MissingNeed(Path who, String what, String looked) {
        super(who + " needs " + what + ", which is not here: " + looked);
    }
}

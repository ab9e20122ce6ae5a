package slipway.lessons.world;

import java.util.concurrent.ThreadLocalRandom;

/** Words that nobody can know beforehand. */
public final class Words {
    private Words() {}

    public static String random() {
        return "w" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    }
}

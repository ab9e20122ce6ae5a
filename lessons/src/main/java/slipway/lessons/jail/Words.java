package slipway.lessons.jail;

import java.util.concurrent.ThreadLocalRandom;

/** Words that nobody can know beforehand. */
final class Words {
    private Words() {}

    static String random() {
        return "w" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    }
}

package slipway.lessons;

import java.io.PrintStream;
import java.util.Map;
import slipway.lessons.desk.Desk;

/** Attacks what a learner has made. Found by its name, as checks are. */
public interface Raid {
    /**
     * Makes all attacks and prints what came of them.
     *
     * @param desks each with one of the learner's classes, by the name of the class
     * @param whole also those of which an exercise asks first how they end
     */
    void run(Stage stage, Map<String, Desk> desks, boolean whole, PrintStream out) throws Exception;
}

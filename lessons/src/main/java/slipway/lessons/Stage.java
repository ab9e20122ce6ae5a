package slipway.lessons;

import java.nio.file.Path;
import slipway.plan.launch.Launcher;

/** What is needed to do as a learner's class says. */
public interface Stage {
    /** An empty folder; what is in it goes afterwards. */
    Path scratch();

    /** Starts what the learner describes. */
    Launcher launcher();
}

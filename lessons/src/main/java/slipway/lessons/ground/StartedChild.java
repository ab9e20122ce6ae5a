package slipway.lessons.ground;

import java.time.Duration;
import java.util.Optional;
import slipway.linux.ExitStatus;
import slipway.plan.launch.Child;

/** A program that the checks have started. */
final class StartedChild implements Started {
    private final Child child;

    StartedChild(Child child) {
        this.child = child;
    }

    @Override
    public int pid() {
        return child.pid();
    }

    @Override
    public ExitStatus await() {
        return child.await();
    }

    @Override
    public Optional<ExitStatus> await(Duration atMost) {
        return child.await(atMost);
    }

    @Override
    public String toString() {
        return "process " + child.pid();
    }
}

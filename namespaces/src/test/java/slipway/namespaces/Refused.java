package slipway.namespaces;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import slipway.linux.Errno;
import slipway.plan.StepFailed;

/** A launch of which the kernel refuses a step. */
final class Refused {
    private Refused() {}

    static void with(Errno errno, ThrowingCallable launch) {
        assertThatThrownBy(launch)
                .isInstanceOf(StepFailed.class)
                .extracting(e -> ((StepFailed) e).errno())
                .isEqualTo(errno);
    }
}

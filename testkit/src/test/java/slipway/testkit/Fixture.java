package slipway.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs a test class inside a test, as the build would, and says how it went. */
final class Fixture {
    private Fixture() {}

    static EngineExecutionResults run(Class<?> testClass, boolean noSkips) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .enableImplicitConfigurationParameters(true)
                .configurationParameter(NoSkips.PARAMETER, Boolean.toString(noSkips))
                .configurationParameter(LeakCheck.SETTLE_PARAMETER, "800")
                .execute();
    }

    /** The messages of all that failed, tests and classes. */
    static List<String> failures(Class<?> testClass, boolean noSkips) {
        return run(testClass, noSkips).allEvents().finished().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .filter(result -> result.getStatus() == TestExecutionResult.Status.FAILED)
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .toList();
    }
}

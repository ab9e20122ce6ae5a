package slipway.testkit;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Says at the end of each module's run what did not run and why, so that nobody can miss it. Where
 * nothing may be skipped the session then fails: {@link Requirements} and {@link NoSkips} have
 * failed most such tests already, but {@code @Disabled} is left to this.
 */
public final class SkipReport implements LauncherSessionListener, TestExecutionListener {
    private final PrintStream out;
    private final boolean noSkips;
    private final List<String> skipped = new ArrayList<>();

    /** For JUnit, which finds this class by itself. */
    public SkipReport() {
        this(System.out, NoSkips.areOrderedByEnvironment());
    }

    SkipReport(PrintStream out, boolean noSkips) {
        this.out = out;
        this.noSkips = noSkips;
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        session.getLauncher().registerTestExecutionListeners(this);
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        skipped.add(name(test) + ": " + reason);
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            String reason = result.getThrowable().map(Throwable::getMessage).orElse("no reason");
            skipped.add(name(test) + ": " + reason);
        }
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan plan) {
        if (skipped.isEmpty()) {
            out.println("skipped here: nothing");
            return;
        }
        out.println("skipped here, each with its reason:");
        for (String line : skipped) {
            out.println("  " + line);
        }
    }

    /**
     * Fails the session. A listener to tests cannot: JUnit logs what it throws and goes on.
     *
     * @throws IllegalStateException if something was skipped where nothing may be
     */
    @Override
    public synchronized void launcherSessionClosed(LauncherSession session) {
        if (noSkips && !skipped.isEmpty()) {
            throw new IllegalStateException(
                    "SLIPWAY_NO_SKIPS=1, but skipped: " + String.join(", ", skipped));
        }
    }

    private static String name(TestIdentifier test) {
        String where = test.getSource().map(SkipReport::className).orElse("");
        return where.isEmpty() ? test.getDisplayName() : where + ": " + test.getDisplayName();
    }

    private static String className(TestSource source) {
        String name = source instanceof MethodSource method ? method.getClassName() : "";
        return name.substring(name.lastIndexOf('.') + 1);
    }
}

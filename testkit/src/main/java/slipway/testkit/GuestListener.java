package slipway.testkit;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Writes down what becomes of each test at once, so that a JVM that dies has said where. */
final class GuestListener implements TestExecutionListener, AutoCloseable {
    private final Writer out;
    private Optional<TestPlan> plan = Optional.empty();

    GuestListener(Writer out) {
        this.out = out;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = Optional.of(started);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            write(GuestEvent.Kind.STARTED, test, "");
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        write(GuestEvent.Kind.SKIPPED, test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String why = result.getThrowable().map(GuestListener::story).orElse("");
        switch (result.getStatus()) {
            case FAILED -> write(GuestEvent.Kind.FAILED, test, why);
            case ABORTED -> write(GuestEvent.Kind.SKIPPED, test, why);
            case SUCCESSFUL -> {
                // That a class ended well says nothing which its tests did not.
                if (test.isTest()) {
                    write(GuestEvent.Kind.PASSED, test, "");
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        write(new GuestEvent(GuestEvent.Kind.ENDED, "", "", ""));
        out.close();
    }

    private void write(GuestEvent.Kind kind, TestIdentifier test, String text) {
        write(new GuestEvent(kind, where(test), name(test), text));
    }

    private synchronized void write(GuestEvent event) {
        try {
            out.write(event.line() + "\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String where(TestIdentifier test) {
        TestSource source = test.getSource().orElse(null);
        if (source instanceof MethodSource method) {
            return method.getClassName();
        }
        return source instanceof ClassSource type ? type.getClassName() : "";
    }

    /** With the names of what it is in, up to the class: a parameterized test has many. */
    private String name(TestIdentifier test) {
        StringBuilder name = new StringBuilder();
        Optional<TestIdentifier> at = Optional.of(test);
        while (at.isPresent() && !(at.get().getSource().orElse(null) instanceof ClassSource)) {
            name.insert(0, (name.isEmpty() ? "" : " > ")).insert(0, at.get().getDisplayName());
            TestIdentifier child = at.get();
            at = plan.flatMap(all -> all.getParent(child));
        }
        return name.toString();
    }

    private static String story(Throwable thrown) {
        StringWriter story = new StringWriter();
        thrown.printStackTrace(new PrintWriter(story));
        return story.toString();
    }
}

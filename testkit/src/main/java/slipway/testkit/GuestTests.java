package slipway.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.TestAbortedException;

/**
 * Runs the tests of a module that are {@link InGuest} or {@link OnlyInGuest} there, all in one JVM
 * of the JDK that runs this, and gives each as a test of its own:
 *
 * <pre>{@code
 * @NeedsGuest
 * class GuestTest {
 *     @TestFactory
 *     List<DynamicNode> in_the_guest() {
 *         return GuestTests.beside(GuestTest.class);
 *     }
 * }
 * }</pre>
 *
 * System property {@code slipway.guest.only} leaves only the classes that have it in their names.
 */
public final class GuestTests {
    static final String TAG = "in-guest";

    private GuestTests() {}

    /**
     * Runs what is compiled into the same directory or archive as {@code test}.
     *
     * @throws AssertionError if the guest did not run them to the end, with all it said
     */
    public static List<DynamicNode> beside(Class<?> test) {
        String only = System.getProperty("slipway.guest.only", "");
        List<String> classes = new ArrayList<>();
        for (String name : tagged(rootOf(test))) {
            if (name.contains(only)) {
                classes.add(name);
            }
        }
        return classes.isEmpty() ? List.of() : nodes(run(classes));
    }

    /** Boots, runs the tagged tests of these classes, and tells what became of each. */
    static List<GuestEvent> run(List<String> classes) {
        try {
            Path job = Files.createDirectories(Path.of("target", "guest").toAbsolutePath());
            Path events = job.resolve("events");
            Files.deleteIfExists(events);
            Run.Result result = Guest.run(job, commandLine(classes));
            System.out.print(result.stdout());
            System.err.print(result.stderr());
            List<GuestEvent> seen = new ArrayList<>();
            if (Files.exists(events)) {
                for (String line : Files.readAllLines(events)) {
                    seen.add(GuestEvent.parse(line));
                }
            }
            return outcomes(seen, result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One for each test or class; what has no end failed. */
    static List<GuestEvent> outcomes(List<GuestEvent> seen, Run.Result result) {
        List<GuestEvent> outcomes = new ArrayList<>();
        List<GuestEvent> running = new ArrayList<>();
        boolean ended = false;
        for (GuestEvent event : seen) {
            running.removeIf(event::isAboutTheSameAs);
            switch (event.kind()) {
                case STARTED -> running.add(event);
                case ENDED -> ended = true;
                default -> outcomes.add(event);
            }
        }
        for (GuestEvent cut : running) {
            String text = "did not end: " + result;
            outcomes.add(new GuestEvent(GuestEvent.Kind.FAILED, cut.where(), cut.name(), text));
        }
        if (running.isEmpty() && (!ended || result.exitCode() != 0 || outcomes.isEmpty())) {
            throw new AssertionError("the tests in the guest did not all run: " + result);
        }
        return outcomes;
    }

    static List<DynamicNode> nodes(List<GuestEvent> outcomes) {
        Map<String, List<DynamicTest>> byClass = new LinkedHashMap<>();
        for (GuestEvent outcome : outcomes) {
            String name = outcome.name().isEmpty() ? "the class" : outcome.name();
            byClass.computeIfAbsent(outcome.where(), where -> new ArrayList<>())
                    .add(DynamicTest.dynamicTest(name, () -> replay(outcome)));
        }
        List<DynamicNode> nodes = new ArrayList<>();
        byClass.forEach(
                (where, tests) -> {
                    String name = where.substring(where.lastIndexOf('.') + 1);
                    nodes.add(DynamicContainer.dynamicContainer(name + " in the guest", tests));
                });
        return nodes;
    }

    private static void replay(GuestEvent outcome) {
        switch (outcome.kind()) {
            case FAILED -> throw new AssertionError("in the guest: " + outcome.text());
            case SKIPPED -> throw new TestAbortedException("in the guest: " + outcome.text());
            default -> {}
        }
    }

    /** As the build starts its JVMs, but for compilers: the guest is too slow for the second. */
    private static List<String> commandLine(List<String> classes) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:-UsePerfData"));
        command.addAll(List.of("-XX:-MaxFDLimit", "-XX:-UseContainerSupport"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add("-Dslipway.root=" + Repository.root());
        String classPath = System.getProperty("java.class.path");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", classPath));
        command.addAll(List.of(GuestMain.class.getName(), "/job/events"));
        command.addAll(classes);
        return command;
    }

    /** The classes with a tagged test; found here, where it takes a moment. */
    private static Set<String> tagged(Path root) {
        TestPlan plan =
                LauncherFactory.create(GuestMain.alone())
                        .discover(
                                LauncherDiscoveryRequestBuilder.request()
                                        .selectors(selectClasspathRoots(Set.of(root)))
                                        .filters(TagFilter.includeTags(TAG))
                                        .build());
        Set<String> classes = new TreeSet<>();
        for (TestIdentifier engine : plan.getRoots()) {
            for (TestIdentifier test : plan.getDescendants(engine)) {
                if (test.getSource().orElse(null) instanceof ClassSource type) {
                    classes.add(type.getClassName());
                }
            }
        }
        return classes;
    }

    private static Path rootOf(Class<?> test) {
        try {
            return Path.of(test.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}

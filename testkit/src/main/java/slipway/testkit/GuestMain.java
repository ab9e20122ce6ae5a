package slipway.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The JVM in the guest: runs the tests of the classes that are named and have the tag. */
final class GuestMain {
    private GuestMain() {}

    /**
     * Ends with status 0 when all tests have run, however they went.
     *
     * @param arguments the file for {@link GuestEvent}s, then the names of classes
     */
    public static void main(String[] arguments) throws IOException {
        List<String> classes = List.of(arguments).subList(1, arguments.length);
        try (GuestListener listener =
                new GuestListener(Files.newBufferedWriter(Path.of(arguments[0])))) {
            try (LauncherSession session = LauncherFactory.openSession(alone())) {
                Launcher launcher = session.getLauncher();
                launcher.registerTestExecutionListeners(listener);
                launcher.execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(classes.stream().map(name -> selectClass(name)).toList())
                                .filters(TagFilter.includeTags(GuestTests.TAG))
                                .build());
            }
        }
        // Threads that a test left behind do not hold the machine.
        System.exit(0);
    }

    /** Without {@link SkipReport}: what is skipped here is reported where the results go. */
    static LauncherConfig alone() {
        return LauncherConfig.builder()
                .enableLauncherSessionListenerAutoRegistration(false)
                .build();
    }
}

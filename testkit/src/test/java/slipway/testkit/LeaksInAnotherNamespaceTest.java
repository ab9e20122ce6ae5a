package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Leaks that would touch the machine are made by a second JVM in namespaces of its own, which end
 * with it; its {@code main} runs one fixture and prints the failures.
 */
class LeaksInAnotherNamespaceTest {
    @NothingLeaks
    static class LeavesAMount {
        @Test
        void leaves_it() throws IOException {
            Path directory = Files.createTempDirectory("mount");
            Run.output("mount", "-t", "tmpfs", "left-behind", directory.toString());
        }
    }

    @NothingLeaks
    static class MountsElsewhere {
        @Test
        void is_not_looked_at() {
            Run.output("mount", "-t", "tmpfs", "not-below-our-directories", "/mnt");
        }
    }

    @NothingLeaks
    static class LeavesAnInterface {
        @Test
        void leaves_it() {
            Run.output("ip", "link", "add", "left0", "type", "veth", "peer", "name", "left1");
        }
    }

    public static void main(String[] arguments) throws ClassNotFoundException {
        for (String failure : Fixture.failures(Class.forName(arguments[0]), false)) {
            System.out.println(failure);
        }
    }

    @TempDir private Path directory;

    @Test
    @NeedsUnprivilegedUserNamespaces
    void a_mount_below_the_temporary_directory_is_named() {
        assertThat(inOwnNamespaces(LeavesAMount.class))
                .contains("mount on " + directory, "tmpfs left-behind");
    }

    @Test
    @NeedsUnprivilegedUserNamespaces
    void a_mount_elsewhere_is_somebody_elses() {
        assertThat(inOwnNamespaces(MountsElsewhere.class)).isEmpty();
    }

    @Test
    @NeedsUnprivilegedUserNamespaces
    @NeedsProgram(value = "ip", debian = "iproute2")
    void a_network_interface_is_named() {
        assertThat(inOwnNamespaces(LeavesAnInterface.class))
                .contains("network interface left0", "network interface left1");
    }

    private String inOwnNamespaces(Class<?> fixture) {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return Run.program(
                        List.of(
                                "unshare",
                                "--user",
                                "--map-root-user",
                                "--mount",
                                "--net",
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Djava.io.tmpdir=" + directory,
                                "-cp",
                                classPath,
                                LeaksInAnotherNamespaceTest.class.getName(),
                                fixture.getName()))
                .within(Duration.ofSeconds(60))
                .result()
                .succeeded()
                .stdout();
    }
}

package slipway.lessons.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.linux.Constants.CLONE_NEWIPC;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.CLONE_NEWUTS;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.namespaces.IdMapPlanner;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.testkit.NothingLeaks;

/**
 * A lesson that tries to harm the machine, by the kit's own classes and past the lab. What it would
 * harm is a room of namespaces around the whole session: a hole in the guard costs a test, and not
 * the name of this machine.
 */
@NothingLeaks
class GuardTest {
    @TempDir private Path folder;

    /** Takes a lesson in a JVM of its own. */
    public static final class Scene {
        private Scene() {}

        public static void main(String[] words) throws Exception {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
            Path file = Path.of(words[0]);
            int status =
                    new LessonCommand(file.getParent(), out)
                            .take(file, InputStream.nullInputStream());
            Files.write(Path.of(words[1]), bytes.toByteArray());
            System.exit(status);
        }
    }

    @Test
    void a_lesson_cannot_change_the_machine_that_it_runs_on() throws Exception {
        Path lesson = folder.resolve("88-harm.jsh");
        try (InputStream in = GuardTest.class.getResourceAsStream("harm.jsh")) {
            Files.copy(java.util.Objects.requireNonNull(in), lesson);
        }
        Path said = folder.resolve("said");
        String hostname = Files.readString(Path.of("/proc/sys/kernel/hostname"));
        String mounts = Files.readString(Path.of("/proc/self/mountinfo"));

        ExitStatus end = inRoom(List.of(lesson.toString(), said.toString()));

        String text = Files.exists(said) ? Files.readString(said) : "";
        assertThat(end).as(text).isEqualTo(ExitStatus.exited(0));
        assertThat(text).contains("[seen] nothing has changed");
        assertThat(Files.readString(Path.of("/proc/sys/kernel/hostname"))).isEqualTo(hostname);
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).isEqualTo(mounts);
    }

    private ExitStatus inRoom(List<String> words) throws Exception {
        List<String> argv = new ArrayList<>();
        argv.add(System.getProperty("java.home") + "/bin/java");
        argv.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 22) argv.add("--enable-native-access=ALL-UNNAMED");
        argv.addAll(List.of("-cp", System.getProperty("java.class.path"), Scene.class.getName()));
        argv.addAll(words);
        List<String> environment = new ArrayList<>();
        System.getenv().forEach((name, value) -> environment.add(name + "=" + value));
        Plan inside =
                Plan.of(Steps.makePrivate("/")).then(Plan.of(Exec.search(argv, environment, "")));
        Launch launch = Launch.of(inside);
        long namespaces = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC;
        Us us = Us.now();
        if (!us.isRoot()) {
            namespaces |= CLONE_NEWUSER;
            launch =
                    launch.withWhileCloned(IdMapPlanner.mapOnly(us.uid(), us.gid()))
                            .withIdentity(IdMapPlanner.becomeRoot(false));
        }
        try (Fd nothing = Fd.open("/dev/null", Constants.O_RDWR, 0);
                Launcher launcher = new Launcher();
                Child child =
                        launcher.start(
                                launch.withNamespaces(namespaces)
                                        .withFds(Map.of(0, nothing, 1, nothing, 2, Fd.STDERR)))) {
            return child.await();
        }
    }
}

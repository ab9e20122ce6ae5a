package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class NothingLeaksTest {
    @NothingLeaks
    static class LeavesAProcess {
        @Test
        void leaves_it() throws IOException {
            new ProcessBuilder("sleep", "987").start();
        }
    }

    @NothingLeaks
    static class LeavesAnOrphan {
        @Test
        void leaves_it() {
            Run.output("sh", "-c", "sleep 986 >/dev/null 2>&1 &");
        }
    }

    @NothingLeaks
    static class LeavesAnOpenFile {
        @Test
        void leaves_it() throws IOException {
            Leftovers.STREAMS.add(new FileInputStream("/proc/self/limits"));
        }
    }

    @NothingLeaks(tempDirs = true)
    static class LeavesAFileInItsTempDir {
        @TempDir private Path directory;

        @Test
        void leaves_it() throws IOException {
            Files.createDirectories(directory.resolve("a/b"));
            Files.writeString(directory.resolve("a/file"), "");
        }
    }

    static class LeavesAFileInARegisteredDirectory {
        @TempDir private Path directory;

        @RegisterExtension
        final LeakCheck leaks = LeakCheck.watching(() -> directory.resolve("state"));

        @Test
        void leaves_it() throws IOException {
            Files.createDirectories(directory.resolve("state/of-a-container"));
        }
    }

    @NothingLeaks(tempDirs = true)
    static class TidiesUp {
        @TempDir private Path directory;

        @Test
        void leaves_nothing() throws IOException {
            try (InputStream in = Files.newInputStream(Path.of("/proc/self/limits"));
                    DirectoryStream<Path> list = Files.newDirectoryStream(directory)) {
                assertThat(in.read()).isPositive();
                assertThat(list).isEmpty();
            }
            Path file = Files.writeString(directory.resolve("x"), Run.output("uname"));
            Files.delete(file);
        }

        @Test
        void leaves_something_that_goes_by_itself() throws IOException {
            new ProcessBuilder("sleep", "0.5").start();
        }
    }

    @Test
    void a_child_that_still_runs_is_named_with_pid_state_and_command() throws Exception {
        List<String> failures = Fixture.failures(LeavesAProcess.class, false);
        ProcessHandle child = child("sleep 987");
        child.destroyForcibly();
        child.onExit().get();
        assertThat(failures)
                .singleElement()
                .asString()
                .contains("process " + child.pid() + " (sleep), state S", "sleep 987");
    }

    @Test
    void an_orphan_is_found_by_the_mark_of_the_test_run() throws Exception {
        List<String> failures = Fixture.failures(LeavesAnOrphan.class, false);
        String pid = Run.output("pgrep", "-n", "-f", "^sleep 986$");
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
        assertThat(failures)
                .singleElement()
                .asString()
                .contains("orphaned process " + pid, "sleep 986");
    }

    @Test
    void an_open_file_is_named_with_number_and_target() throws IOException {
        List<String> failures = Fixture.failures(LeavesAnOpenFile.class, false);
        Leftovers.closeStreams();
        assertThat(failures)
                .singleElement()
                .asString()
                .containsPattern("open file \\d+ -> /proc/\\d+/limits");
    }

    @Test
    void files_and_directories_are_named_where_the_test_asks_for_it() {
        assertThat(Fixture.failures(LeavesAFileInItsTempDir.class, false))
                .singleElement()
                .asString()
                .containsPattern("directory /.*/a/b\n")
                .containsPattern("file /.*/a/file\n");
        assertThat(Fixture.failures(LeavesAFileInARegisteredDirectory.class, false))
                .singleElement()
                .asString()
                .contains("state/of-a-container");
    }

    @Test
    void a_test_that_tidies_up_passes() {
        assertThat(Fixture.failures(TidiesUp.class, false)).isEmpty();
    }

    private static ProcessHandle child(String commandLine) {
        return ProcessHandle.current()
                .children()
                .filter(child -> words(child).equals(commandLine))
                .findFirst()
                .orElseThrow();
    }

    private static String words(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        return Proc.read(file).replace('\0', ' ').strip();
    }
}

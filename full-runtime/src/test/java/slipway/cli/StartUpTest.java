package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.testkit.Jdks;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.Run;

/** What a cold start loads, and that the archives of class data are there, used, and optional. */
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(value = "busybox", debian = "busybox-static")
class StartUpTest {
    private static final String[] HELLO = {
        "run", "--rootfs", Installed.busybox().toString(), "--", "echo", "hello"
    };

    /** Each was met on the way of a run once, or nearly, and cost it 3 to 300 ms. */
    private static final List<String> SLOW =
            List.of(
                    "jnr.",
                    "picocli.",
                    "com.google.gson.",
                    "com.kenai.jffi.Platform",
                    "com.kenai.jffi.MemoryIO",
                    "com.kenai.jffi.CallContext",
                    "java.util.regex.Pattern",
                    "java.util.stream.",
                    "java.util.Formatter",
                    "java.security.SecureRandom",
                    "java.lang.runtime.ObjectMethods",
                    "slipway.linux.TextTable",
                    "slipway.linux.FamilyNames",
                    "slipway.linux.SyscallManual");

    /** Those of this machine that matter: the oldest we support, and the newest. */
    static Stream<Path> javas() {
        return Stream.concat(Jdks.of(17).stream(), Stream.of(Jdks.newest()))
                .map(Jdks.Jdk::java)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("javas")
    void a_run_takes_all_but_a_few_classes_from_the_archive(Path java, @TempDir Path folder)
            throws IOException {
        List<String> loaded = classesLoadedBy(Installed.command(java, "slipway.cli.Main"), folder);
        assertThat(loaded).anyMatch(line -> line.contains("slipway.cli.Main "));
        assertThat(loaded.stream().filter(line -> !line.contains("shared objects file")).toList())
                .hasSizeLessThan(10);
    }

    @ParameterizedTest
    @MethodSource("javas")
    void so_does_a_run_in_the_built_in_root_once_it_is_made(Path java, @TempDir Path folder)
            throws IOException {
        Path own = Files.createDirectory(Installed.opened(folder).resolve("own"));
        List<String> start = new ArrayList<>(Caller.USER.prefix());
        start.addAll(List.of("env", "XDG_DATA_HOME=" + Caller.USER.own(own)));
        start.addAll(Installed.command(java, "slipway.cli.Main"));
        String[] hello = {"run", "--", "echo", "hello"};
        classesLoadedBy(start, own, hello);
        assertThat(classesLoadedBy(start, own, hello))
                .filteredOn(line -> !line.contains("shared objects file"))
                .hasSizeLessThan(10);
    }

    @ParameterizedTest
    @MethodSource("javas")
    void a_run_loads_nothing_that_is_slow_at_first_use(Path java, @TempDir Path folder)
            throws IOException {
        List<String> loaded = classesLoadedBy(withoutArchive(java), folder);
        assertThat(loaded).hasSizeGreaterThan(400);
        assertThat(loaded.stream().filter(StartUpTest::isSlow).toList()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("javas")
    @NeedsRoot
    void a_run_with_limits_takes_all_but_a_few_from_the_archive_and_nothing_slow(
            Path java, @TempDir Path folder) throws IOException {
        List<String> words = new ArrayList<>(List.of(HELLO));
        words.addAll(1, List.of("-m", "64m", "--pids-limit", "9"));
        List<String> loaded =
                classesLoadedBy(
                        Installed.command(java, "slipway.cli.Main"),
                        folder,
                        words.toArray(new String[0]));
        assertThat(loaded)
                .filteredOn(line -> !line.contains("shared objects file"))
                .hasSizeLessThan(10);
        // In the archive of a newer JDK classes are loaded that nobody has asked for.
        List<String> asked =
                classesLoadedBy(withoutArchive(java), folder, words.toArray(new String[0]));
        assertThat(asked.stream().filter(StartUpTest::isSlow).toList()).isEmpty();
    }

    private static boolean isSlow(String line) {
        return SLOW.stream().anyMatch(line::startsWith)
                || (line.startsWith("slipway.") && line.contains("$$Lambda"));
    }

    @ParameterizedTest
    @MethodSource("javas")
    void the_loader_of_jffi_is_ours(Path java, @TempDir Path folder) throws IOException {
        assertThat(classesLoadedBy(withoutArchive(java), folder))
                .filteredOn(line -> line.startsWith("com.kenai.jffi.internal.StubLoader "))
                .singleElement()
                .asString()
                .contains("/00-");
    }

    @ParameterizedTest
    @MethodSource("javas")
    void the_native_library_is_unpacked_where_nobody_names_it_and_leaves_nothing(
            Path java, @TempDir Path folder) {
        List<String> command = new ArrayList<>(Installed.command(java, "slipway.cli.Main"));
        command.removeIf(word -> word.startsWith("-Dslipway.native="));
        command.add(1, "-Djava.io.tmpdir=" + folder);
        command.addAll(List.of(HELLO));
        assertOnlyHello(Run.program(command).result());
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("javas")
    void a_spoiled_archive_is_passed_over_in_silence(Path java, @TempDir Path folder)
            throws IOException {
        byte[] random = new byte[1 << 16];
        ThreadLocalRandom.current().nextBytes(random);
        Path archive = archiveOf(Installed.command(java, "slipway.cli.Main"));
        byte[] good = Files.readAllBytes(archive);
        List<byte[]> others = new ArrayList<>(List.of(new byte[0], random));
        for (int part : new int[] {100, 5000, good.length / 2, good.length - 5000}) {
            others.add(Arrays.copyOf(good, part));
        }
        for (Path other : javas().toList()) {
            if (other.equals(java)) continue;
            others.add(Files.readAllBytes(archiveOf(Installed.command(other, "slipway.cli.Main"))));
        }
        for (byte[] spoiled : others) {
            Path file = Files.write(folder.resolve("spoiled.archive"), spoiled);
            List<String> command = new ArrayList<>(Installed.command(java, "slipway.cli.Main"));
            command.replaceAll(word -> word.replace(archive.toString(), file.toString()));
            command.addAll(List.of(HELLO));
            assertOnlyHello(Run.program(command).result());
        }
    }

    @ParameterizedTest
    @MethodSource("javas")
    void a_moved_tree_runs_as_ever_and_its_owner_gets_a_new_archive(
            Path java, @TempDir Path folder) {
        Path moved = folder.resolve("elsewhere");
        Run.output("cp", "-a", Installed.home().toString(), moved.toString());
        assertOnlyHello(script(moved, java).environment("SLIPWAY_NO_BUILD", "1").result());
        assertThat(archivesIn(moved)).isEmpty();
        assertOnlyHello(script(moved, java).result());
        assertThat(archivesIn(moved)).hasSize(1);
    }

    @Test
    void a_stranger_and_a_tree_that_cannot_be_written_to_change_nothing(@TempDir Path folder) {
        Path java = Jdks.newest().java();
        Path moved = Installed.opened(folder).resolve("elsewhere");
        Run.output("cp", "-a", Installed.home().toString(), moved.toString());
        Run.output("chmod", "-R", "a-w", moved.toString());
        List<String> command = new ArrayList<>(Caller.USER.prefix());
        command.add(moved + "/slipway");
        command.addAll(List.of(HELLO));
        assertOnlyHello(Run.program(command).environment("SLIPWAY_JAVA", java.toString()).result());
        assertThat(archivesIn(moved)).isEmpty();
    }

    private static Run script(Path home, Path java) {
        List<String> command = new ArrayList<>(List.of(home + "/slipway"));
        command.addAll(List.of(HELLO));
        return Run.program(command).environment("SLIPWAY_JAVA", java.toString());
    }

    private static List<String> archivesIn(Path home) {
        return Run.output("find", home.toString(), "-path", "*/at" + home + "/*", "-type", "f")
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static void assertOnlyHello(Run.Result result) {
        assertThat(result.succeeded().stdout()).isEqualTo("hello\n");
        assertThat(result.stderr()).isEmpty();
    }

    private static Path archiveOf(List<String> command) {
        for (String word : command) {
            if (word.endsWith(".archive")) return Path.of(word.substring(word.indexOf('=') + 1));
        }
        throw new AssertionError("no archive in " + command);
    }

    private static List<String> withoutArchive(Path java) {
        List<String> command = new ArrayList<>(Installed.command(java, "slipway.cli.Main"));
        command.removeIf(word -> word.endsWith(".archive"));
        return command;
    }

    /** One line for each class: its name, and where it came from. */
    private static List<String> classesLoadedBy(List<String> start, Path folder)
            throws IOException {
        return classesLoadedBy(start, folder, HELLO);
    }

    private static List<String> classesLoadedBy(List<String> start, Path folder, String... words)
            throws IOException {
        Path log = folder.resolve("classes");
        List<String> command = new ArrayList<>(start);
        command.add(command.indexOf("-cp"), "-Xlog:class+load:file=" + log + ":none");
        command.addAll(List.of(words));
        assertOnlyHello(Run.program(command).result());
        return Files.readAllLines(log);
    }
}

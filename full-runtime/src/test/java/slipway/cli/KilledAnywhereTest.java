package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/**
 * Commands that are killed, at any moment, by a signal that they cannot see. After {@code doctor
 * --gc} everything is as if they had never begun, or as if they had been let alone.
 */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "tar"},
        debian = {"busybox-static", "util-linux", "tar"})
class KilledAnywhereTest {
    private static final int MOMENTS = 10;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final String mark = "MARK_OF_THIS_TEST=" + Long.toHexString(seed);

    @TempDir private Path directory;
    private Path data = Path.of("/");
    private Path archive = Path.of("/");

    @BeforeEach
    void a_place_of_our_own() throws IOException {
        System.out.println("seed " + seed);
        Installed.opened(directory);
        archive = SmallImage.save(directory, "small");
        data = Files.createDirectories(directory.resolve("data"));
    }

    @AfterEach
    void nobody_is_left() {
        assertThat(marked()).as("processes with our mark").isEmpty();
        assertThat(Run.output("cat", "/proc/self/mountinfo")).doesNotContain(directory.toString());
    }

    @Test
    @NeedsRoot
    void a_load_by_root_is_done_or_never_began() throws Exception {
        load(Caller.ROOT);
    }

    @Test
    void a_load_by_a_user_is_done_or_never_began() throws Exception {
        Caller.USER.own(data);
        load(Caller.USER);
    }

    private void load(Caller caller) throws Exception {
        long usual = millis(slipway(caller, "load", "-i", archive.toString()));
        slipway(caller, "run", "small", "true").output();
        slipway(caller, "rmi", "small").output();
        TreeSet<String> empty = files();
        int whole = 0;
        for (int i = 0; i < MOMENTS; i++) {
            String said = killed(slipway(caller, "load", "-i", archive.toString()), usual);
            collect(caller);
            boolean known = slipway(caller, "images").output().contains("small");
            if (said.contains("small")) assertThat(known).as("seed %d: %s", seed, said).isTrue();
            if (known) {
                whole++;
                String shell = "echo works";
                assertThat(slipway(caller, "run", "small", "sh", "-c", shell).output())
                        .isEqualTo("works\n");
                slipway(caller, "rmi", "small").output();
            }
            assertThat(files()).as("seed %d, after %s", seed, said).isEqualTo(empty);
        }
        System.out.println(whole + " of " + MOMENTS + " loads were done when they were killed");
    }

    @Test
    @NeedsRoot
    void a_run_by_root_leaves_no_process_no_layer_and_no_group() throws Exception {
        run(Caller.ROOT, "-m", "64m");
    }

    @Test
    void a_run_by_a_user_leaves_no_process_and_no_layer() throws Exception {
        Caller.USER.own(data);
        run(Caller.USER);
    }

    private void run(Caller caller, String... options) throws Exception {
        slipway(caller, "load", "-i", archive.toString()).output();
        List<String> words = new ArrayList<>(List.of("run", "-e", mark));
        words.addAll(List.of(options));
        words.addAll(List.of("small", "sh", "-c", "echo x >/new; sleep 0.1; rm /bin/ls"));
        Slipway container = slipway(caller, words.toArray(new String[0]));
        long usual = millis(container);
        collect(caller);
        TreeSet<String> before = files();
        for (int i = 0; i < MOMENTS; i++) {
            String said = killed(container, usual);
            collect(caller);
            assertThat(files()).as("seed %d, after %s", seed, said).isEqualTo(before);
            assertThat(marked()).as("seed %d", seed).isEmpty();
        }
        assertThat(slipway(caller, "run", "small", "ls", "/bin/ls").output())
                .isEqualTo("/bin/ls\n");
    }

    @Test
    @NeedsRoot
    void each_command_of_an_engine_is_done_or_never_began() throws Exception {
        long create = 0;
        long start = 0;
        long delete = 0;
        for (int i = 0; i < 3 * MOMENTS; i++) {
            OciBundle bundle = new OciBundle(place(i), "sleep", "1000");
            try {
                if (i == 0) {
                    create = millis(() -> create(bundle));
                    start = millis(() -> bundle.oci("start", bundle.id()).succeeded());
                    bundle.oci("kill", bundle.id(), "KILL").succeeded();
                    delete = millis(() -> bundle.oci("delete", "--force", bundle.id()).succeeded());
                } else if (i % 3 == 0) {
                    killedCreate(bundle, create);
                } else {
                    create(bundle);
                    if (i % 3 == 1) killedStart(bundle, start);
                    else killedDelete(bundle, delete);
                }
            } finally {
                bundle.clean();
            }
            assertThat(bundle.group("memory")).as("seed %d, round %d", seed, i).doesNotExist();
            String[] states = bundle.states().toFile().list();
            if (states != null) assertThat(states).as("seed %d, round %d", seed, i).isEmpty();
        }
    }

    private void killedCreate(OciBundle bundle, long usual) throws Exception {
        Path place = bundle.states().getParent();
        String[] words = {"create", "--bundle", place.toString(), bundle.id()};
        boolean done = killed(bundle.command(words), usual);
        collectOf(bundle);
        boolean there = bundle.oci("state", bundle.id()).exitCode() == 0;
        if (done) assertThat(there).as("seed %d: created, and lost", seed).isTrue();
        if (!there) {
            assertThat(bundle.group("memory")).as("seed %d", seed).doesNotExist();
            return;
        }
        assertThat(bundle.status()).as("seed %d", seed).isIn("created", "stopped");
        if (!bundle.status().equals("created")) return;
        bundle.oci("start", bundle.id()).succeeded();
        assertThat(bundle.status()).isEqualTo("running");
    }

    private void killedStart(OciBundle bundle, long usual) throws Exception {
        boolean done = killed(bundle.command("start", bundle.id()), usual);
        collectOf(bundle);
        assertThat(bundle.status()).as("seed %d", seed).isIn("created", "running");
        if (done) assertThat(bundle.status()).as("seed %d", seed).isEqualTo("running");
        // If it was killed right after it let the container go, that may begin to run only now.
        if (bundle.status().equals("created")) bundle.oci("start", bundle.id());
        assertThat(bundle.status()).as("seed %d", seed).isEqualTo("running");
    }

    private void killedDelete(OciBundle bundle, long usual) throws Exception {
        bundle.oci("start", bundle.id()).succeeded();
        boolean done = killed(bundle.command("delete", "--force", bundle.id()), usual);
        collectOf(bundle);
        boolean there = bundle.oci("state", bundle.id()).exitCode() == 0;
        if (done) assertThat(there).as("seed %d", seed).isFalse();
        if (there) bundle.oci("delete", "--force", bundle.id()).succeeded();
    }

    private static void create(OciBundle bundle) {
        bundle.create().succeeded();
    }

    private Path place(int round) throws IOException {
        return Files.createDirectory(directory.resolve("bundle" + round));
    }

    /** The states of a bundle are in no usual place, where {@code --gc} would look. */
    private static void collectOf(OciBundle bundle) {
        Run.program(
                        "env",
                        "SLIPWAY_JAVA=" + System.getProperty("java.home"),
                        Installed.home().resolve("slipway").toString(),
                        "doctor",
                        "--gc",
                        "--root",
                        bundle.states().toString())
                .result()
                .succeeded();
    }

    private void collect(Caller caller) {
        slipway(caller, "doctor", "--gc").output();
    }

    private Slipway slipway(Caller caller, String... words) {
        return Slipway.words(words)
                .as(caller)
                .asCallerBehind("env", "SLIPWAY_DATA=" + data, "TMPDIR=" + directory);
    }

    /** What it had said when it was killed, somewhere in the time that it usually takes. */
    private String killed(Slipway command, long usual) throws Exception {
        File output = directory.resolve("said").toFile();
        Process process =
                new ProcessBuilder("sh", "-c", "exec " + command.line())
                        .redirectErrorStream(true)
                        .redirectOutput(output)
                        .start();
        killSomeWhere(process, usual);
        return Files.readString(output.toPath());
    }

    /** Whether it had ended, and well, before it was killed. */
    private boolean killed(List<String> command, long usual) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("said").toFile())
                        .redirectInput(new File("/dev/null"))
                        .start();
        killSomeWhere(process, usual);
        return process.exitValue() == 0;
    }

    private void killSomeWhere(Process process, long usual) throws InterruptedException {
        Thread.sleep(random.nextLong(usual * 5 / 4 + 1));
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    private static long millis(Slipway command) {
        return millis(command::output);
    }

    /** Of the second time: the first reads files from the disk. */
    private static long millis(Runnable command) {
        long start = System.nanoTime();
        command.run();
        return (System.nanoTime() - start) / 1_000_000;
    }

    private TreeSet<String> files() {
        try (Stream<Path> all = Files.walk(data)) {
            TreeSet<String> names = new TreeSet<>();
            all.forEach(file -> names.add(data.relativize(file).toString()));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> marked() {
        List<String> found = new ArrayList<>();
        for (File process : new File("/proc").listFiles()) {
            try {
                byte[] environment = Files.readAllBytes(process.toPath().resolve("environ"));
                if (new String(environment, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains(mark)) {
                    found.add(process.getName());
                }
            } catch (IOException e) {
                continue; // no process, or not one of ours
            }
        }
        return found;
    }
}

package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NothingLeaks;

/** What a started process has: what was asked for, and nothing of the JVM's (trap 7). */
@NothingLeaks
class InheritanceTest {
    private final Launcher launcher = new Launcher();
    private final List<Fd> opened = new ArrayList<>();

    @TempDir Path folder;

    @AfterEach
    void close() {
        launcher.close();
        for (Fd fd : opened) fd.close();
    }

    /** A process that waits, seen from outside; for ever, so that it is certainly still there. */
    private Child waiting(Map<Integer, Fd> fds) {
        return launcher.start(sleeping(fds));
    }

    private static Launch sleeping(Map<Integer, Fd> fds) {
        return Launch.of(Launches.exec("sleep", "1000")).withFds(fds);
    }

    /** Also the dynamic loader opens a file or two in the child, and closes them again. */
    private static void assertDescriptors(Child child, Map<Integer, String> expected) {
        Eventually.isEqual(() -> ProcessStatus.descriptors(child.pid()), expected);
    }

    private Fd file(String name) throws IOException {
        String path = Files.createFile(folder.resolve(name)).toString();
        Fd fd = Fd.open(path, Constants.O_RDWR, 0);
        opened.add(fd);
        return fd;
    }

    @Test
    void standard_output_and_error_can_change_places() throws IOException {
        Map<Integer, String> ours = ProcessStatus.descriptors(ProcessHandle.current().pid());
        try (Child child = waiting(Map.of(0, Fd.STDIN, 1, Fd.STDERR, 2, Fd.STDOUT))) {
            assertDescriptors(child, Map.of(0, ours.get(0), 1, ours.get(2), 2, ours.get(1)));
        }
    }

    @Test
    void descriptors_that_take_each_others_numbers_all_arrive() throws IOException {
        List<Fd> files = new ArrayList<>();
        for (int i = 0; i < 12; i++) files.add(file("file" + i));
        Random random = new Random();
        for (int round = 0; round < 30; round++) {
            // Chains and rings: targets are numbers that other sources have, and a few low ones.
            List<Integer> targets = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
            for (Fd file : files) targets.add(file.number());
            Collections.shuffle(targets, random);
            Map<Integer, Fd> asked = new HashMap<>();
            Map<Integer, String> expected = new TreeMap<>();
            for (int i = 0; i < files.size(); i++) {
                if (random.nextInt(4) == 0) continue;
                int source = random.nextInt(files.size());
                asked.put(targets.get(i), files.get(source));
                expected.put(targets.get(i), folder.resolve("file" + source).toString());
            }
            try (Child child = waiting(asked)) {
                assertDescriptors(child, expected);
            }
        }
    }

    @Test
    void a_process_may_have_no_descriptor_at_all() throws IOException {
        try (Child child = waiting(Map.of())) {
            assertDescriptors(child, Map.of());
        }
    }

    @Test
    void nothing_else_of_the_JVM_is_open_even_without_CLOEXEC() throws IOException {
        Fd file = file("leaky");
        for (int i = 0; i < 50; i++) {
            Arg duplicate = Arg.flag(Constants.F_DUPFD, Family.FCNTL);
            Call call = Call.of(Syscall.FCNTL, Arg.num(file.number()), duplicate, Arg.num(3 + i));
            opened.add(Fd.owned(LinuxKernel.INSTANCE.call(call)));
        }
        try (Child child = waiting(Map.of(5, file))) {
            assertDescriptors(child, Map.of(5, folder.resolve("leaky").toString()));
        }
        try (Launcher careless = Faults.launcher(Faults.withoutInEntry("close_range"));
                Child child = careless.start(sleeping(Map.of(0, file, 1, file, 2, file)))) {
            assertThat(ProcessStatus.descriptors(child.pid())).hasSizeGreaterThan(50);
        }
    }

    @Test
    void arguments_and_environment_arrive_byte_by_byte() throws IOException {
        List<String> argv =
                List.of(
                        "sh",
                        "-c",
                        "kill -STOP $$",
                        "",
                        " ",
                        "two words",
                        "new\nline",
                        "tab\t",
                        "\"quotes'",
                        "back\\slash",
                        "$pid $PATH `x` *",
                        "Grüße, 世界 \ud83d\udea2",
                        "\u007f\u0001",
                        "x".repeat(100_000));
        List<String> environment = List.of("A=1", "A=2", "EMPTY=", "odd", "B= a=b \n", "Ü=ä");
        Plan plan = Launches.exec(environment, argv.toArray(String[]::new));
        try (Child child = launcher.start(Launch.of(plan))) {
            Path process = Path.of("/proc/" + child.pid());
            assertThat(Files.readString(process.resolve("cmdline")).split("\0", -1))
                    .containsExactlyElementsOf(withEnd(argv));
            assertThat(Files.readString(process.resolve("environ")).split("\0", -1))
                    .containsExactlyElementsOf(withEnd(environment));
        }
    }

    private static List<String> withEnd(List<String> values) {
        List<String> all = new ArrayList<>(values);
        all.add(""); // after the last NUL
        return all;
    }

    @Test
    @NeedsProgram(value = "env", debian = "coreutils")
    void signals_that_our_caller_ignored_or_blocked_work_in_the_child_and_none_is_lost() {
        String output =
                Jvm.ours()
                        .under("env", "--ignore-signal=CHLD,INT,HUP", "--block-signal=USR2,TERM")
                        .run(OddlyStarted.class)
                        .result()
                        .succeeded()
                        .stdout();
        String[] parts = output.split("child:\n");
        assertThat(Long.parseUnsignedLong(ProcessStatus.field(parts[0], "SigIgn"), 16) & 0b11)
                .as("that the caller's wish has reached the JVM")
                .isEqualTo(0b11);
        assertThat(Long.parseUnsignedLong(ProcessStatus.field(parts[1], "SigIgn"), 16)).isZero();
        assertThat(Long.parseUnsignedLong(ProcessStatus.field(parts[1], "SigBlk"), 16)).isZero();
        assertThat(Long.parseUnsignedLong(ProcessStatus.field(parts[1], "SigCgt"), 16)).isZero();
        assertThat(parts[1]).endsWith("exit 42\n");
        assertThat(Long.parseUnsignedLong(ProcessStatus.field(parts[2], "SigIgn"), 16) & 0b11)
                .as("of a child whose program does not set actions")
                .isEqualTo(0b11);
        assertThat(Long.parseUnsignedLong(ProcessStatus.field(parts[3], "SigBlk"), 16))
                .as("of a child whose program does not empty the mask")
                .isNotZero();
    }

    static final class OddlyStarted {
        public static void main(String[] args) throws IOException {
            System.out.println(Files.readString(Path.of("/proc/self/status")));
            try (Launcher launcher = new Launcher()) {
                Launch cat = Launch.of(Launches.exec("cat", "/proc/self/status"));
                System.out.println("child:\n" + Launches.printed(launcher, cat));
                try (Child child = launcher.start(Launches.of("exit 42"))) {
                    System.out.println(child.await());
                }
            }
            for (String call : List.of("rt_sigaction", "rt_sigprocmask")) {
                try (Launcher careless = Faults.launcher(Faults.withoutInMain(call))) {
                    Launch cat = Launch.of(Launches.exec("cat", "/proc/self/status"));
                    System.out.println("child:\n" + Launches.printed(careless, cat));
                }
            }
        }
    }
}

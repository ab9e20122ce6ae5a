package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** What an image's configuration says, and what the command line says instead: docker's rules. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "tar"},
        debian = {"busybox-static", "util-linux", "tar"})
class RunImageConfigTest {
    private static final String CONFIG =
            "{'Entrypoint':['echo','entry'],'Cmd':['cmd'],'Env':['A=image','B=image','PATH=/bin'],"
                    + "'WorkingDir':'/made/here','StopSignal':'SIGUSR2'}";

    @TempDir private static Path shared;
    private static Path data = Path.of("/");

    @TempDir private Path directory;

    @BeforeAll
    static void images() throws IOException {
        Installed.opened(shared);
        data = Files.createDirectory(shared.resolve("of-caller")).resolve("data");
        Caller.USER.own(data.getParent());
        load(TinyImage.ofBusybox(shared.resolve("full")).config(CONFIG).saved("full:1"));
        load(TinyImage.ofBusybox(shared.resolve("bare")).saved("bare:1"));
        String user = "{'User':'nobody','Cmd':['id','-u']}";
        load(TinyImage.ofBusybox(shared.resolve("user")).config(user).saved("user:1"));
    }

    private static void load(Path archive) {
        slipway("load", "-q", "-i", archive.toString()).output();
    }

    private static Slipway slipway(String... words) {
        return Slipway.words(words).asCallerBehind("env", "SLIPWAY_DATA=" + data);
    }

    private static Slipway run(String... words) {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(words));
        return slipway(all.toArray(new String[0]));
    }

    private static String refusal(String... words) {
        Run.Result result = run(words).result();
        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr().lines()).hasSize(1);
        return result.stderr();
    }

    @Test
    void words_replace_the_command_and_go_behind_the_entry_point() {
        assertThat(run("full:1").output()).isEqualTo("entry cmd\n");
        assertThat(run("full:1", "a", "b").output()).isEqualTo("entry a b\n");
        assertThat(run("full:1", "--", "-n").output()).isEqualTo("entry -- -n\n");
    }

    @Test
    void an_entry_point_of_the_callers_replaces_both() {
        assertThat(run("--entrypoint", "pwd", "full:1").output()).isEqualTo("/made/here\n");
        assertThat(run("--entrypoint", "echo", "full:1", "x").output()).isEqualTo("x\n");
    }

    @Test
    void the_callers_variables_and_folder_come_before_the_images() {
        String script = "echo $A $B $C $PATH; pwd";
        String sh = "/bin/sh";
        assertThat(run("--entrypoint", sh, "full:1", "-c", script).output())
                .isEqualTo("image image /bin\n/made/here\n");
        assertThat(
                        run("-e", "B=mine", "-e", "C=c", "-w", "/x/y", "--entrypoint", sh, "full:1")
                                .stdin((script + "\n").getBytes())
                                .output())
                .isEqualTo("image mine c /bin\n/x/y\n");
    }

    @Test
    void the_user_is_looked_up_in_the_image() {
        Caller.ROOT.prefix(); // an ordinary caller without subordinate ids can be nobody but root
        Path archive =
                TinyImage.ofBusybox(directory.resolve("user"))
                        .config("{'User':'nobody','Cmd':['id','-u']}")
                        .saved("user:1");
        Path roots = directory.resolve("data");
        ImageUser.ROOT.load(roots, archive);
        assertThat(ImageUser.ROOT.slipway(roots, "run", "user:1").output()).isEqualTo("65534\n");
        int uid = 1 + new Random().nextInt(60_000);
        assertThat(ImageUser.ROOT.slipway(roots, "run", "-u", "" + uid, "user:1").output())
                .isEqualTo(uid + "\n");
    }

    @Test
    void an_image_that_does_not_say_what_to_run_needs_to_be_told() {
        assertThat(refusal("bare:1"))
                .contains("the image does not say what to run. Try: slipway run IMAGE and");
        assertThat(run("bare:1", "echo", "x").output()).isEqualTo("x\n");
    }

    @Test
    void dashes_between_image_and_command_are_no_program() {
        assertThat(refusal("bare:1", "--", "sh")).contains("-- is none. Try: slipway run IMAGE");
        assertThat(refusal("base", "--", "sh")).contains("-- is none. Try: slipway run IMAGE");
    }

    @Test
    void without_an_image_the_base_is_taken_only_if_dashes_or_its_name_say_so() {
        assertThat(run("base", "echo", "x").output()).isEqualTo("x\n");
        assertThat(run("--", "echo", "x").output()).isEqualTo("x\n");
        assertThat(refusal("true"))
                .contains("there is no image 'true' here", "slipway run -- true, for a command");
    }

    @Test
    void a_name_that_is_nearly_right_is_offered() {
        assertThat(refusal("ful:1")).contains("there is no image 'ful:1' here, but full:1. Try:");
        assertThat(refusal("full")).contains("there is no image 'full' here, but full:1. Try:");
        assertThat(refusal("fastidious")).contains("'fastidious' here. Try:");
    }

    @Test
    void what_docker_has_and_slipway_has_not_is_answered_with_what_there_is() {
        assertThat(refusal("-p", "80:80", "bare:1"))
                .contains("and no network yet. Try: slipway-oci");
        Run.Result pull = slipway("pull", "debian:12").result();
        assertThat(pull.exitCode()).isEqualTo(125);
        assertThat(pull.stderr()).contains("Try: skopeo copy docker://", "slipway load -i");
    }

    @ParameterizedTest
    @EnumSource
    void a_program_gets_the_images_stop_signal_or_the_callers_for_SIGTERM(StopSignal from)
            throws Exception {
        String trap = "trap 'echo $0; exit 7' " + from.name + "; echo ready; ";
        String script = trap + "while :; do sleep 0.1; done";
        List<String> words = new ArrayList<>(List.of("--entrypoint", "/bin/sh"));
        if (from == StopSignal.OF_CALLER) words.addAll(List.of("--stop-signal", from.name));
        words.addAll(List.of("full:1", "-c", script, "stopped"));
        Process process =
                new ProcessBuilder("sh", "-c", "exec " + run(words.toArray(new String[0])).line())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("ready");
            Run.output("kill", "-TERM", Long.toString(process.pid()));
            assertThat(process.inputReader().readLine()).isEqualTo("stopped");
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(7);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Who says which signal stops the container. */
    enum StopSignal {
        OF_IMAGE("USR2"),
        OF_CALLER("QUIT");

        private final String name;

        StopSignal(String name) {
            this.name = name;
        }
    }
}

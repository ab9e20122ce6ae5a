package slipway.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.SIGKILL;
import static slipway.linux.Constants.SIGTERM;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.ProcStatus;
import slipway.plan.Plan;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** Process numbers and what the first process has to do, as the host sees it. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@DisplayNameGeneration(Claims.class)
class PidFactsTest {
    private static final Duration A_WHILE = Duration.ofMillis(300);

    /** How the kernel numbers the first of all PID namespaces. */
    private static final String FIRST = "pid:[4026531836]";

    /** MAX_PID_NS_LEVEL of the kernel. */
    private static final int DEEPEST = 32;

    @TempDir private Path folder;
    private Scene scene;

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private Child shell(String... lines) throws IOException {
        return scene.start(Scene.apart(0, Scene.shell(lines)));
    }

    @Fact("F9")
    @NeedsProgram(value = "timeout", debian = "coreutils")
    void the_caller_of_unshare_stays() throws Exception {
        Plan unshare = Plan.of(Steps.unshare(CLONE_NEWPID));
        Plan shell =
                Scene.shell(
                        "sh -c 'echo first $$ $PPID; exec sleep 600' &",
                        "sh -c 'echo second $$ $PPID; exec sleep 600' &",
                        "wait",
                        // It forks once, and says so if it cannot.
                        "exec timeout 9 true");
        Child caller = scene.start(Scene.apart(0, unshare.then(shell)));
        assertThat(scene.said(2)).containsExactlyInAnyOrder("first 1 0", "second 2 0");

        assertThat(own(ProcStatus.ofPid(caller.pid()))).as("it was 1 of the scene").isEqualTo(1);
        String theirs = Scene.namespace(caller.pid(), "pid_for_children");
        assertThat(Scene.namespace(caller.pid(), "pid")).isNotEqualTo(theirs);
        List<ProcStatus> siblings = Scene.children(caller.pid());
        assertThat(siblings).extracting(PidFactsTest::own).containsExactly(1, 2);
        for (ProcStatus each : siblings) {
            assertThat(Scene.namespace(each.pid(), "pid")).isEqualTo(theirs);
        }

        Scene.kill(siblings.get(0).pid());
        assertThat(caller.await()).isNotEqualTo(ExitStatus.exited(0));
        assertThat(scene.said()).contains("Cannot allocate memory");
    }

    private static int own(ProcStatus process) {
        return process.pids().get(process.pids().size() - 1);
    }

    @Fact("F10")
    void the_first_is_not_killed_from_inside() throws Exception {
        Child first = shell("kill -KILL 1; echo $?", "kill -TERM 1; echo $?", "exec sleep 600");
        assertThat(scene.said(2)).containsExactly("0", "0");
        Scene.eventually(() -> ProcStatus.ofPid(first.pid()).name().equals("sleep"));

        first.signal(SIGTERM);
        assertThat(first.await(A_WHILE)).as("SIGTERM from outside").isEmpty();
        assertThat(ProcStatus.ofPid(first.pid()).state()).isEqualTo('S');

        first.signal(SIGKILL);
        assertThat(first.await()).isEqualTo(ExitStatus.killedBy(SIGKILL));
    }

    @Fact("F11")
    @NeedsProgram(value = "setsid", debian = "util-linux")
    void all_end_with_the_first() throws Exception {
        Path go = folder.resolve("go");
        int status = ThreadLocalRandom.current().nextInt(1, 100);
        Child first =
                shell(
                        "sleep 600 &",
                        "setsid sh -c 'trap \"\" TERM HUP INT; sleep 600 & sleep 600' &",
                        "until [ -e " + go + " ]; do sleep 0.02; done",
                        "exit " + status);
        String theirs = Scene.namespace(first.pid(), "pid");
        Scene.eventually(() -> in(theirs).stream().filter(n -> n.equals("sleep")).count() >= 3);

        Files.createFile(go);
        assertThat(first.await()).isEqualTo(ExitStatus.exited(status));
        assertThat(in(theirs)).as("processes in the namespace of one that has ended").isEmpty();
    }

    private static List<String> in(String namespace) throws IOException {
        List<String> names = new ArrayList<>();
        for (ProcStatus each : Scene.processes()) {
            if (Scene.namespace(each.pid(), "pid").equals(namespace)) names.add(each.name());
        }
        return names;
    }

    @Fact("F12")
    void orphans_stay_as_zombies_of_a_first_that_never_waits() throws Exception {
        int count = ThreadLocalRandom.current().nextInt(2, 9);
        Child first = shell("sh -c '" + "sleep 600 & ".repeat(count) + "'", "exec sleep 600");
        Scene.eventually(() -> ProcStatus.ofPid(first.pid()).name().equals("sleep"));
        List<ProcStatus> orphans = Scene.children(first.pid());
        assertThat(orphans).as("children that it has not started").hasSize(count);

        for (ProcStatus each : orphans) Scene.kill(each.pid());
        List<Character> zombies = Collections.nCopies(count, 'Z');
        Scene.eventually(() -> states(first).equals(zombies));
        Thread.sleep(A_WHILE.toMillis());
        assertThat(states(first)).isEqualTo(zombies);
    }

    private static List<Character> states(Child parent) throws IOException {
        return Scene.children(parent.pid()).stream().map(ProcStatus::state).toList();
    }

    @Fact("F13")
    void the_old_proc_shows_the_host() throws Exception {
        long us = ProcessHandle.current().pid();
        Child first =
                shell(
                        "read -r pid rest </proc/self/stat",
                        "echo $$ $pid",
                        "read -r name </proc/" + us + "/comm",
                        "echo \"$name\"",
                        "exec sleep 600");
        assertThat(scene.said(2))
                .containsExactly(
                        "1 " + first.pid(), Files.readString(Path.of("/proc/self/comm")).strip());
    }

    @Fact("F21")
    @NeedsProgram(value = "unshare", debian = "util-linux")
    void there_is_a_deepest_PID_namespace_and_none_below_nobody() throws Exception {
        Path script = folder.resolve("below.sh");
        Files.writeString(script, "unshare --pid --fork sh " + script + " || exec sleep 600\n");
        Child top = shell("exec sh " + script);
        assertThat(scene.said(1)).singleElement().asString().endsWith("No space left on device");
        int deepest = 0;
        for (ProcStatus each : Scene.processes()) {
            if (isBelow(each, top.pid())) deepest = Math.max(deepest, each.pids().size() - 1);
        }
        boolean first = Scene.namespace(ProcessHandle.current().pid(), "pid").equals(FIRST);
        if (first) assertThat(deepest).isEqualTo(DEEPEST);
        else assertThat(deepest).isBetween(1, DEEPEST - 1);

        Plan nested = Plan.of(Steps.unshare(CLONE_NEWUSER)).then(Scene.shell("exec sleep 600"));
        Refused.with(
                Errno.EPERM,
                () -> scene.start(Launch.of(nested).withNamespaces(CLONE_NEWUSER | CLONE_NEWPID)));
        Child mapped = scene.start(Scene.mapped(CLONE_NEWPID, nested));
        String ours = Scene.namespace(ProcessHandle.current().pid(), "user");
        assertThat(Scene.namespace(mapped.pid(), "user"))
                .as("with a map one is made")
                .startsWith("user:")
                .isNotEqualTo(ours);
    }

    private static boolean isBelow(ProcStatus process, int top) throws IOException {
        for (ProcStatus each = process; each.parent() > 1; ) {
            if (each.pid() == top) return true;
            try {
                each = ProcStatus.ofPid(each.parent());
            } catch (IOException gone) {
                return false;
            }
        }
        return false;
    }
}

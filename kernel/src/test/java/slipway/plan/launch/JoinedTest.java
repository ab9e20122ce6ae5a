package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.linux.Arg;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.StepFailed;
import slipway.plan.program.Rec;
import slipway.plan.program.Sabotage;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** A process that goes where another one is. */
@NeedsUnprivilegedUserNamespaces
@NothingLeaks(tempDirs = true)
class JoinedTest {
    private final Launcher launcher = new Launcher();
    private Child world;
    private Map<Integer, Fd> namespaces;

    @BeforeEach
    void makeAWorld() {
        world = Companies.world(launcher);
        namespaces = Companies.namespacesOf(world.pid());
    }

    @AfterEach
    void endIt() {
        namespaces.values().forEach(Fd::close);
        world.close();
        launcher.close();
    }

    private Launch launch(Plan inside) {
        return Launch.of(inside).withFds(namespaces);
    }

    @Test
    void it_is_in_all_namespaces_of_the_other_and_our_own_child() throws IOException {
        try (Child child =
                launcher.startJoined(launch(Launches.exec("sleep", "1000")), Companies.join())) {
            for (String name : Companies.NAMESPACES.keySet()) {
                assertThat(link(child.pid(), name)).isEqualTo(link(world.pid(), name));
                assertThat(link(child.pid(), name)).isNotEqualTo(link("self", name));
            }
            Path process = Path.of("/proc/" + child.pid());
            assertThat(ProcessStatus.field(process, "PPid"))
                    .isEqualTo(Long.toString(ProcessHandle.current().pid()));
            assertThat(ProcessStatus.field(process, "NSpid").split("\\s+")).hasSize(2);
            // Not at once: it may still be loading its libraries.
            Eventually.isEqual(() -> ProcessStatus.descriptors(child.pid()), Map.of());
            assertThat(ProcessStatus.field(process, "SigBlk")).isEqualTo("0000000000000000");
        }
    }

    private static Path link(Object pid, String name) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + name));
    }

    @Test
    void its_exit_code_and_its_death_by_a_signal_are_exact() {
        int code = ThreadLocalRandom.current().nextInt(1, 255);
        assertThat(ended("exit " + code)).isEqualTo(ExitStatus.exited(code));
        assertThat(ended("kill -9 $$")).isEqualTo(ExitStatus.killedBy(9));
    }

    private ExitStatus ended(String script) {
        try (Child child = launcher.startJoined(launch(Launches.shell(script)), Companies.join())) {
            return child.await();
        }
    }

    @Test
    void where_clone3_is_hidden_clone_does_it() {
        Sabotage hidden =
                (records, data) ->
                        Sabotage.failAt(
                                        indexOf(records, "go on as a child of the one before"),
                                        Errno.ENOSYS)
                                .apply(records, data);
        assertThat(started(new Tampering(Sabotage.NONE, hidden, true))).isEmpty();
    }

    private static int indexOf(List<Rec> records, String why) {
        for (int i = 0; i < records.size(); i++) {
            Rec record = records.get(i);
            if (record.isCall() && record.step().why().equals(why)) return i;
        }
        throw new AssertionError("no record is to " + why);
    }

    @Test
    void each_call_that_fails_is_told_and_nothing_is_left() throws IOException {
        List<Rec> records = new ArrayList<>();
        started(new Tampering(Sabotage.NONE, (all, data) -> records.addAll(all), false));
        for (int i = 0; i < records.size(); i++) {
            if (!records.get(i).isCall()) continue;
            Errno errno =
                    Errno.values()[ThreadLocalRandom.current().nextInt(Errno.values().length)];
            Sabotage fault = Sabotage.failAt(i, errno);
            assertTold(records.get(i), errno, new Tampering(Sabotage.NONE, fault, false));
        }
    }

    private void assertTold(Rec record, Errno errno, Tampering tampering) throws IOException {
        Map<Integer, String> before = ProcessStatus.objects();
        Optional<StepFailed> told = started(tampering);
        String what = record.call() + " fails with " + errno;
        if (told.isPresent()) {
            assertThat(told.get().step().why()).as(what).isEqualTo(record.step().why());
            assertThat(told.get().errno()).as(what).isEqualTo(errno);
        } else {
            assertThat(goesOnAfter(record, errno)).as(what).isTrue();
        }
        assertThat(ProcessStatus.objects()).as(what).isEqualTo(before);
        assertThat(ProcessStatus.children()).as(what).hasSize(2); // the world and our guard
    }

    private static boolean goesOnAfter(Rec record, Errno errno) {
        if (record.call().syscall() == Syscall.RT_SIGACTION) return errno == Errno.EINVAL;
        if (record.call().syscall() == Syscall.CLONE3) return errno == Errno.ENOSYS;
        if (record.call().syscall() == Syscall.CLONE) return true; // not reached
        return Set.of("report the failure", "end", "leave it to the new process")
                .contains(record.step().why());
    }

    private Optional<StepFailed> started(Tampering tampering) {
        Launch launch =
                launch(Launches.exec("/bin/true"))
                        .withWhileReady(
                                Plan.of(
                                        Launches.call(
                                                Syscall.KILL, Arg.result("pid"), Arg.num(0))));
        try (Launcher other = Faults.launcher(tampering);
                Child child = other.startJoined(launch, Companies.join())) {
            assertThat(child.await()).isEqualTo(ExitStatus.exited(0));
            return Optional.empty();
        } catch (StepFailed told) {
            return Optional.of(told);
        }
    }

    /** It is killed between the two moments: it has made the other, and has told nobody. */
    @Test
    void one_that_nobody_has_heard_of_is_reaped_all_the_same() throws IOException {
        Sabotage killed =
                (records, data) ->
                        Sabotage.leaveOut(indexOf(records, "tell the new process"))
                                .apply(records, data);
        try (Launcher other = Faults.launcher(new Tampering(Sabotage.NONE, killed, false))) {
            assertThatThrownBy(
                            () ->
                                    other.startJoined(
                                            launch(Launches.exec("/bin/true")), Companies.join()))
                    .isInstanceOf(EndedEarly.class);
        }
        assertThat(ProcessStatus.children()).hasSize(2);
    }
}

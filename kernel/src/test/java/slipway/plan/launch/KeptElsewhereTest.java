package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;

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
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.Memory;
import slipway.linux.Pipe;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.StepFailed;
import slipway.plan.program.Rec;
import slipway.plan.program.Sabotage;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** A process that is where others are, and whose keeper is not. */
@NeedsUnprivilegedUserNamespaces
@NothingLeaks(tempDirs = true)
class KeptElsewhereTest {
    private static final int TELLS = 19;

    /** What fails when the keeper may not speak any more ends both. */
    private static final Set<String> MUTE =
            Set.of("leave the report to the container", "wait until the container is complete");

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
        Plan ask = Plan.of(Launches.call(Syscall.KILL, Arg.result("pid"), Arg.num(0)));
        return Launch.of(inside)
                .withWhileReady(ask)
                .withJoining(Companies.join())
                .withFds(namespaces);
    }

    private static Keeping telling(Fd to) {
        return new Keeping(
                Map.of(TELLS, to), Plan.NOTHING, Companies.tellingItsEnd(TELLS), Companies.IDLE);
    }

    private static Path link(Object pid, String name) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + name));
    }

    @Test
    void the_container_is_in_all_namespaces_of_the_other_and_its_keeper_in_none()
            throws IOException {
        try (Pipe pipe = Pipe.open();
                Kept kept =
                        launcher.startKept(
                                launch(Launches.exec("sleep", "1000")), telling(pipe.writeEnd()))) {
            for (String name : Companies.NAMESPACES.keySet()) {
                assertThat(link(kept.container().pid(), name)).isEqualTo(link(world.pid(), name));
                if (!Files.isReadable(Path.of("/proc/" + kept.keeper().pid() + "/ns"))) continue;
                assertThat(link(kept.keeper().pid(), name)).isEqualTo(link("self", name));
            }
            Path container = Path.of("/proc/" + kept.container().pid());
            assertThat(ProcessStatus.field(container, "PPid"))
                    .isEqualTo(Long.toString(kept.keeper().pid()));
            assertThat(ProcessStatus.field(container, "NSpid").split("\\s+")).hasSize(2);
            Eventually.isEqual(() -> ProcessStatus.descriptors(kept.container().pid()), Map.of());
            if (Files.isReadable(Path.of("/proc/" + kept.keeper().pid() + "/fd"))) {
                Eventually.within(
                        Eventually.LONG,
                        "a keeper with its pipe and a pidfd",
                        () -> open(kept.keeper().pid()) == 2);
            }
            kept.container().signal(Constants.SIGKILL);
            assertThat(kept.keeper().reap()).isEqualTo(ExitStatus.exited(0));
            assertThat(told(pipe)).isEqualTo(ExitStatus.killedBy(Constants.SIGKILL));
        }
    }

    private static int open(int pid) {
        try {
            return ProcessStatus.descriptors(pid).size();
        } catch (IOException gone) {
            return -1;
        }
    }

    @Test
    @NeedsRoot
    void what_another_process_would_be_born_in_it_is_in_with_namespaces_of_its_own()
            throws IOException {
        List<Launch.Place> places = new ArrayList<>();
        for (String name : List.of("net", "ipc", "pid")) {
            Fd fd = Fd.open("/proc/" + world.pid() + "/ns/" + name, Constants.O_RDONLY, 0);
            places.add(new Launch.Place(name, Companies.NAMESPACES.get(name), name, fd));
        }
        long own = Constants.CLONE_NEWUTS | Constants.CLONE_NEWNS;
        Launch launch =
                Launches.inUserNamespace(
                                Launch.of(Launches.exec("sleep", "1000")).withNamespaces(own))
                        .withBirthplaces(places)
                        .withFds(Map.of());
        try (Pipe pipe = Pipe.open();
                Kept kept = launcher.startKept(launch, telling(pipe.writeEnd()))) {
            for (String name : List.of("net", "ipc", "pid")) {
                assertThat(link(kept.container().pid(), name)).isEqualTo(link(world.pid(), name));
                assertThat(link(kept.keeper().pid(), name)).isEqualTo(link("self", name));
            }
            for (String name : List.of("user", "uts", "mnt")) {
                assertThat(link(kept.container().pid(), name))
                        .isNotIn(link("self", name), link(world.pid(), name));
            }
            kept.container().signal(Constants.SIGKILL);
            kept.keeper().reap();
        } finally {
            places.forEach(place -> place.fd().close());
        }
    }

    @Test
    void the_keeper_learns_the_exact_exit_code() {
        int code = ThreadLocalRandom.current().nextInt(1, 255);
        try (Pipe pipe = Pipe.open();
                Kept kept =
                        launcher.startKept(
                                launch(Launches.shell("exit " + code)), telling(pipe.writeEnd()))) {
            assertThat(kept.keeper().reap()).isEqualTo(ExitStatus.exited(0));
            assertThat(told(pipe)).isEqualTo(ExitStatus.exited(code));
        }
    }

    private static ExitStatus told(Pipe pipe) {
        try (Memory info = Memory.allocate(32)) {
            assertThat(pipe.readEnd().read(info, 32)).isEqualTo(32);
            int status = info.getInt(24);
            return info.getInt(8) == Constants.CLD_EXITED
                    ? ExitStatus.exited(status)
                    : ExitStatus.killedBy(status);
        }
    }

    @Test
    void each_call_that_fails_is_told_and_nobody_is_left() throws IOException {
        List<Rec> records = new ArrayList<>();
        started(new Tampering(Sabotage.NONE, (all, data) -> records.addAll(all), false));
        boolean keepers = false;
        for (int i = 0; i < records.size(); i++) {
            if (!records.get(i).isCall()) continue;
            String why = records.get(i).step().why();
            if (why.equals("need nobody any more")) keepers = true;
            if (why.startsWith("let nobody look")) keepers = false;
            if (keepers) continue; // behind the moment at which there is somebody to tell
            Errno errno =
                    Errno.values()[ThreadLocalRandom.current().nextInt(Errno.values().length)];
            Sabotage fault = Sabotage.failAt(i, errno);
            assertTold(records.get(i), errno, new Tampering(Sabotage.NONE, fault, false));
        }
    }

    private void assertTold(Rec record, Errno errno, Tampering tampering) throws IOException {
        Map<Integer, String> before = ProcessStatus.objects();
        String what = record.step().why() + ": " + record.call() + " fails with " + errno;
        Optional<RuntimeException> told = started(tampering);
        if (told.isEmpty()) {
            assertThat(goesOnAfter(record, errno)).as(what).isTrue();
        } else if (!MUTE.contains(record.step().why())) {
            assertThat(told.get()).as(what).isInstanceOf(StepFailed.class);
            StepFailed failed = (StepFailed) told.get();
            assertThat(failed.step().why()).as(what).isEqualTo(record.step().why());
            assertThat(failed.errno()).as(what).isEqualTo(errno);
        }
        assertThat(ProcessStatus.objects()).as(what).isEqualTo(before);
        assertThat(ProcessStatus.children()).as(what).hasSize(2); // the world and our guard
    }

    private static boolean goesOnAfter(Rec record, Errno errno) {
        if (record.call().syscall() == Syscall.RT_SIGACTION) return errno == Errno.EINVAL;
        if (record.call().syscall() == Syscall.CLONE3) return errno == Errno.ENOSYS;
        if (record.call().syscall() == Syscall.CLONE) return true; // not reached
        if (record.step().why().startsWith("leave fd")) return errno == Errno.EBADF;
        return Set.of("report the failure", "end").contains(record.step().why());
    }

    private Optional<RuntimeException> started(Tampering tampering) {
        try (Launcher other = Faults.launcher(tampering);
                Pipe pipe = Pipe.open();
                Kept kept =
                        other.startKept(
                                launch(Launches.exec("/bin/true")), telling(pipe.writeEnd()))) {
            // It may be on its way out, and not gone yet, when we tell it that all is complete.
            if (kept.keeper().reap().equals(ExitStatus.exited(125))) {
                return Optional.of(new IllegalStateException("the keeper gave up"));
            }
            assertThat(told(pipe)).isEqualTo(ExitStatus.exited(0));
            return Optional.empty();
        } catch (StepFailed | EndedEarly told) {
            return Optional.of(told);
        }
    }
}

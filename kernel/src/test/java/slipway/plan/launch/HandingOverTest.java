package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_RDONLY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.FdPassing;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Plan;
import slipway.plan.PlanJson;
import slipway.plan.PlanRunner;
import slipway.plan.Step;
import slipway.testkit.NothingLeaks;

/** A plan hands over what one of its own steps has opened. */
@NothingLeaks
class HandingOverTest {
    private static final int SOCKET = 5;

    @TempDir private Path folder;

    @Test
    void a_launched_process_hands_over_what_it_opened() throws Exception {
        Path file = file();
        Plan plan = Plan.of(open(file), sendOn(SOCKET)).then(Launches.exec("true"));
        try (Launcher launcher = new Launcher();
                FdPassing.Pair pair = FdPassing.pair();
                Child child =
                        launcher.start(
                                Launch.of(PlanJson.read(PlanJson.write(plan)))
                                        .withFds(Map.of(SOCKET, pair.theirs())));
                Fd received = FdPassing.receive(pair.ours()).orElseThrow()) {
            assertThat(Files.readSymbolicLink(Path.of(received.path()))).isEqualTo(file);
            assertThat(child.await().shellCode()).isZero();
        }
    }

    @Test
    void the_JVM_does_the_same_by_itself() throws Exception {
        Path file = file();
        try (FdPassing.Pair pair = FdPassing.pair()) {
            Plan plan = Plan.of(open(file), sendOn(pair.theirs().number()), close());
            new PlanRunner(LinuxKernel.INSTANCE).run(plan, Map.of());
            try (Fd received = FdPassing.receive(pair.ours()).orElseThrow()) {
                assertThat(Files.readSymbolicLink(Path.of(received.path()))).isEqualTo(file);
            }
        }
    }

    @Test
    void nothing_is_received_from_a_process_that_has_nothing_to_hand_over() {
        try (Launcher launcher = new Launcher();
                FdPassing.Pair pair = FdPassing.pair()) {
            Launch launch = Launch.of(Launches.exec("true")).withFds(Map.of(SOCKET, pair.theirs()));
            try (Child child = launcher.start(launch)) {
                pair.theirs().close();
                child.await();
                assertThat(FdPassing.receive(pair.ours())).isEmpty();
            }
        }
    }

    private Path file() throws IOException {
        return Files.createFile(folder.resolve(UUID.randomUUID().toString())).toRealPath();
    }

    private static Do open(Path file) {
        Call open =
                Call.of(
                        Syscall.OPENAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(file.toString()),
                        Arg.flag(O_RDONLY | O_CLOEXEC, Family.OPEN),
                        Arg.mode(0));
        return Step.call("open it", open).as("it");
    }

    private static Step sendOn(int socket) {
        return Step.call("hand it over", FdPassing.sendCall(socket, "it"));
    }

    private static Step close() {
        return Step.call("close it", Call.of(Syscall.CLOSE, Arg.result("it")));
    }
}

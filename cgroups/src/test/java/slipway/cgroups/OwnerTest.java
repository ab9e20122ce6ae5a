package slipway.cgroups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testkit.Run;

class OwnerTest {
    private final Owner us = Owner.us();

    @Test
    void the_name_of_a_group_tells_whose_it_is() {
        assertThat(Owner.of(us.group("a-b").text())).isEqualTo(Optional.of(us));
        assertThat(us.pid()).isEqualTo(ProcessHandle.current().pid());
        String link = Run.output("readlink", "/proc/self/ns/pid");
        assertThat(link).isEqualTo("pid:[" + us.pidNamespace() + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run-", "run-1-2-3", "run-1-x-3-id", "docker", "user-1000"})
    void other_groups_tell_nothing(String name) {
        assertThat(Owner.of(name)).isEmpty();
    }

    @Test
    void we_are_alive() {
        assertThat(us.isDead()).isFalse();
    }

    @Test
    void a_process_that_was_another_one_before_is_dead() {
        assertThat(new Owner(us.pid(), us.began() - 1, us.pidNamespace()).isDead()).isTrue();
    }

    @Test
    void one_that_has_ended_is_dead() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        String[] stat = Run.output("cat", "/proc/" + process.pid() + "/stat").split(" ");
        Owner owner = new Owner(process.pid(), Long.parseLong(stat[21]), us.pidNamespace());
        assertThat(owner.isDead()).isFalse();
        process.destroyForcibly().waitFor();
        assertThat(owner.isDead()).isTrue();
    }

    @Test
    void nobody_says_that_a_process_of_another_PID_namespace_is_dead() {
        assertThat(new Owner(us.pid(), us.began() - 1, us.pidNamespace() + 1).isDead()).isFalse();
    }
}

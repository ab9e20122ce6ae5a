package slipway.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.jail.JailPlanner;
import slipway.linux.LinuxKernel;
import slipway.plan.Plan;
import slipway.plan.StepFailed;
import slipway.plan.Steps;
import slipway.runtime.HostFacts;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

@NothingLeaks
@NeedsUnprivilegedUserNamespaces
class BatteryTest {
    /** Columns are the jails in order: O got out, - did not. */
    private static final List<String> AS_ROOT =
            List.of(
                    "relative-path OO-----",
                    "chroot-dance OOO----",
                    "leaked-descriptor OOO----",
                    "old-root ---O---",
                    "root-of-a-process OOOOO--",
                    "signal-the-host OOOOO--",
                    "trace-the-host OOOOO--",
                    "abstract-socket OOOOO--",
                    "kernel-memory OOO----",
                    "name-the-host OOOOO--",
                    "kernel-setting OOOOOO-");

    /** In a user namespace one is root over nothing that was there before. */
    private static final List<String> AS_ORDINARY_USER =
            List.of(
                    "relative-path OO-----",
                    "chroot-dance OOO----",
                    "leaked-descriptor OOO----",
                    "old-root ---O---",
                    "root-of-a-process -------",
                    "signal-the-host OOOOO--",
                    "trace-the-host -------",
                    "abstract-socket OOOOO--",
                    "kernel-memory -------",
                    "name-the-host -------",
                    "kernel-setting -------");

    @Test
    void each_escape_succeeds_exactly_where_it_should(@TempDir Path folder) throws IOException {
        List<Verdict> verdicts;
        try (Battery battery = new Battery(folder)) {
            verdicts = battery.run();
        }
        List<String> rows = new ArrayList<>();
        for (Attack attack : Attack.values()) {
            StringBuilder row = new StringBuilder(attack.label()).append(' ');
            for (Verdict verdict : verdicts) {
                if (verdict.attack() == attack) row.append(verdict.escaped() ? 'O' : '-');
            }
            rows.add(row.toString());
        }
        boolean root = HostFacts.of(LinuxKernel.INSTANCE).privileged();
        assertThat(rows).as("%s", verdicts).isEqualTo(root ? AS_ROOT : AS_ORDINARY_USER);
    }

    @Test
    void the_secret_is_told_only_where_an_attack_got_out(@TempDir Path folder) throws IOException {
        try (Battery battery = new Battery(folder)) {
            assertThat(battery.run(Attack.CHROOT_DANCE, Jail.CHROOT).detail())
                    .isEqualTo("told the secret");
            assertThat(battery.run(Attack.CHROOT_DANCE, Jail.PIVOT).detail())
                    .isEqualTo("openat: ENOENT");
        }
    }

    @Test
    void a_jail_of_somebody_else_is_attacked_with_a_descriptor_left_open(@TempDir Path folder)
            throws IOException {
        StrangeJail chroot =
                new StrangeJail(root -> JailPlanner.chrootAndChdir(root.toString()), "/old");
        StrangeJail pivot = new StrangeJail(root -> JailPlanner.pivot(root.toString()), "/old");
        try (Battery battery = new Battery(folder)) {
            assertThat(battery.run(Attack.CHROOT_DANCE, chroot).succeeded()).isTrue();
            assertThat(battery.run(Attack.CHROOT_DANCE, pivot).succeeded()).isFalse();
            assertThat(battery.run(Attack.LEAKED_DESCRIPTOR, chroot).succeeded()).isTrue();
            assertThat(battery.run(Attack.LEAKED_DESCRIPTOR, pivot).succeeded()).isTrue();
        }
    }

    @Test
    void the_old_root_is_looked_for_where_a_jail_of_somebody_else_has_it(@TempDir Path folder)
            throws IOException {
        StrangeJail keeping =
                new StrangeJail(
                        root ->
                                Plan.of(Steps.mkdir(root + "/put", 0755))
                                        .then(JailPlanner.pivotKeeping(root.toString(), "put")),
                        "/put");
        try (Battery battery = new Battery(folder)) {
            assertThat(battery.run(Attack.OLD_ROOT, keeping).detail()).isEqualTo("told the secret");
        }
    }

    @Test
    void a_jail_that_cannot_be_entered_is_not_taken_for_one_that_holds(@TempDir Path folder)
            throws IOException {
        StrangeJail broken =
                new StrangeJail(root -> Plan.of(Steps.chroot(root + "/missing")), "/old");
        try (Battery battery = new Battery(folder)) {
            assertThatThrownBy(() -> battery.run(Attack.CHROOT_DANCE, broken))
                    .isInstanceOf(StepFailed.class)
                    .hasMessageContaining("ENOENT");
        }
    }
}

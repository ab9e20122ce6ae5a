package slipway.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.LinuxKernel;
import slipway.runtime.HostFacts;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

@NothingLeaks
@NeedsUnprivilegedUserNamespaces
class BatteryTest {
    /** Columns are the jails in order: O got out, - did not. */
    private static final List<String> AS_ROOT =
            List.of(
                    "relative-path OO----",
                    "chroot-dance OOO---",
                    "leaked-descriptor OOO---",
                    "old-root ---O--",
                    "root-of-a-process OOOOO-",
                    "signal-the-host OOOOO-",
                    "trace-the-host OOOOO-",
                    "abstract-socket OOOOO-",
                    "kernel-memory OOO---",
                    "name-the-host OOOOO-",
                    "kernel-setting OOOOO-");

    /** In a user namespace one is root over nothing that was there before. */
    private static final List<String> AS_ORDINARY_USER =
            List.of(
                    "relative-path OO----",
                    "chroot-dance OOO---",
                    "leaked-descriptor OOO---",
                    "old-root ---O--",
                    "root-of-a-process ------",
                    "signal-the-host OOOOO-",
                    "trace-the-host ------",
                    "abstract-socket OOOOO-",
                    "kernel-memory ------",
                    "name-the-host ------",
                    "kernel-setting ------");

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
}

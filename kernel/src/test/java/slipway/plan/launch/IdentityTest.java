package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Arg;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Traps 2 to 4: whose root, whose ids, and whose memory. */
@NothingLeaks
class IdentityTest {
    @TempDir Path folder;

    @Test
    @NeedsRoot
    void the_root_of_a_cgroup_namespace_is_where_the_process_was_when_it_was_made() {
        try (CgroupOfTest group = CgroupOfTest.make();
                Launcher launcher = new Launcher()) {
            Plan move = Plan.of(new slipway.plan.WriteFile(group.procs(), "$pid", "move it there"));
            Plan show = Launches.exec("grep", "memory\\|^0:", "/proc/self/cgroup");
            Step unshare =
                    Launches.call(
                            Syscall.UNSHARE, Arg.flag(Constants.CLONE_NEWCGROUP, Family.CLONE));
            Launch inside = Launch.of(Plan.of(unshare).then(show)).withWhileReady(move);
            Launch atClone =
                    Launch.of(show).withWhileReady(move).withNamespaces(Constants.CLONE_NEWCGROUP);
            assertThat(Launches.printed(launcher, inside)).doesNotContain(group.name());
            assertThat(Launches.printed(launcher, inside).lines().anyMatch(l -> l.endsWith(":/")))
                    .isTrue();
            assertThat(Launches.printed(launcher, atClone)).contains(group.name());
        }
    }

    @Test
    @NeedsRoot
    void a_process_takes_the_ids_of_its_maps_by_itself_or_is_nobody() {
        Launch show = Launch.of(Launches.exec("cat", "/proc/self/status"));
        Launch root = Launches.inUserNamespace(show);
        Launch nobody = root.withIdentity(Plan.NOTHING);
        try (Launcher launcher = new Launcher()) {
            String of0 = Launches.printed(launcher, root);
            assertThat(ProcessStatus.field(of0, "Uid")).isEqualTo("0\t0\t0\t0");
            assertThat(ProcessStatus.field(of0, "Gid")).isEqualTo("0\t0\t0\t0");
            assertThat(ProcessStatus.field(of0, "Groups")).isEmpty();
            assertThat(Long.parseLong(ProcessStatus.field(of0, "CapEff"), 16)).isNotZero();
            String of65534 = Launches.printed(launcher, nobody);
            assertThat(ProcessStatus.field(of65534, "Uid")).startsWith("65534\t65534");
            assertThat(Long.parseLong(ProcessStatus.field(of65534, "CapEff"), 16)).isZero();
        }
    }

    @Test
    @NeedsProgram("setpriv")
    @NeedsUnprivilegedUserNamespaces
    void an_ordinary_user_may_start_one_container_after_another() {
        Jvm user = Jvm.ours().asOrdinaryUser(folder);
        assertThat(user.run(TwoContainers.class).result().succeeded().stdout())
                .isEqualTo("exit 0\nexit 0\n");
    }

    /** The two capabilities stand for newuidmap, which has them for the ordinary user. */
    @Test
    @NeedsRoot
    @NeedsProgram("setpriv")
    void changing_ids_makes_the_memory_of_an_ordinary_user_s_JVM_non_dumpable() {
        Jvm user = Jvm.ours().asOrdinaryUser(folder, "+setuid,+setgid");
        assertThat(user.run(TwoContainers.class, "range").result().succeeded().stdout())
                .isEqualTo("exit 0\nexit 0\n");
        Run.Result careless =
                user.run(TwoContainers.class, "range", "prctl(PR_SET_DUMPABLE").result();
        assertThat(careless.stdout())
                .startsWith("exit 0\n")
                .contains("/uid_map")
                .contains("EACCES");
    }

    static final class TwoContainers {
        public static void main(String[] args) {
            Tampering tampering = args.length < 2 ? Tampering.NONE : Faults.withoutInEntry(args[1]);
            Launch plain = Launches.of("exit 0");
            try (Launcher launcher = Faults.launcher(tampering)) {
                for (int i = 0; i < 2; i++) {
                    Launch launch =
                            args.length == 0
                                    ? Launches.inUserNamespace(plain)
                                    : Launches.inUserNamespaceOfARange(plain);
                    try (Child child = launcher.start(launch)) {
                        System.out.println(child.await());
                    } catch (StepFailed e) {
                        System.out.println(e.getMessage());
                    }
                }
            }
        }
    }
}

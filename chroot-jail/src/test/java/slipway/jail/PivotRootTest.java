package slipway.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.MS_BIND;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_REC;
import static slipway.linux.Constants.MS_SHARED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.ExitStatus;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/**
 * pivot_root wants three things of mounts, and says no in two words. Each is made to happen, and
 * the advice is read, and then followed.
 */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
class PivotRootTest {
    private static final String BIND = "Try: bind-mount the new root on itself";

    @TempDir private Path directory;
    private String root = "";

    @BeforeEach
    void an_empty_root() throws IOException {
        Files.setAttribute(directory, "unix:mode", 0755); // root becomes somebody else in here
        root = directory.resolve("root").toString();
        Files.createDirectories(directory.resolve("root/old/new"));
        Files.createDirectory(directory.resolve("elsewhere"));
    }

    @Test
    void a_new_root_on_the_mount_of_the_present_one_is_EBUSY_and_the_advice_is_a_bind_mount() {
        // The root of the machine may be a mount of its own, so one is made that is surely ours.
        Plan inside = privately().then(bindOnItself()).then(JailPlanner.chrootAndChdir(root));
        refused(inside.then(pivot("/old", "/old/new")))
                .hasMessageContaining("EBUSY")
                .hasMessageContaining(BIND);

        works(inside.then(bind("/old")).then(pivot("/old", "/old/new")));
    }

    @Test
    void a_new_root_that_is_no_mount_point_is_EINVAL_and_the_advice_is_a_bind_mount() {
        // On a mount other than that of the present root, or it would be EBUSY.
        Plan inside = privately().then(bindOnItself());
        Plan plan = inside.then(pivot(root + "/old", root + "/old/new"));
        refused(plan)
                .hasMessageContaining("EINVAL")
                .hasMessageContaining("The new root is no mount point")
                .hasMessageContaining(BIND);

        works(inside.then(bind(root + "/old")).then(pivot(root + "/old", root + "/old/new")));
    }

    @Test
    void a_mount_that_tells_others_is_EINVAL_and_the_advice_is_to_make_all_private() {
        Plan shared = privately().then(bindOnItself()).then(everything(MS_SHARED));
        refused(shared.then(pivot(root, root + "/old")))
                .hasMessageContaining("EINVAL")
                .hasMessageContaining("is a shared mount")
                .hasMessageContaining("make everything private (MS_REC|MS_PRIVATE) first");

        works(shared.then(everything(MS_PRIVATE)).then(pivot(root, root + "/old")));
    }

    @Test
    void a_place_for_the_old_root_that_is_not_in_the_new_one_is_EINVAL() {
        Plan mounts = privately().then(bindOnItself()).then(bind(elsewhere()));
        refused(mounts.then(pivot(root, elsewhere())))
                .hasMessageContaining("EINVAL")
                .hasMessageContaining("put_old is not below the new root");

        works(mounts.then(pivot(root, root + "/old")));
    }

    @Test
    void the_planned_jails_keep_all_of_it_whatever_the_mounts_are_like() {
        for (long how : new long[] {MS_PRIVATE, MS_SHARED}) {
            works(everything(how).then(JailPlanner.pivot(root)));
            works(everything(how).then(JailPlanner.pivotKeeping(root, "old")));
            works(everything(how).then(JailPlanner.chrootAndChdir(root)));
            works(everything(how).then(JailPlanner.chrootOnly(root)));
        }
    }

    private String elsewhere() {
        return directory.resolve("elsewhere").toString();
    }

    private Plan bindOnItself() {
        return bind(root);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Plan plan) {
        return assertThatThrownBy(() -> works(plan))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("pivot_root(");
    }

    /** Every step of it, in a mount namespace that goes with the process. */
    private static void works(Plan plan) {
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(0));
        Launch launch =
                Launch.of(plan.then(Plan.of(Step.call("end", exit)))).withNamespaces(CLONE_NEWNS);
        try (Launcher launcher = new Launcher();
                Child child = launcher.start(Jail.mapped(launch))) {
            assertThat(child.await()).isEqualTo(ExitStatus.exited(0));
        }
    }

    private static Plan privately() {
        return everything(MS_PRIVATE);
    }

    private static Plan everything(long propagation) {
        return mount(Arg.NULL, "/", MS_REC | propagation);
    }

    private static Plan bind(String folder) {
        return mount(Arg.text(folder), folder, MS_BIND | MS_REC);
    }

    private static Plan mount(Arg source, String target, long flags) {
        return of(
                Syscall.MOUNT,
                source,
                Arg.text(target),
                Arg.NULL,
                Arg.flag(flags, Family.MOUNT),
                Arg.NULL);
    }

    private static Plan pivot(String newRoot, String oldRoot) {
        return of(Syscall.PIVOT_ROOT, Arg.text(newRoot), Arg.text(oldRoot));
    }

    private static Plan of(Syscall syscall, Arg... args) {
        return Plan.of(Step.call("try " + syscall.cName(), Call.of(syscall, args)));
    }
}

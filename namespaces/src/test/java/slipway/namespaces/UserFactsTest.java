package slipway.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.CLONE_NEWUTS;
import static slipway.linux.Constants.SIGTERM;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.Capability;
import slipway.linux.Errno;
import slipway.linux.MountInfo;
import slipway.linux.ProcStatus;
import slipway.linux.SubordinateIds;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Who one is in a user namespace, as the host sees it. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@DisplayNameGeneration(Claims.class)
class UserFactsTest {
    private static final Plan STAY = Scene.shell("exec sleep 600");

    /** Field 19 of /proc/PID/stat, counted from behind the name. */
    private static final int NICE = 16;

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

    @Fact("F17")
    @NeedsProgram({"mount", "renice", "unshare"})
    void root_of_a_user_namespace_is_root_of_little() throws Exception {
        long userAndPid = CLONE_NEWUSER | CLONE_NEWPID;
        Plan who = Scene.shell("id -u", "exec sleep 600");
        Child nobody = scene.start(Launch.of(who).withNamespaces(userAndPid));
        assertThat(scene.said(1)).containsExactly(Long.toString(Scene.NOBODY));
        ProcStatus outside = ProcStatus.ofPid(nobody.pid());
        assertThat(outside.uids().effective()).isEqualTo(Scene.us().uids().effective());
        assertThat(outside.capabilities().effective().names()).isEmpty();
        for (long kind : new long[] {CLONE_NEWUTS, CLONE_NEWUSER}) {
            Plan tries = Plan.of(Steps.unshare(kind)).then(STAY);
            Launch launch = Launch.of(tries).withNamespaces(userAndPid);
            Refused.with(Errno.EPERM, () -> scene.start(launch));
        }
        scene.close();
        Files.delete(folder.resolve("said"));
        open();
        mappedRootIsRootOfLittle();
    }

    private void mappedRootIsRootOfLittle() throws Exception {
        String name = "name" + ThreadLocalRandom.current().nextInt(1_000_000);
        String before = hostName();
        Path shadow = folder.resolve("shadow");
        Plan tries =
                Scene.shell(
                        "{ id -u; mount -t tmpfs x " + folder + "; echo mount $?",
                        "hostname " + name + "; echo hostname $?",
                        "mknod " + folder + "/kmsg c 1 11; echo mknod $?",
                        "cat /etc/shadow >" + shadow + "; echo shadow $?",
                        "renice -n -1 -p $$; echo renice $?",
                        "unshare --uts hostname " + name + "; echo own $?; } 2>/dev/null",
                        "exec sleep 600");
        Child root = scene.start(Scene.mapped(CLONE_NEWPID, tries));
        assertThat(scene.said(7))
                .containsExactly(
                        "0", "mount 32", "hostname 1", "mknod 1", "shadow 1", "renice 1", "own 0");

        ProcStatus outside = ProcStatus.ofPid(root.pid());
        assertThat(outside.uids().effective()).isEqualTo(Scene.somebody());
        assertThat(outside.capabilities().effective())
                .isEqualTo(outside.capabilities().bounding())
                .matches(all -> all.contains(Capability.CAP_SYS_ADMIN));
        assertThat(MountInfo.ofPid(root.pid()).at(folder.toString())).isEmpty();
        assertThat(hostName()).isEqualTo(before);
        assertThat(folder.resolve("kmsg")).doesNotExist();
        assertThat(shadow).isEmptyFile();
        assertThat(nice(root.pid())).isEqualTo(nice(ProcessHandle.current().pid()));
    }

    private static String hostName() {
        return Run.output("uname", "-n");
    }

    private static String nice(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE];
    }

    @Fact("F18")
    @NeedsProgram({"unshare", "readlink"})
    void one_maps_only_oneself_and_only_once() throws Exception {
        long uid = Scene.somebody();
        long gid = Scene.somebodysGroup();
        Plan ordinary =
                Scene.isRoot() ? IdMapPlanner.become(uid, gid, List.of(), true) : Plan.NOTHING;
        // One that stays outside writes: who makes a namespace has every capability in it from
        // there, and inside none after the exec.
        Plan writer =
                Scene.shell(
                        "before=$(readlink /proc/self/ns/user)",
                        "unshare --user sleep 600 & c=$!",
                        "trap 'kill $c' TERM",
                        "while [ $(readlink /proc/$c/ns/user) = $before ]; do sleep 0.02; done",
                        "try() { printf %s \"$3\" 2>/dev/null >/proc/$c/$2 && echo $1; }",
                        "try early gid_map '0 " + gid + " 1'",
                        "try deny setgroups deny",
                        "try group gid_map '0 " + gid + " 1'",
                        "try other uid_map '0 " + (uid - 1) + " 1'",
                        "try both uid_map '0 " + (uid - 1) + " 2'",
                        "try own uid_map '0 " + uid + " 1'",
                        "try again uid_map '0 " + uid + " 1'",
                        "echo $c",
                        "wait $c");
        Child outside = scene.start(Launch.of(ordinary.then(writer)));
        try {
            List<String> said = scene.said(4);
            assertThat(said.subList(0, 3)).containsExactly("deny", "group", "own");
            Path proc = Path.of("/proc/" + said.get(3));
            assertThat(map(proc, "uid_map")).containsExactly("0", Long.toString(uid), "1");
            assertThat(map(proc, "gid_map")).containsExactly("0", Long.toString(gid), "1");
            assertThat(proc.resolve("setgroups")).hasContent("deny");
        } finally {
            outside.signal(SIGTERM);
            outside.await();
        }
        Plan setgroups = Plan.of(Steps.setgroups(List.of())).then(STAY);
        Refused.with(Errno.EPERM, () -> scene.start(Scene.mapped(CLONE_NEWPID, setgroups)));
    }

    private static String[] map(Path proc, String file) throws IOException {
        return Files.readString(proc.resolve(file)).strip().split(" +");
    }

    @Fact("F19")
    void proc_can_be_mounted_by_who_has_a_PID_namespace() throws Exception {
        Plan mount = Plan.of(Steps.makePrivate("/"), Steps.mount("proc", folder.toString(), 0, ""));
        Plan stay = mount.then(STAY);
        Refused.with(Errno.EPERM, () -> scene.start(Scene.mapped(CLONE_NEWNS, stay)));
        Child with = scene.start(Scene.mapped(CLONE_NEWNS | CLONE_NEWPID, stay));
        assertThat(MountInfo.ofPid(with.pid()).at(folder.toString()))
                .get()
                .extracting(MountInfo.Mount::fsType)
                .isEqualTo("proc");
    }

    @Fact("F20")
    @NeedsProgram(value = "newuidmap", debian = "uidmap")
    void groups_first_then_the_group_then_the_user() throws Exception {
        long user = ThreadLocalRandom.current().nextInt(1, 1000);
        Step groups = Steps.setgroups(List.of());
        Step group = Steps.setresgid(user, user, user);
        Step become = Steps.setresuid(user, user, user);
        Refused.with(Errno.EPERM, () -> inOneGroupMore(become, group));
        Refused.with(Errno.EPERM, () -> inOneGroupMore(group, become, groups));

        ProcStatus forgot = ProcStatus.ofPid(inOneGroupMore(group, become).pid());
        assertThat(forgot.groups()).as("who forgets setgroups").hasSize(1);
        ProcStatus good = ProcStatus.ofPid(inOneGroupMore(groups, group, become).pid());
        assertThat(good.groups()).isEmpty();
        assertThat(good.gids().effective()).isEqualTo(good.gids().saved());
        assertThat(good.gids()).isEqualTo(forgot.gids());
        assertThat(good.uids().effective()).isNotEqualTo(Scene.us().uids().effective());
        if (Scene.isRoot()) assertThat(good.uids().effective()).isEqualTo(user);
    }

    private Child inOneGroupMore(Step... steps) throws IOException {
        List<Step> all = new ArrayList<>(IdMapPlanner.become(0, 0, List.of(1L), true).steps());
        all.addAll(List.of(steps));
        Launch launch = Launch.of(new Plan(all).then(STAY)).withNamespaces(CLONE_NEWPID);
        if (Scene.isRoot()) return scene.start(launch);
        ProcStatus us = Scene.us();
        String name = System.getProperty("user.name");
        long uid = us.uids().effective();
        return scene.start(
                launch.withNamespaces(CLONE_NEWPID | CLONE_NEWUSER)
                        .withWhileCloned(
                                IdMapPlanner.mapRanges(
                                        uid,
                                        us.gids().effective(),
                                        SubordinateIds.of(Path.of("/etc/subuid"))
                                                .rangesOf(name, uid),
                                        SubordinateIds.of(Path.of("/etc/subgid"))
                                                .rangesOf(name, uid)))
                        .withIdentity(IdMapPlanner.becomeRoot(true)));
    }
}

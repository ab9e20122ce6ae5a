package slipway.plan.probe;

import static slipway.linux.Constants.AT_EMPTY_PATH;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_RECURSIVE;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.MOUNT_ATTR_IDMAP;
import static slipway.linux.Constants.MOUNT_ATTR_NOSUID;
import static slipway.linux.Constants.OPEN_TREE_CLOEXEC;
import static slipway.linux.Constants.OPEN_TREE_CLONE;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.O_RDONLY;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.OpenHow;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.plan.Do;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/** The calls by which a container's file systems are put together from descriptors. */
final class MountExperiments {
    private static final String IDMAPPED = "idmapped-mounts";
    private static final int USER_NAMESPACE = 3;

    private final Self self;
    private final Fixes fixes;

    MountExperiments(Self self) {
        this.self = self;
        this.fixes = new Fixes(self);
    }

    List<Probe> all() {
        return List.of(openat2(), mountSetattr(), new Probe(IDMAPPED, this::idmapped));
    }

    private Probe openat2() {
        Step open =
                Step.call(
                        "open the root as a root",
                        Call.of(
                                Syscall.OPENAT2,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text("/"),
                                OpenHow.inRoot(O_PATH | O_DIRECTORY),
                                Arg.num(OpenHow.SIZE)));
        Trial trial =
                new Trial(
                        "openat2",
                        Self.plain(Plan.of(open, Attempt.end())),
                        "no symbolic link of an image leads out of it while mounts are made",
                        self.filtered(),
                        errno -> fixes.other(Syscall.OPENAT2, errno));
        return new Probe(trial.name(), trial);
    }

    private Probe mountSetattr() {
        Plan inside =
                Plan.of(
                        cloneTree("/"),
                        setAttributes(MOUNT_ATTR_NOSUID, Arg.num(0), "{MOUNT_ATTR_NOSUID}"),
                        Attempt.end());
        Trial trial =
                new Trial(
                        "mount_setattr",
                        self.in(CLONE_NEWNS, inside),
                        "a mount is made, restricted and only then put in its place",
                        self.filtered(),
                        errno -> fixes.namespace("max_mnt_namespaces", errno));
        return new Probe(trial.name(), trial);
    }

    /** A second process lends its user namespace, whose map the mount then gets. */
    private ProbeResult idmapped(Launcher launcher) {
        Launch lender =
                Self.plain(Plan.of(ProcessExperiments.dumpable()))
                        .withNamespaces(CLONE_NEWUSER)
                        .withWhileCloned(self.mapOnlyMe());
        String meaning = "files of the host keep their owners when they are mounted in a container";
        try (Child holder = launcher.startHolder(lender);
                Fd users = Fd.open("/proc/" + holder.pid() + "/ns/user", O_RDONLY, 0)) {
            Plan inside =
                    Plan.of(
                            cloneTree("/"),
                            setAttributes(
                                    MOUNT_ATTR_IDMAP,
                                    Arg.num(USER_NAMESPACE),
                                    "{MOUNT_ATTR_IDMAP, userns_fd=" + USER_NAMESPACE + "}"),
                            Attempt.end());
            Launch launch = self.in(CLONE_NEWNS, inside).withFds(Map.of(USER_NAMESPACE, users));
            return new Trial(IDMAPPED, launch, meaning, self.filtered(), this::idmappedFix)
                    .run(launcher);
        } catch (SyscallException e) {
            return notLent(e.call(), e.errno(), meaning);
        } catch (StepFailed e) {
            return notLent(e.call(), e.errno(), meaning);
        }
    }

    private ProbeResult notLent(Call call, Errno errno, String meaning) {
        Optional<Errno> why = Optional.of(errno);
        return new ProbeResult(
                IDMAPPED,
                Trial.outcome(why, self.filtered()),
                call.toString(),
                Attempt.inWords(errno),
                meaning,
                fixes.userNamespace(why));
    }

    private String idmappedFix(Optional<Errno> errno) {
        if (!self.privileged()) return "run it as root; no kernel lets an ordinary user do this";
        return "a root file system that can do it: ext4, xfs, btrfs; tmpfs from Linux 6.3";
    }

    /** With all that is below, because in a user namespace nothing may be uncovered. */
    private static Do cloneTree(String path) {
        return Step.call(
                        "make a mount that is nowhere yet",
                        Call.of(
                                Syscall.OPEN_TREE,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text(path),
                                Arg.flag(
                                        OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE,
                                        Family.OPEN_TREE)))
                .as("tree");
    }

    /** {@code struct mount_attr}: attr_set, attr_clr, propagation, userns_fd. */
    private static Step setAttributes(long set, Arg users, String shown) {
        List<Arg> words = List.of(Arg.num(set), Arg.num(0), Arg.num(0), users);
        return Step.call(
                "change the mount before anybody sees it",
                Call.of(
                        Syscall.MOUNT_SETATTR,
                        Arg.result("tree"),
                        Arg.text(""),
                        Arg.flag(AT_EMPTY_PATH, Family.AT),
                        new Arg.Words(words, shown),
                        Arg.num(8L * words.size())));
    }
}

package slipway.cgroups;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_REMOVEDIR;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.LinuxKernel;
import slipway.linux.PidFd;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.plan.Plan;
import slipway.plan.PlanRunner;
import slipway.plan.WriteFile;

/** Removes groups, with all that is in them: groups below, and processes. */
final class CgroupRemoval {
    /** rmdir is EBUSY until the last process is gone altogether, which its own work may delay. */
    private static final long LIMIT_NANOS = 10_000_000_000L;

    private static final long FIRST_PAUSE_MILLIS = 1;
    private static final long LAST_PAUSE_MILLIS = 50;

    private final long deadline = System.nanoTime() + LIMIT_NANOS;

    /**
     * Removes them all, or as many as go.
     *
     * @throws GroupBusy for the first that could not be emptied in ten seconds
     */
    static void remove(List<GroupPlan.Place> places) {
        RuntimeException first = null;
        for (GroupPlan.Place place : places) {
            try {
                new CgroupRemoval().remove(place.directory());
            } catch (RuntimeException e) {
                if (first == null) first = e;
                else first.addSuppressed(e);
            }
        }
        if (first != null) throw first;
    }

    private void remove(String group) {
        long pause = FIRST_PAUSE_MILLIS;
        while (!rmdir(group)) {
            for (String child : children(group)) remove(child);
            kill(group);
            if (rmdir(group)) return;
            if (System.nanoTime() > deadline) throw new GroupBusy(group, members(group));
            sleep(pause);
            pause = Math.min(2 * pause, LAST_PAUSE_MILLIS);
        }
    }

    /** Whether it is gone. */
    private static boolean rmdir(String group) {
        try {
            LinuxKernel.INSTANCE.call(
                    Call.of(
                            Syscall.UNLINKAT,
                            Arg.flag(AT_FDCWD, Family.DIRFD),
                            Arg.text(group),
                            Arg.flag(AT_REMOVEDIR, Family.AT)));
            return true;
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) return true;
            if (e.errno() == Errno.EBUSY || e.errno() == Errno.ENOTEMPTY) return false;
            throw e;
        }
    }

    /** Every process in it, at once where the kernel can (version 2, Linux 5.14). */
    private static void kill(String group) {
        List<String> members = members(group);
        String us = "" + LinuxKernel.INSTANCE.call(Call.of(Syscall.GETPID));
        if (members.isEmpty()) return;
        if (members.contains(us)) throw new GroupBusy(group, members);
        String file = group + "/cgroup.kill";
        if (new File(file).exists()) {
            new PlanRunner(LinuxKernel.INSTANCE)
                    .run(
                            Plan.of(new WriteFile(file, "1", "kill what is left in the group")),
                            java.util.Map.of());
            return;
        }
        for (String pid : members) kill(group, pid);
    }

    /** Held by a descriptor first, then looked for again: the number may have a new owner. */
    private static void kill(String group, String pid) {
        if (pid.equals("0")) return; // of a PID namespace that we do not see
        try (PidFd process = PidFd.open(Integer.parseInt(pid))) {
            if (members(group).contains(pid)) process.signal(Constants.SIGKILL);
        } catch (SyscallException e) {
            if (e.errno() != Errno.ESRCH) throw e;
        }
    }

    private static List<String> members(String group) {
        return ControlFile.words(group + "/cgroup.procs");
    }

    private static List<String> children(String group) {
        List<String> children = new ArrayList<>();
        String[] names = new File(group).list();
        if (names == null) return children;
        for (String name : names) {
            File child = new File(group, name);
            if (child.isDirectory()) children.add(child.getPath());
        }
        return children;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a group was being removed", e);
        }
    }
}

package slipway.runtime.lifecycle;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.Errno;
import slipway.linux.PidFd;
import slipway.linux.SyscallException;
import slipway.runtime.state.ContainerState;

/** All processes of a container: those in its cgroup, and in the groups below. */
public final class Members {
    private Members() {}

    /** Sends each a signal. */
    static void signal(ContainerState state, int signal) {
        for (int pid : of(state)) {
            try (PidFd process = PidFd.open(pid)) {
                // Looked for again while it is held: the number may have a new owner.
                if (of(state).contains(pid)) process.signal(signal);
            } catch (SyscallException e) {
                if (e.errno() != Errno.ESRCH && e.errno() != Errno.EINVAL) throw e;
            }
        }
    }

    /** Their numbers. */
    public static List<Integer> of(ContainerState state) {
        List<Integer> pids = new ArrayList<>();
        if (!state.groups().isEmpty()) add(new File(state.groups().get(0).directory()), pids);
        return pids;
    }

    private static void add(File group, List<Integer> pids) {
        String text;
        try (FileInputStream in = new FileInputStream(new File(group, "cgroup.procs"))) {
            text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return; // the group has gone
        }
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            pids.add(Integer.valueOf(text.substring(start, end)));
            start = end + 1;
        }
        File[] below = group.listFiles();
        if (below == null) return;
        for (File each : below) if (each.isDirectory()) add(each, pids);
    }
}

package slipway.lessons.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import slipway.linux.Capability;
import slipway.linux.ProcStatus;

/** Who this JVM is to the kernel. */
record Us(long uid, long gid, boolean isRoot) {
    static Us now() {
        try {
            ProcStatus status = ProcStatus.ofPid(ProcessHandle.current().pid());
            boolean may = status.capabilities().effective().contains(Capability.CAP_SYS_ADMIN);
            return new Us(status.uids().effective(), status.gids().effective(), may);
        } catch (IOException e) {
            throw new UncheckedIOException("/proc/self/status: " + e.getMessage(), e);
        }
    }
}

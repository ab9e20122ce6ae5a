package slipway.namespaces;

import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_WRONLY;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Settings of the kernel that every namespace has its own of. All others are the machine's, and a
 * container has no business with them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_sys.5.html">proc_sys(5)</a>
 */
public final class SysctlPlanner {
    private static final String[] IPC = {
        "kernel.msgmax",
        "kernel.msgmnb",
        "kernel.msgmni",
        "kernel.sem",
        "kernel.shmall",
        "kernel.shmmax",
        "kernel.shmmni",
        "kernel.shm_rmid_forced",
        "kernel.msg_next_id",
        "kernel.sem_next_id",
        "kernel.shm_next_id",
        "kernel.auto_msgmni",
    };

    private SysctlPlanner() {}

    /**
     * The kind of namespace that a setting belongs to.
     *
     * @param name with dots, as sysctl(8) has it; in {@code net.} also with slashes, because an
     *     interface may have dots in its name
     * @return empty for what belongs to the whole machine, and for what is no name
     */
    public static Optional<Namespace> owner(String name) {
        if (!isName(name)) return Optional.empty();
        if (name.startsWith("net.") || name.startsWith("net/")) return Optional.of(Namespace.NET);
        if (name.equals("kernel.domainname")) return Optional.of(Namespace.UTS);
        if (name.startsWith("fs.mqueue.")) return Optional.of(Namespace.IPC);
        for (String each : IPC) if (name.equals(each)) return Optional.of(Namespace.IPC);
        return Optional.empty();
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f) return false;
        }
        return !name.contains("..") && !name.contains("./") && !name.contains("//");
    }

    /**
     * Steps that set them, in the {@code /proc} of the new root.
     *
     * @param root what earlier steps call the open root
     */
    public static Plan set(Map<String, String> sysctls, String root) {
        List<Step> steps = new ArrayList<>();
        for (Map.Entry<String, String> each : sysctls.entrySet()) {
            set(steps, each.getKey(), each.getValue(), root);
        }
        return new Plan(steps);
    }

    private static void set(List<Step> steps, String name, String value, String root) {
        Arg length = Arg.num(value.getBytes(StandardCharsets.UTF_8).length);
        steps.add(
                Step.call(
                                "find " + name,
                                Call.of(
                                        Syscall.OPENAT,
                                        Arg.result(root),
                                        Arg.text("proc/sys/" + path(name)),
                                        Arg.flag(O_WRONLY | O_CLOEXEC, Family.OPEN),
                                        Arg.mode(0)))
                        .as("sysctl"));
        steps.add(
                Step.call(
                        "set " + name,
                        Call.of(Syscall.WRITE, Arg.result("sysctl"), Arg.text(value), length)));
        steps.add(Step.call("close it", Call.of(Syscall.CLOSE, Arg.result("sysctl"))));
    }

    /**
     * Where it is below {@code /proc/sys}. As with sysctl(8), the first separator says which of the
     * two separates.
     */
    public static String path(String name) {
        int dot = name.indexOf('.');
        int slash = name.indexOf('/');
        boolean slashes = slash >= 0 && (dot < 0 || slash < dot);
        if (slashes) return name;
        return name.replace('/', '\0').replace('.', '/').replace('\0', '.');
    }
}

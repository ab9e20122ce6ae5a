package slipway.security;

import java.util.List;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Shown;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * The step after which a process, and all that it starts, may make certain system calls only.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/seccomp.2.html">seccomp(2)</a>
 */
public final class SeccompPlanner {
    private static final int SET_MODE_FILTER = 1;
    private static final int INSTRUCTION = 8;

    private SeccompPlanner() {}

    /**
     * Installs the filter. Needs no_new_privs or CAP_SYS_ADMIN; what comes after it in the plan
     * must be allowed by the profile.
     */
    public static Plan filter(SeccompProfile profile, Arch arch) {
        byte[] program = SeccompFilter.compile(profile, arch);
        int length = program.length / INSTRUCTION;
        Arg code = new Arg.Bytes(program, Shown.of(length + " instructions"));
        Arg filter =
                new Arg.Words(List.of(Arg.num(length), code), "{len=" + length + ", filter=…}");
        Call call =
                Call.of(
                        Syscall.SECCOMP,
                        new Arg.Num(SET_MODE_FILTER, "SECCOMP_SET_MODE_FILTER"),
                        Arg.num(profile.flags()),
                        filter);
        return Plan.of(Step.call("allow only the system calls of the profile", call));
    }
}

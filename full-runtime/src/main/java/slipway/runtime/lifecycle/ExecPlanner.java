package slipway.runtime.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slipway.jail.TerminalPlanner;
import slipway.jail.WorkdirPlanner;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Syscall;
import slipway.linux.WindowSize;
import slipway.namespaces.IdMapPlanner;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespacePlanner;
import slipway.oci.ProcessSpec;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.WriteFile;
import slipway.security.CapabilityPlanner;
import slipway.security.SeccompPlanner;

/** The plan of one more process in a container that is there. Pure. */
final class ExecPlanner {
    private final ExecRequest request;
    private final ExecFacts facts;
    private final List<Step> steps = new ArrayList<>();

    private ExecPlanner(ExecRequest request, ExecFacts facts) {
        this.request = request;
        this.facts = facts;
    }

    /** Steps of the process that goes there, as long as it is still outside in part. */
    static Plan joining(ExecFacts facts) {
        List<Step> steps = new ArrayList<>();
        if (!facts.oomScore().isEmpty()) {
            String file = "/proc/self/oom_score_adj";
            steps.add(new WriteFile(file, facts.oomScore(), "set process.oomScoreAdj"));
        }
        for (String file : facts.groups()) {
            steps.add(new WriteFile(file, "0", "be in the container's cgroup"));
        }
        for (Map.Entry<Namespace, Integer> each : facts.joined().entrySet()) {
            int fd = each.getValue();
            steps.addAll(NamespacePlanner.join(each.getKey(), fd).steps());
            steps.add(Step.call("close it", Call.of(Syscall.CLOSE, Arg.num(fd))));
        }
        return new Plan(steps);
    }

    /** Steps of the process once it is there, with an exec at the end. */
    static Plan inside(ExecRequest request, ExecFacts facts) {
        return new ExecPlanner(request, facts).inside();
    }

    private Plan inside() {
        ProcessSpec process = request.process();
        // Its id may be nobody's there, and then it would lose its rights at the exec.
        if (facts.ownUsers()) steps.addAll(IdMapPlanner.becomeRoot(facts.maySetGroups()).steps());
        steps.add(Step.call("be nobody's job but one's own", Call.of(Syscall.SETSID)));
        if (request.newKeyring()) steps.add(SpecPlanner.keyring());
        if (process.terminal()) {
            WindowSize size = process.terminalSize().orElse(WindowSize.UNKNOWN);
            long owner = process.user().uid();
            steps.addAll(TerminalPlanner.another(size, owner, facts.console()).steps());
        }
        steps.addAll(WorkdirPlanner.go(process.cwd()).steps());
        steps.addAll(LimitsPlanner.rlimits(facts.rlimits()).steps());
        // Without no_new_privs a filter takes CAP_SYS_ADMIN, which goes with the next steps.
        if (!process.noNewPrivileges()) seccomp();
        steps.addAll(
                IdentityPlanner.rights(
                                process, facts.host(), facts.ownUsers(), facts.maySetGroups())
                        .steps());
        Call umask = Call.of(Syscall.UMASK, Arg.mode(process.user().umask()));
        steps.add(Step.call("let new files be as the configuration says", umask));
        if (process.noNewPrivileges()) {
            steps.addAll(CapabilityPlanner.noNewPrivileges().steps());
            seccomp();
        }
        return new Plan(steps).then(ProgramSearch.exec(process));
    }

    private void seccomp() {
        if (request.seccomp().isEmpty()) return;
        steps.addAll(
                SeccompPlanner.filter(Profiles.of(request.seccomp().get()), facts.arch()).steps());
    }
}

package slipway.runtime.lifecycle;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Constants;
import slipway.oci.Seccomp;
import slipway.security.SeccompAction;
import slipway.security.SeccompProfile;

/** A seccomp profile of a configuration in the words of the kernel. */
final class Profiles {
    private static final String COMPARISON = "SCMP_CMP_";

    private Profiles() {}

    static SeccompProfile of(Seccomp seccomp) {
        List<SeccompProfile.Rule> rules = new ArrayList<>();
        for (Seccomp.Rule rule : seccomp.rules()) {
            List<SeccompProfile.Condition> conditions = new ArrayList<>();
            for (Seccomp.Condition each : rule.conditions()) conditions.add(condition(each));
            int action = action(rule.action(), rule.errno());
            rules.add(new SeccompProfile.Rule(rule.names(), action, conditions));
        }
        return new SeccompProfile(
                action(seccomp.defaultAction(), seccomp.defaultErrno()),
                seccomp.architectures(),
                flags(seccomp.flags()),
                rules);
    }

    private static SeccompProfile.Condition condition(Seccomp.Condition condition) {
        String name = condition.operator().substring(COMPARISON.length());
        return new SeccompProfile.Condition(
                condition.index(),
                SeccompProfile.Comparison.valueOf(name),
                condition.value(),
                condition.valueTwo());
    }

    private static int action(String name, int errno) {
        switch (name) {
            case "SCMP_ACT_ALLOW":
                return SeccompAction.ALLOW;
            case "SCMP_ACT_LOG":
                return SeccompAction.LOG;
            case "SCMP_ACT_ERRNO":
                return SeccompAction.errno(errno);
            case "SCMP_ACT_TRACE":
                return SeccompAction.trace(errno);
            case "SCMP_ACT_TRAP":
                return SeccompAction.TRAP;
            case "SCMP_ACT_KILL_PROCESS":
                return SeccompAction.KILL_PROCESS;
            default:
                return SeccompAction.KILL_THREAD;
        }
    }

    private static long flags(List<String> names) {
        long flags = 0;
        for (String name : names) {
            if (name.endsWith("_LOG")) flags |= Constants.SECCOMP_FILTER_FLAG_LOG;
            if (name.endsWith("_SPEC_ALLOW")) flags |= Constants.SECCOMP_FILTER_FLAG_SPEC_ALLOW;
            if (name.endsWith("_TSYNC")) flags |= Constants.SECCOMP_FILTER_FLAG_TSYNC;
        }
        return flags;
    }
}

package slipway.oci;

import java.util.List;

/**
 * Which system calls the container's programs may make.
 *
 * @param defaultAction what happens to a call that no rule names
 * @param defaultErrno what it answers, if that is the action
 * @param architectures as {@code SCMP_ARCH_*}; empty for the machine's own
 * @param flags as {@code SECCOMP_FILTER_FLAG_*}
 */
public record Seccomp(
        String defaultAction,
        int defaultErrno,
        List<String> architectures,
        List<String> flags,
        List<Rule> rules) {
    public Seccomp {
        architectures = List.copyOf(architectures);
        flags = List.copyOf(flags);
        rules = List.copyOf(rules);
    }

    /**
     * One rule.
     *
     * @param conditions all of which must hold
     */
    public record Rule(List<String> names, String action, int errno, List<Condition> conditions) {
        public Rule {
            names = List.copyOf(names);
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * A comparison of an argument.
     *
     * @param index 0 to 5
     * @param operator as {@code SCMP_CMP_*}
     * @param value as 64 bits without sign; the mask of {@code SCMP_CMP_MASKED_EQ}
     * @param valueTwo what is to be left under that mask
     */
    public record Condition(int index, String operator, long value, long valueTwo) {}
}

package slipway.security;

import java.util.List;

/**
 * Which system calls a process may make, as {@code linux.seccomp} of the OCI runtime specification
 * has it.
 *
 * @param defaultAction what happens to a call that no rule names, as {@link SeccompAction} encodes
 *     it
 * @param architectures as {@code SCMP_ARCH_X86}; the machine's own is always among them
 * @param flags SECCOMP_FILTER_FLAG_* of seccomp(2), or'ed
 */
public record SeccompProfile(
        int defaultAction, List<String> architectures, long flags, List<Rule> rules) {
    public SeccompProfile {
        architectures = List.copyOf(architectures);
        rules = List.copyOf(rules);
    }

    /**
     * What happens to some calls.
     *
     * @param names as in syscalls(2); one that no kernel of this kind has means nothing, for
     *     profiles name the calls of all kinds
     * @param conditions all must hold, except that of several on one argument one is enough; empty
     *     for every call of these names
     */
    public record Rule(List<String> names, int action, List<Condition> conditions) {
        public Rule {
            names = List.copyOf(names);
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * What an argument must be like.
     *
     * @param index 0 to 5
     * @param value to compare with, unsigned; the mask of {@link Comparison#MASKED_EQ}
     * @param masked what must be left under that mask; otherwise of no meaning
     */
    public record Condition(int index, Comparison comparison, long value, long masked) {
        public Condition {
            if (index < 0 || index > 5) throw new IllegalArgumentException("argument " + index);
        }
    }

    /** How an argument is compared; the constants are the OCI names without {@code SCMP_CMP_}. */
    public enum Comparison {
        EQ,
        NE,
        LT,
        LE,
        GT,
        GE,
        MASKED_EQ
    }
}

package slipway.security;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arch;
import slipway.linux.Errno;
import slipway.security.SeccompProfile.Rule;
import slipway.security.SyscallNumbers.Kind;

/**
 * Turns a profile into the program that the kernel runs at each system call: find the kind of call,
 * find its number in a tree, look at its arguments if a rule does.
 *
 * <p>As runc and crun do with libseccomp: a rule without conditions goes before those with; calls
 * of a kind that the profile does not name kill; and where unknown calls are to fail, those newer
 * than all that the profile knows fail with ENOSYS, so that a C library tries an older one.
 */
final class SeccompFilter {
    private static final int NUMBER = 0;
    private static final int KIND = 4;

    /** Set in the number of a call of the x32 kind, whose other numbers are those of x86-64. */
    private static final int X32 = 0x40000000;

    private final SyscallNumbers numbers = SyscallNumbers.read();
    private final SeccompProfile profile;
    private final BpfWriter out = new BpfWriter();

    private SeccompFilter(SeccompProfile profile) {
        this.profile = profile;
    }

    /** An array of struct sock_filter, for seccomp(2) or prctl(2). */
    static byte[] compile(SeccompProfile profile, Arch arch) {
        SeccompFilter filter = new SeccompFilter(profile);
        filter.write(arch);
        return filter.out.bytes();
    }

    private void write(Arch arch) {
        int next = out.answer(SeccompAction.KILL_PROCESS);
        boolean x32 = arch == Arch.X86_64 && profile.architectures().contains("SCMP_ARCH_X32");
        if (arch == Arch.X86_64 && profile.architectures().contains("SCMP_ARCH_X86")) {
            next = kind(Kind.I386, next, false);
        }
        kind(Kind.of(arch), next, x32);
        out.load(KIND);
    }

    /** Returns where to compare with this kind; {@code otherwise} is the next comparison. */
    private int kind(Kind kind, int otherwise, boolean x32) {
        int refused = kind == Kind.X86_64 && !x32 ? out.answer(SeccompAction.KILL_PROCESS) : 0;
        int begin = tree(calls(kind));
        if (kind == Kind.X86_64) {
            if (x32) out.and(~X32);
            else out.branch(BpfWriter.JGE_K, X32, refused, begin);
        }
        int found = out.load(NUMBER);
        return out.branch(BpfWriter.JEQ_K, kind.audit(), found, otherwise);
    }

    /** What happens from a number on, up to the next one. */
    private static final class Range {
        final int from;
        final int action;
        final List<Rule> conditional;

        Range(int from, int action, List<Rule> conditional) {
            this.from = from;
            this.action = action;
            this.conditional = conditional;
        }

        boolean continues(Range before) {
            return conditional.isEmpty() && before.conditional.isEmpty() && action == before.action;
        }
    }

    /** All numbers from 0 on, in order, without a gap. */
    private List<Range> calls(Kind kind) {
        Rule[] always = new Rule[1024];
        Object[] sometimes = new Object[always.length];
        int highest = -1;
        for (int i = 0; i < profile.rules().size(); i++) {
            Rule rule = profile.rules().get(i);
            for (int j = 0; j < rule.names().size(); j++) {
                int number = numbers.of(rule.names().get(j), kind);
                if (number < 0) continue;
                highest = Math.max(highest, number);
                if (!rule.conditions().isEmpty()) add(sometimes, number, rule);
                else if (always[number] == null) always[number] = rule;
            }
        }
        List<Range> ranges = new ArrayList<>();
        for (int number = 0; number <= highest; number++) {
            Rule rule = always[number];
            boolean conditional = rule == null && sometimes[number] != null;
            append(
                    ranges,
                    new Range(
                            number,
                            rule == null ? profile.defaultAction() : rule.action(),
                            conditional ? rules(sometimes[number]) : List.of()));
        }
        boolean unknownFails = SeccompAction.isErrno(profile.defaultAction());
        int unknown =
                unknownFails ? SeccompAction.errno(Errno.ENOSYS.number()) : profile.defaultAction();
        append(ranges, new Range(highest + 1, unknown, List.of()));
        return ranges;
    }

    private static void append(List<Range> ranges, Range next) {
        if (!ranges.isEmpty() && next.continues(ranges.get(ranges.size() - 1))) return;
        ranges.add(next);
    }

    private static void add(Object[] sometimes, int number, Rule rule) {
        if (sometimes[number] == null) sometimes[number] = new ArrayList<Rule>();
        rules(sometimes[number]).add(rule);
    }

    @SuppressWarnings("unchecked")
    private static List<Rule> rules(Object list) {
        return (List<Rule>) list;
    }

    private int tree(List<Range> ranges) {
        int half = ranges.size() / 2;
        if (half == 0) return leaf(ranges.get(0));
        int upper = tree(ranges.subList(half, ranges.size()));
        int lower = tree(ranges.subList(0, half));
        return out.branch(BpfWriter.JGE_K, ranges.get(half).from, upper, lower);
    }

    /** With the number in A. The rules in order: the first whose conditions hold decides. */
    private int leaf(Range range) {
        int begin = out.answer(range.action);
        for (int i = range.conditional.size() - 1; i >= 0; i--) {
            Rule rule = range.conditional.get(i);
            int decided = out.answer(rule.action());
            begin = new SeccompConditions(out, rule.conditions()).write(decided, begin);
        }
        return begin;
    }
}

package slipway.security;

import java.util.List;
import slipway.security.SeccompProfile.Condition;

/** Writes what a rule asks of the arguments: 64 bits each, which BPF sees by halves. */
final class SeccompConditions {
    private static final int ARGUMENTS = 16;
    private static final int WORD = 8;
    private static final int UPPER_HALF = 4;

    private final BpfWriter out;
    private final List<Condition> conditions;

    SeccompConditions(BpfWriter out, List<Condition> conditions) {
        this.out = out;
        this.conditions = conditions;
    }

    /** Returns where it begins. */
    int write(int ifSo, int ifNot) {
        boolean oneIsEnough = isAnyArgumentTwice();
        int begin = oneIsEnough ? ifNot : ifSo;
        for (int i = conditions.size() - 1; i >= 0; i--) {
            Condition condition = conditions.get(i);
            begin =
                    oneIsEnough
                            ? compare(condition, ifSo, begin)
                            : compare(condition, begin, ifNot);
        }
        return begin;
    }

    /** As runc reads it, and profiles have come to rely on. */
    private boolean isAnyArgumentTwice() {
        int seen = 0;
        for (int i = 0; i < conditions.size(); i++) {
            int bit = 1 << conditions.get(i).index();
            if ((seen & bit) != 0) return true;
            seen |= bit;
        }
        return false;
    }

    private int compare(Condition condition, int ifSo, int ifNot) {
        switch (condition.comparison()) {
            case EQ:
                return equal(condition, ifSo, ifNot);
            case NE:
                return equal(condition, ifNot, ifSo);
            case GT:
                return above(condition, BpfWriter.JGT_K, ifSo, ifNot);
            case LE:
                return above(condition, BpfWriter.JGT_K, ifNot, ifSo);
            case GE:
                return above(condition, BpfWriter.JGE_K, ifSo, ifNot);
            case LT:
                return above(condition, BpfWriter.JGE_K, ifNot, ifSo);
            case MASKED_EQ:
                return masked(condition, ifSo, ifNot);
        }
        throw new AssertionError(condition.comparison());
    }

    private int equal(Condition condition, int ifSo, int ifNot) {
        out.branch(BpfWriter.JEQ_K, lower(condition.value()), ifSo, ifNot);
        int second = out.load(at(condition));
        out.branch(BpfWriter.JEQ_K, upper(condition.value()), second, ifNot);
        return out.load(at(condition) + UPPER_HALF);
    }

    private int above(Condition condition, int comparison, int ifSo, int ifNot) {
        out.branch(comparison, lower(condition.value()), ifSo, ifNot);
        int second = out.load(at(condition));
        int equal = out.branch(BpfWriter.JEQ_K, upper(condition.value()), second, ifNot);
        out.branch(BpfWriter.JGT_K, upper(condition.value()), ifSo, equal);
        return out.load(at(condition) + UPPER_HALF);
    }

    private int masked(Condition condition, int ifSo, int ifNot) {
        long mask = condition.value();
        long wanted = condition.masked() & mask;
        out.branch(BpfWriter.JEQ_K, lower(wanted), ifSo, ifNot);
        out.and(lower(mask));
        int second = out.load(at(condition));
        out.branch(BpfWriter.JEQ_K, upper(wanted), second, ifNot);
        out.and(upper(mask));
        return out.load(at(condition) + UPPER_HALF);
    }

    private static int at(Condition condition) {
        return ARGUMENTS + WORD * condition.index();
    }

    private static int lower(long value) {
        return (int) value;
    }

    private static int upper(long value) {
        return (int) (value >>> 32);
    }
}

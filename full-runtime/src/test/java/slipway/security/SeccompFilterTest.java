package slipway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import slipway.linux.Arch;
import slipway.security.SeccompProfile.Comparison;
import slipway.security.SeccompProfile.Condition;
import slipway.security.SeccompProfile.Rule;
import slipway.security.SyscallNumbers.Kind;

class SeccompFilterTest {
    private static final int ENOSYS = SeccompAction.errno(38);
    private static final int EPERM = SeccompAction.errno(1);
    private static final List<String> NAMES =
            List.of(
                    "read",
                    "write",
                    "mkdir",
                    "openat",
                    "socket",
                    "clone",
                    "personality",
                    "ptrace",
                    "mseal",
                    "open_by_handle_at",
                    "no_such_call",
                    "setns",
                    "fchmodat2");
    private static final long[] VALUES = {0, 1, 8, -1, 0xffffffffL, 1L << 32, 1L << 63, 0x7e020000};

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void a_filter_answers_what_its_profile_says() {
        for (int round = 0; round < 300; round++) {
            SeccompProfile profile = anyProfile();
            for (Kind kind : Kind.values()) {
                Arch arch = kind == Kind.AARCH64 ? Arch.AARCH64 : Arch.X86_64;
                Bpf filter = new Bpf(SeccompFilter.compile(profile, arch));
                for (int i = 0; i < 50; i++) compare(profile, kind, filter);
            }
        }
    }

    private void compare(SeccompProfile profile, Kind kind, Bpf filter) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        int number = SyscallNumbers.read().of(name, kind);
        if (number < 0) return;
        long[] arguments = new long[6];
        for (int i = 0; i < 6; i++) arguments[i] = anyValue();
        assertThat(filter.run(kind.audit(), number, arguments))
                .as("%s of %s under %s, seed %d", name, kind, profile, seed)
                .isEqualTo(expected(profile, kind, name, arguments));
    }

    /** The profile, read as its text says; shares no code with the filter. */
    private static int expected(SeccompProfile profile, Kind kind, String name, long[] arguments) {
        if (kind == Kind.I386 && !profile.architectures().contains("SCMP_ARCH_X86")) {
            return SeccompAction.KILL_PROCESS;
        }
        SyscallNumbers numbers = SyscallNumbers.read();
        boolean newer =
                profile.rules().stream()
                        .flatMap(rule -> rule.names().stream())
                        .allMatch(each -> numbers.of(each, kind) < numbers.of(name, kind));
        if (newer && (profile.defaultAction() & 0xffff0000) == 0x00050000) return ENOSYS;
        for (boolean conditional : new boolean[] {false, true}) {
            for (Rule rule : profile.rules()) {
                if (!rule.names().contains(name)) continue;
                if (rule.conditions().isEmpty() == conditional) continue;
                if (holds(rule.conditions(), arguments)) return rule.action();
            }
        }
        return profile.defaultAction();
    }

    private static boolean holds(List<Condition> conditions, long[] arguments) {
        long indices = conditions.stream().mapToInt(Condition::index).distinct().count();
        return indices < conditions.size()
                ? conditions.stream().anyMatch(each -> holds(each, arguments))
                : conditions.stream().allMatch(each -> holds(each, arguments));
    }

    private static boolean holds(Condition condition, long[] arguments) {
        long argument = arguments[condition.index()];
        int order = Long.compareUnsigned(argument, condition.value());
        return switch (condition.comparison()) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
            case MASKED_EQ -> ((argument ^ condition.masked()) & condition.value()) == 0;
        };
    }

    private SeccompProfile anyProfile() {
        int[] defaults = {EPERM, SeccompAction.ALLOW, SeccompAction.KILL_PROCESS};
        List<Rule> rules = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            List<String> names = new ArrayList<>();
            for (int j = random.nextInt(5); j >= 0; j--) {
                names.add(NAMES.get(random.nextInt(NAMES.size())));
            }
            List<Condition> conditions = new ArrayList<>();
            for (int j = random.nextInt(3); j > 0; j--) conditions.add(anyCondition());
            rules.add(new Rule(names, SeccompAction.errno(100 + i), conditions));
        }
        List<String> kinds = random.nextBoolean() ? List.of("SCMP_ARCH_X86") : List.of();
        return new SeccompProfile(defaults[random.nextInt(defaults.length)], kinds, 0, rules);
    }

    private Condition anyCondition() {
        Comparison[] comparisons = Comparison.values();
        return new Condition(
                random.nextInt(6),
                comparisons[random.nextInt(comparisons.length)],
                anyValue(),
                anyValue());
    }

    private long anyValue() {
        return VALUES[random.nextInt(VALUES.length)] + random.nextInt(2);
    }

    @Test
    void x32_calls_are_killed_unless_the_profile_names_them() {
        int x32Mkdir = 83 | 0x40000000;
        Rule rule = new Rule(List.of("mkdir"), EPERM, List.of());
        SeccompProfile without =
                new SeccompProfile(SeccompAction.ALLOW, List.of(), 0, List.of(rule));
        SeccompProfile with =
                new SeccompProfile(SeccompAction.ALLOW, List.of("SCMP_ARCH_X32"), 0, List.of(rule));
        int kind = Kind.X86_64.audit();
        assertThat(run(without, kind, x32Mkdir)).isEqualTo(SeccompAction.KILL_PROCESS);
        assertThat(run(with, kind, x32Mkdir)).isEqualTo(EPERM);
        assertThat(run(with, kind, 83)).isEqualTo(EPERM);
    }

    private static int run(SeccompProfile profile, int kind, int number) {
        return new Bpf(SeccompFilter.compile(profile, Arch.X86_64)).run(kind, number);
    }

    @Test
    void what_is_too_long_for_the_kernel_is_refused_with_what_to_do() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rules.add(
                    new Rule(
                            List.of("socket"),
                            EPERM,
                            List.of(new Condition(0, Comparison.EQ, i, 0))));
        }
        SeccompProfile profile = new SeccompProfile(SeccompAction.ALLOW, List.of(), 0, rules);
        assertThatThrownBy(() -> SeccompFilter.compile(profile, Arch.X86_64))
                .hasMessageContaining("4096")
                .hasMessageContaining("Try: ");
    }
}

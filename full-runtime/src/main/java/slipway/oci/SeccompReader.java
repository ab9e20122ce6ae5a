package slipway.oci;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code linux.seccomp}. */
final class SeccompReader {
    private static final int EPERM = 1;
    private static final int MOST_ARGUMENTS = 6;

    private final Json json;

    SeccompReader(Json json) {
        this.json = json;
    }

    Seccomp read() throws IOException {
        String action = "";
        int errno = EPERM;
        List<String> architectures = List.of();
        List<String> flags = List.of();
        List<Seccomp.Rule> rules = List.of();
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "defaultAction":
                    action = action();
                    break;
                case "defaultErrnoRet":
                    errno = json.small();
                    break;
                case "architectures":
                    architectures = json.texts();
                    break;
                case "flags":
                    flags = flags();
                    break;
                case "syscalls":
                    rules = rules();
                    break;
                case "listenerPath":
                case "listenerMetadata":
                    json.refuseUnlessEmpty();
                    break;
                default:
                    json.skip();
            }
        }
        if (action.isEmpty()) throw InvalidSpec.missing("linux.seccomp.defaultAction");
        return new Seccomp(action, errno, architectures, flags, rules);
    }

    private String action() throws IOException {
        String key = json.key();
        String action = json.text();
        switch (action) {
            case "SCMP_ACT_KILL":
            case "SCMP_ACT_KILL_PROCESS":
            case "SCMP_ACT_KILL_THREAD":
            case "SCMP_ACT_TRAP":
            case "SCMP_ACT_ERRNO":
            case "SCMP_ACT_TRACE":
            case "SCMP_ACT_ALLOW":
            case "SCMP_ACT_LOG":
                return action;
            case "SCMP_ACT_NOTIFY":
                throw InvalidSpec.notHonoured(key + " 'SCMP_ACT_NOTIFY'");
            default:
                throw new InvalidSpec(key, "'" + action + "'", "an action as SCMP_ACT_ERRNO");
        }
    }

    private List<String> flags() throws IOException {
        List<String> flags = new ArrayList<>();
        json.array();
        while (json.more()) {
            String key = json.key();
            String flag = json.text();
            switch (flag) {
                case "SECCOMP_FILTER_FLAG_LOG":
                case "SECCOMP_FILTER_FLAG_SPEC_ALLOW":
                case "SECCOMP_FILTER_FLAG_TSYNC":
                    flags.add(flag);
                    break;
                default:
                    throw InvalidSpec.notHonoured(key + " '" + flag + "'");
            }
        }
        return flags;
    }

    private List<Seccomp.Rule> rules() throws IOException {
        List<Seccomp.Rule> rules = new ArrayList<>();
        json.array();
        while (json.more()) {
            List<String> names = List.of();
            String action = "";
            int errno = EPERM;
            List<Seccomp.Condition> conditions = List.of();
            String key = json.key();
            json.object();
            while (json.next()) {
                switch (json.name()) {
                    case "names":
                        names = json.texts();
                        break;
                    case "action":
                        action = action();
                        break;
                    case "errnoRet":
                        errno = json.small();
                        break;
                    case "args":
                        conditions = conditions();
                        break;
                    default:
                        json.skip();
                }
            }
            if (action.isEmpty()) throw InvalidSpec.missing(key + ".action");
            rules.add(new Seccomp.Rule(names, action, errno, conditions));
        }
        return rules;
    }

    private List<Seccomp.Condition> conditions() throws IOException {
        List<Seccomp.Condition> all = new ArrayList<>();
        json.array();
        while (json.more()) {
            String key = json.key();
            int index = 0;
            String operator = "";
            long value = 0;
            long valueTwo = 0;
            json.object();
            while (json.next()) {
                switch (json.name()) {
                    case "index":
                        index = json.small();
                        break;
                    case "op":
                        operator = json.text();
                        break;
                    case "value":
                        value = json.unsigned();
                        break;
                    case "valueTwo":
                        valueTwo = json.unsigned();
                        break;
                    default:
                        json.skip();
                }
            }
            if (index < 0 || index >= MOST_ARGUMENTS) {
                throw new InvalidSpec(key + ".index", "" + index, "0 to 5");
            }
            checkOperator(key, operator);
            all.add(new Seccomp.Condition(index, operator, value, valueTwo));
        }
        return all;
    }

    private static void checkOperator(String key, String operator) {
        switch (operator) {
            case "SCMP_CMP_NE":
            case "SCMP_CMP_LT":
            case "SCMP_CMP_LE":
            case "SCMP_CMP_EQ":
            case "SCMP_CMP_GE":
            case "SCMP_CMP_GT":
            case "SCMP_CMP_MASKED_EQ":
                return;
            default:
                throw new InvalidSpec(key + ".op", "'" + operator + "'", "SCMP_CMP_EQ or the like");
        }
    }
}

package slipway.oci;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import slipway.linux.Capability;
import slipway.linux.CapabilitySet;
import slipway.linux.Constants;
import slipway.linux.WindowSize;

/** Reads {@code process}. */
final class ProcessReader {
    private static final ProcessSpec.User ROOT = new ProcessSpec.User(0, 0, List.of(), 0022);
    private static final int UMASK = 0022;

    private final Json json;

    ProcessReader(Json json) {
        this.json = json;
    }

    ProcessSpec read() throws IOException {
        List<String> args = List.of();
        List<String> environment = List.of();
        String cwd = "";
        ProcessSpec.User user = ROOT;
        boolean terminal = false;
        Optional<WindowSize> size = Optional.empty();
        ProcessSpec.Capabilities capabilities = ProcessSpec.Capabilities.NONE;
        List<ProcessSpec.Rlimit> rlimits = List.of();
        boolean noNewPrivileges = false;
        Optional<Integer> oomScoreAdj = Optional.empty();
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "args":
                    args = json.texts();
                    break;
                case "env":
                    environment = json.texts();
                    break;
                case "cwd":
                    cwd = json.text();
                    break;
                case "user":
                    user = user();
                    break;
                case "terminal":
                    terminal = json.truth();
                    break;
                case "consoleSize":
                    size = size();
                    break;
                case "capabilities":
                    capabilities = capabilities();
                    break;
                case "rlimits":
                    rlimits = rlimits();
                    break;
                case "noNewPrivileges":
                    noNewPrivileges = json.truth();
                    break;
                case "oomScoreAdj":
                    oomScoreAdj = Optional.of(json.small());
                    break;
                case "apparmorProfile":
                case "selinuxLabel":
                case "ioPriority":
                case "scheduler":
                case "execCPUAffinity":
                    json.refuseUnlessEmpty();
                    break;
                default:
                    json.skip();
            }
        }
        if (cwd.isEmpty()) throw InvalidSpec.missing("process.cwd");
        return new ProcessSpec(
                args,
                environment,
                cwd,
                user,
                terminal,
                size,
                capabilities,
                rlimits,
                noNewPrivileges,
                oomScoreAdj);
    }

    private ProcessSpec.User user() throws IOException {
        long uid = 0;
        long gid = 0;
        List<Long> groups = List.of();
        int umask = UMASK;
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "uid":
                    uid = json.number();
                    break;
                case "gid":
                    gid = json.number();
                    break;
                case "additionalGids":
                    groups = json.numbers();
                    break;
                case "umask":
                    umask = json.small();
                    break;
                default:
                    json.skip(); // username is for Windows
            }
        }
        return new ProcessSpec.User(uid, gid, groups, umask);
    }

    private Optional<WindowSize> size() throws IOException {
        int height = 0;
        int width = 0;
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "height":
                    height = json.small();
                    break;
                case "width":
                    width = json.small();
                    break;
                default:
                    json.skip();
            }
        }
        return height == 0 && width == 0
                ? Optional.empty()
                : Optional.of(new WindowSize(height, width, 0, 0));
    }

    private ProcessSpec.Capabilities capabilities() throws IOException {
        List<String> unknown = new ArrayList<>();
        CapabilitySet bounding = CapabilitySet.NONE;
        CapabilitySet effective = CapabilitySet.NONE;
        CapabilitySet inheritable = CapabilitySet.NONE;
        CapabilitySet permitted = CapabilitySet.NONE;
        CapabilitySet ambient = CapabilitySet.NONE;
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "bounding":
                    bounding = set(unknown);
                    break;
                case "effective":
                    effective = set(unknown);
                    break;
                case "inheritable":
                    inheritable = set(unknown);
                    break;
                case "permitted":
                    permitted = set(unknown);
                    break;
                case "ambient":
                    ambient = set(unknown);
                    break;
                default:
                    json.skip();
            }
        }
        return new ProcessSpec.Capabilities(
                bounding, effective, inheritable, permitted, ambient, unknown);
    }

    private CapabilitySet set(List<String> unknown) throws IOException {
        long mask = 0;
        json.array();
        while (json.more()) {
            String name = json.text();
            long bit = bit(name.toUpperCase(Locale.ROOT));
            if (bit == 0 && !unknown.contains(name)) unknown.add(name);
            mask |= bit;
        }
        return new CapabilitySet(mask);
    }

    private static long bit(String name) {
        for (Capability each : Capability.values()) if (each.name().equals(name)) return each.bit();
        return 0;
    }

    private List<ProcessSpec.Rlimit> rlimits() throws IOException {
        List<ProcessSpec.Rlimit> rlimits = new ArrayList<>();
        json.array();
        while (json.more()) {
            String key = json.key();
            String type = "";
            long soft = 0;
            long hard = 0;
            json.object();
            while (json.next()) {
                switch (json.name()) {
                    case "type":
                        type = json.text();
                        break;
                    case "soft":
                        soft = json.unsigned();
                        break;
                    case "hard":
                        hard = json.unsigned();
                        break;
                    default:
                        json.skip();
                }
            }
            for (ProcessSpec.Rlimit other : rlimits) {
                if (!other.type().equals(type)) continue;
                throw new InvalidSpec(key + ".type", type + " a second time", "each type once");
            }
            rlimits.add(new ProcessSpec.Rlimit(type, rlimit(key, type), soft, hard));
        }
        return rlimits;
    }

    private static int rlimit(String key, String type) {
        switch (type) {
            case "RLIMIT_CPU":
                return Constants.RLIMIT_CPU;
            case "RLIMIT_FSIZE":
                return Constants.RLIMIT_FSIZE;
            case "RLIMIT_DATA":
                return Constants.RLIMIT_DATA;
            case "RLIMIT_STACK":
                return Constants.RLIMIT_STACK;
            case "RLIMIT_CORE":
                return Constants.RLIMIT_CORE;
            case "RLIMIT_RSS":
                return Constants.RLIMIT_RSS;
            case "RLIMIT_NPROC":
                return Constants.RLIMIT_NPROC;
            case "RLIMIT_NOFILE":
                return Constants.RLIMIT_NOFILE;
            case "RLIMIT_MEMLOCK":
                return Constants.RLIMIT_MEMLOCK;
            case "RLIMIT_AS":
                return Constants.RLIMIT_AS;
            case "RLIMIT_LOCKS":
                return Constants.RLIMIT_LOCKS;
            case "RLIMIT_SIGPENDING":
                return Constants.RLIMIT_SIGPENDING;
            case "RLIMIT_MSGQUEUE":
                return Constants.RLIMIT_MSGQUEUE;
            case "RLIMIT_NICE":
                return Constants.RLIMIT_NICE;
            case "RLIMIT_RTPRIO":
                return Constants.RLIMIT_RTPRIO;
            case "RLIMIT_RTTIME":
                return Constants.RLIMIT_RTTIME;
            default:
                throw new InvalidSpec(key + ".type", "'" + type + "'", "a name of getrlimit(2)");
        }
    }
}

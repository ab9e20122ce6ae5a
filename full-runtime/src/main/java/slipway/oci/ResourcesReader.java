package slipway.oci;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code linux.resources}. */
final class ResourcesReader {
    private static final long ALL = -1;

    private final Json json;
    private List<Resources.DeviceRule> devices = List.of();
    private Optional<Long> memory = Optional.empty();
    private Optional<Long> swap = Optional.empty();
    private Optional<Long> reservation = Optional.empty();
    private Optional<Long> pids = Optional.empty();
    private Optional<Long> shares = Optional.empty();
    private Optional<Long> quota = Optional.empty();
    private Optional<Long> period = Optional.empty();
    private final Map<String, Long> others = new LinkedHashMap<>();
    private String cpus = "";
    private String mems = "";

    ResourcesReader(Json json) {
        this.json = json;
    }

    Resources read() throws IOException {
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "devices":
                    devices = devices();
                    break;
                case "memory":
                    memory();
                    break;
                case "cpu":
                    cpu();
                    break;
                case "pids":
                    pids();
                    break;
                case "blockIO":
                case "hugepageLimits":
                case "network":
                case "rdma":
                case "unified":
                    json.refuseUnlessEmpty();
                    break;
                default:
                    json.skip();
            }
        }
        return new Resources(
                devices,
                memory,
                swap,
                reservation,
                pids,
                shares,
                quota,
                period,
                cpus,
                mems,
                others);
    }

    private void memory() throws IOException {
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "limit":
                    memory = limit();
                    break;
                case "swap":
                    swap = limit();
                    break;
                case "reservation":
                    reservation = limit();
                    break;
                case "swappiness":
                    others.put("memory.swappiness", json.number());
                    break;
                case "disableOOMKiller":
                    if (json.truth()) others.put("memory.disableOOMKiller", 1L);
                    break;
                case "kernel":
                    other("memory.kernel");
                    break;
                case "kernelTCP":
                    other("memory.kernelTCP");
                    break;
                case "useHierarchy":
                    json.skip(); // the only way there is since Linux 5.11
                    break;
                case "checkBeforeUpdate":
                    json.refuseUnlessEmpty();
                    break;
                default:
                    json.skip();
            }
        }
    }

    private void other(String name) throws IOException {
        Optional<Long> wanted = limit();
        if (wanted.isPresent()) others.put(name, wanted.get());
    }

    private void cpu() throws IOException {
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "shares":
                    shares = limit();
                    break;
                case "quota":
                    quota = limit();
                    break;
                case "period":
                    period = limit();
                    break;
                case "cpus":
                    cpus = json.text();
                    break;
                case "mems":
                    mems = json.text();
                    break;
                case "burst":
                case "realtimeRuntime":
                case "realtimePeriod":
                case "idle":
                    json.refuseUnlessEmpty();
                    break;
                default:
                    json.skip();
            }
        }
    }

    private void pids() throws IOException {
        json.object();
        while (json.next()) {
            if (json.name().equals("limit")) pids = limit();
            else json.skip();
        }
    }

    /** 0 is how engines say that they have no wish. */
    private Optional<Long> limit() throws IOException {
        long value = json.number();
        return value == 0 ? Optional.empty() : Optional.of(value);
    }

    private List<Resources.DeviceRule> devices() throws IOException {
        List<Resources.DeviceRule> rules = new ArrayList<>();
        json.array();
        while (json.more()) {
            String key = json.key();
            boolean allow = false;
            String type = "a";
            long major = ALL;
            long minor = ALL;
            String access = "rwm";
            json.object();
            while (json.next()) {
                switch (json.name()) {
                    case "allow":
                        allow = json.truth();
                        break;
                    case "type":
                        type = json.text();
                        break;
                    case "major":
                        major = json.number();
                        break;
                    case "minor":
                        minor = json.number();
                        break;
                    case "access":
                        access = json.text();
                        break;
                    default:
                        json.skip();
                }
            }
            if (type.isEmpty()) type = "a";
            if (type.length() != 1 || "abc".indexOf(type.charAt(0)) < 0) {
                throw new InvalidSpec(key + ".type", "'" + type + "'", "a, b or c");
            }
            rules.add(new Resources.DeviceRule(allow, type.charAt(0), major, minor, access));
        }
        return rules;
    }
}

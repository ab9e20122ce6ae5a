package slipway.oci;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code linux}. */
final class LinuxReader {
    private static final String TYPES = "mount, pid, network, ipc, uts, user, cgroup or time";
    private static final int NODE = 0666;
    private static final long NANOS = 1_000_000_000;

    private final Json json;

    LinuxReader(Json json) {
        this.json = json;
    }

    LinuxSpec read() throws IOException {
        List<LinuxSpec.NamespaceSpec> namespaces = List.of();
        List<LinuxSpec.IdMapping> uids = List.of();
        List<LinuxSpec.IdMapping> gids = List.of();
        List<LinuxSpec.DeviceSpec> devices = List.of();
        String cgroupsPath = "";
        Resources resources = Resources.NONE;
        String propagation = "";
        Map<String, String> sysctl = Map.of();
        Optional<Seccomp> seccomp = Optional.empty();
        List<String> masked = List.of();
        List<String> readOnly = List.of();
        Map<String, LinuxSpec.TimeOffset> offsets = Map.of();
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "namespaces":
                    namespaces = namespaces();
                    break;
                case "uidMappings":
                    uids = mappings(json);
                    break;
                case "gidMappings":
                    gids = mappings(json);
                    break;
                case "devices":
                    devices = devices();
                    break;
                case "cgroupsPath":
                    cgroupsPath = json.text();
                    break;
                case "resources":
                    resources = new ResourcesReader(json).read();
                    break;
                case "rootfsPropagation":
                    propagation = propagation();
                    break;
                case "sysctl":
                    sysctl = json.textsByName();
                    break;
                case "seccomp":
                    seccomp = Optional.of(new SeccompReader(json).read());
                    break;
                case "maskedPaths":
                    masked = json.texts();
                    break;
                case "readonlyPaths":
                    readOnly = json.texts();
                    break;
                case "timeOffsets":
                    offsets = offsets();
                    break;
                case "mountLabel":
                case "intelRdt":
                case "personality":
                case "netDevices":
                case "memoryPolicy":
                    json.refuseUnlessEmpty();
                    break;
                default:
                    json.skip();
            }
        }
        return new LinuxSpec(
                namespaces,
                uids,
                gids,
                devices,
                cgroupsPath,
                resources,
                propagation,
                sysctl,
                seccomp,
                masked,
                readOnly,
                offsets);
    }

    private Map<String, LinuxSpec.TimeOffset> offsets() throws IOException {
        Map<String, LinuxSpec.TimeOffset> all = new TreeMap<>();
        json.object();
        while (json.next()) {
            String key = json.key();
            String clock = json.name();
            LinuxSpec.TimeOffset offset = offset();
            if (!clock.equals("monotonic") && !clock.equals("boottime")) {
                throw new InvalidSpec(key, "no clock that can be moved", "monotonic or boottime");
            }
            if (offset.nanosecs() < 0 || offset.nanosecs() >= NANOS) {
                throw new InvalidSpec(key + ".nanosecs", "" + offset.nanosecs(), "0 to 999999999");
            }
            all.put(clock, offset);
        }
        return all;
    }

    private LinuxSpec.TimeOffset offset() throws IOException {
        long seconds = 0;
        long nanos = 0;
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "secs":
                    seconds = json.number();
                    break;
                case "nanosecs":
                    nanos = json.number();
                    break;
                default:
                    json.skip();
            }
        }
        return new LinuxSpec.TimeOffset(seconds, nanos);
    }

    private String propagation() throws IOException {
        String key = json.key();
        String value = json.text();
        switch (value) {
            case "":
            case "private":
            case "rprivate":
            case "slave":
            case "rslave":
            case "shared":
            case "rshared":
            case "unbindable":
            case "runbindable":
                return value;
            default:
                throw new InvalidSpec(key, "'" + value + "'", "private, slave or the like");
        }
    }

    private List<LinuxSpec.NamespaceSpec> namespaces() throws IOException {
        List<LinuxSpec.NamespaceSpec> all = new ArrayList<>();
        json.array();
        while (json.more()) {
            String key = json.key();
            String type = "";
            String path = "";
            json.object();
            while (json.next()) {
                switch (json.name()) {
                    case "type":
                        type = json.text();
                        break;
                    case "path":
                        path = json.text();
                        break;
                    default:
                        json.skip();
                }
            }
            checkNamespace(key, type, path);
            all.add(new LinuxSpec.NamespaceSpec(type, path));
        }
        return all;
    }

    private static void checkNamespace(String key, String type, String path) {
        switch (type) {
            case "mount":
                if (!path.isEmpty())
                    throw InvalidSpec.notHonoured(key + ".path of a " + type + " namespace");
                break;
            case "user":
            case "network":
            case "pid":
            case "ipc":
            case "uts":
            case "cgroup":
            case "time":
                if (!path.isEmpty()) Check.absolute(key + ".path", path);
                break;
            default:
                throw new InvalidSpec(key + ".type", "'" + type + "'", TYPES);
        }
    }

    /** Of a user namespace, or of a mount. */
    static List<LinuxSpec.IdMapping> mappings(Json json) throws IOException {
        List<LinuxSpec.IdMapping> all = new ArrayList<>();
        json.array();
        while (json.more()) {
            String key = json.key();
            long inside = 0;
            long outside = 0;
            long size = 0;
            json.object();
            while (json.next()) {
                switch (json.name()) {
                    case "containerID":
                        inside = json.number();
                        break;
                    case "hostID":
                        outside = json.number();
                        break;
                    case "size":
                        size = json.number();
                        break;
                    default:
                        json.skip();
                }
            }
            Check.id(key + ".containerID", inside);
            Check.id(key + ".hostID", outside);
            if (size < 1) throw new InvalidSpec(key + ".size", "" + size, "1 or more");
            all.add(new LinuxSpec.IdMapping(inside, outside, size));
        }
        return all;
    }

    private List<LinuxSpec.DeviceSpec> devices() throws IOException {
        List<LinuxSpec.DeviceSpec> all = new ArrayList<>();
        json.array();
        while (json.more()) all.add(device());
        return all;
    }

    private LinuxSpec.DeviceSpec device() throws IOException {
        String key = json.key();
        String path = "";
        String type = "";
        long major = 0;
        long minor = 0;
        int mode = NODE;
        long uid = 0;
        long gid = 0;
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "path":
                    path = json.text();
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
                case "fileMode":
                    mode = json.small();
                    break;
                case "uid":
                    uid = json.number();
                    break;
                case "gid":
                    gid = json.number();
                    break;
                default:
                    json.skip();
            }
        }
        Check.absolute(key + ".path", path);
        if (type.length() != 1 || "cbup".indexOf(type.charAt(0)) < 0) {
            throw new InvalidSpec(key + ".type", "'" + type + "'", "c, b, u or p");
        }
        return new LinuxSpec.DeviceSpec(path, type.charAt(0), major, minor, mode, uid, gid);
    }
}

package slipway.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.linux.IdMap;
import slipway.namespaces.Namespace;
import slipway.namespaces.TimeOffsets;

/**
 * The options of {@code run} that say how far a container is apart, as they are written; what they
 * come to is {@link RunIsolation}. Names and values are docker's and podman's.
 */
final class IsolationOptions {
    private final Map<Namespace, String> modes = new LinkedHashMap<>();
    private final List<IdMap.Range> users = new ArrayList<>();
    private final List<IdMap.Range> groups = new ArrayList<>();
    private final Map<String, String> sysctls = new LinkedHashMap<>();
    private String userName = "";
    private String groupName = "";
    private String domainname = "";
    private String propagation = "";
    private TimeOffsets clocks = TimeOffsets.NONE;
    private boolean ownClocks;

    static boolean isOne(String option) {
        switch (option) {
            case "--pid":
            case "--net":
            case "--network":
            case "--ipc":
            case "--uts":
            case "--cgroupns":
            case "--userns":
            case "--uidmap":
            case "--gidmap":
            case "--subuidname":
            case "--subgidname":
            case "--domainname":
            case "--rootfs-propagation":
            case "--sysctl":
            case "--time-offset":
                return true;
            default:
                return false;
        }
    }

    /** Whether it says whose namespace of some kind it is. */
    static boolean isMode(String option) {
        switch (option) {
            case "--pid":
            case "--net":
            case "--network":
            case "--ipc":
            case "--uts":
            case "--cgroupns":
            case "--userns":
                return true;
            default:
                return false;
        }
    }

    /** These options as words that mean the same tomorrow, in another directory. */
    List<String> lastingModes() {
        List<String> words = new ArrayList<>();
        for (Map.Entry<Namespace, String> each : modes.entrySet()) {
            words.add(option(each.getKey()));
            words.add(SharedWith.lasting(each.getKey(), each.getValue()));
        }
        return words;
    }

    void set(String option, String value) {
        switch (option) {
            case "--pid":
                modes.put(Namespace.PID, value);
                break;
            case "--net":
            case "--network":
                modes.put(Namespace.NET, value);
                break;
            case "--ipc":
                modes.put(Namespace.IPC, value);
                break;
            case "--uts":
                modes.put(Namespace.UTS, value);
                break;
            case "--cgroupns":
                modes.put(Namespace.CGROUP, value);
                break;
            case "--userns":
                modes.put(Namespace.USER, value);
                break;
            case "--uidmap":
                users.add(range(option, value));
                break;
            case "--gidmap":
                groups.add(range(option, value));
                break;
            case "--subuidname":
                userName = value;
                break;
            case "--subgidname":
                groupName = value;
                break;
            case "--domainname":
                domainname = value;
                break;
            case "--rootfs-propagation":
                propagation = propagation(value);
                break;
            case "--sysctl":
                sysctl(value);
                break;
            default:
                clocks = clocks(value);
                ownClocks = true;
        }
    }

    /** What is said about a kind of namespace; empty if nothing is. */
    String mode(Namespace kind) {
        return modes.getOrDefault(kind, "");
    }

    /** Whether the host name is somebody else's. */
    boolean sharesName() {
        String mode = mode(Namespace.UTS);
        return !mode.isEmpty() && !mode.equals("private");
    }

    /** The option that speaks of a kind of namespace. */
    static String option(Namespace kind) {
        switch (kind) {
            case CGROUP:
                return "--cgroupns";
            case USER:
                return "--userns";
            default:
                return "--" + kind.procName();
        }
    }

    List<IdMap.Range> users() {
        return users;
    }

    List<IdMap.Range> groups() {
        return groups;
    }

    /** Whose ids of /etc/subuid; empty if it is not said. */
    String userName() {
        return userName.isEmpty() ? groupName : userName;
    }

    /** Whose ids of /etc/subgid. */
    String groupName() {
        return groupName.isEmpty() ? userName : groupName;
    }

    Map<String, String> sysctls() {
        return sysctls;
    }

    String domainname() {
        return domainname;
    }

    /** Of mounts below the root; empty if it is not said. */
    String propagation() {
        return propagation;
    }

    private static String propagation(String word) {
        String kind = word.startsWith("r") ? word.substring(1) : word;
        if (List.of("private", "slave", "shared", "unbindable").contains(kind)) return word;
        throw new UsageError(
                "--rootfs-propagation " + word + " is not understood",
                "private, slave, shared or unbindable; with an r before it for all mounts below");
    }

    TimeOffsets clocks() {
        return clocks;
    }

    boolean ownClocks() {
        return ownClocks;
    }

    /** {@code INSIDE:OUTSIDE[:COUNT]}. */
    private static IdMap.Range range(String option, String text) {
        String[] parts = VolumeOption.split(text, ':');
        if (parts.length < 2 || parts.length > 3) throw wrongRange(option, text, "");
        long count = parts.length == 2 ? 1 : id(option, text, parts[2]);
        try {
            return new IdMap.Range(id(option, text, parts[0]), id(option, text, parts[1]), count);
        } catch (IllegalArgumentException e) {
            throw wrongRange(option, text, ": " + e.getMessage());
        }
    }

    private static long id(String option, String text, String number) {
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c < '0' || c > '9' || i > 9) throw wrongRange(option, text, "");
        }
        if (number.isEmpty()) throw wrongRange(option, text, "");
        return Long.parseLong(number);
    }

    private static UsageError wrongRange(String option, String text, String why) {
        return new UsageError(
                option + " " + text + " is not understood" + why,
                option
                        + " 0:100000:65536, which is the first id inside, the first outside, and how"
                        + " many");
    }

    private void sysctl(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new UsageError(
                    "--sysctl " + text + " is not understood",
                    "--sysctl net.ipv4.ip_forward=1: a name, = and a value");
        }
        sysctls.put(text.substring(0, equals), text.substring(equals + 1));
    }

    /** {@code monotonic=SECONDS,boottime=SECONDS}, one of them or both. */
    private static TimeOffsets clocks(String text) {
        TimeOffsets.Offset monotonic = TimeOffsets.Offset.ZERO;
        TimeOffsets.Offset boottime = TimeOffsets.Offset.ZERO;
        for (String field : VolumeOption.split(text, ',')) {
            int equals = field.indexOf('=');
            String clock = equals < 0 ? field : field.substring(0, equals);
            TimeOffsets.Offset offset =
                    seconds(text, equals < 0 ? "" : field.substring(equals + 1));
            if (clock.equals("monotonic")) monotonic = offset;
            else if (clock.equals("boottime")) boottime = offset;
            else throw wrongClock(text);
        }
        return new TimeOffsets(monotonic, boottime);
    }

    private static TimeOffsets.Offset seconds(String text, String number) {
        try {
            return new TimeOffsets.Offset(Long.parseLong(number), 0);
        } catch (NumberFormatException e) {
            throw wrongClock(text);
        }
    }

    private static UsageError wrongClock(String text) {
        return new UsageError(
                "--time-offset " + text + " is not understood",
                "--time-offset monotonic=86400,boottime=86400, in seconds");
    }
}

package slipway.cli;

import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_EXCL;
import static slipway.linux.Constants.O_WRONLY;

import java.nio.charset.StandardCharsets;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;

/** {@code oci spec}: a configuration to begin with. */
final class OciExample {
    private static final int MODE = 0644;

    private static final String START =
            """
            {
              "ociVersion": "1.3.0",
              "process": {
                "terminal": false,
                "user": { "uid": 0, "gid": 0 },
                "args": [ "sh" ],
                "env": [
                  "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                  "TERM=xterm"
                ],
                "cwd": "/",
                "capabilities": {
                  "bounding": [ "CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE" ],
                  "effective": [ "CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE" ],
                  "permitted": [ "CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE" ]
                },
                "rlimits": [ { "type": "RLIMIT_NOFILE", "hard": 1024, "soft": 1024 } ],
                "noNewPrivileges": true
              },
              "root": { "path": "rootfs", "readonly": true },
              "hostname": "slipway",
              "mounts": [
                { "destination": "/proc", "type": "proc", "source": "proc" },
                { "destination": "/dev", "type": "tmpfs", "source": "tmpfs",
                  "options": [ "nosuid", "strictatime", "mode=755", "size=65536k" ] },
                { "destination": "/dev/pts", "type": "devpts", "source": "devpts",
                  "options": [ "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"%s ] },
                { "destination": "/dev/shm", "type": "tmpfs", "source": "shm",
                  "options": [ "nosuid", "noexec", "nodev", "mode=1777", "size=65536k" ] },
                { "destination": "/dev/mqueue", "type": "mqueue", "source": "mqueue",
                  "options": [ "nosuid", "noexec", "nodev" ] },
                { "destination": "/sys", "type": "sysfs", "source": "sysfs",
                  "options": [ "nosuid", "noexec", "nodev", "ro" ] }
              ],
              "linux": {
            %s    "namespaces": [
                  { "type": "pid" }, { "type": "network" }, { "type": "ipc" }, { "type": "uts" },
                  { "type": "mount" }, { "type": "cgroup" }%s
                ],
                "maskedPaths": [
                  "/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
                  "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/sys/firmware",
                  "/proc/scsi"
                ],
                "readonlyPaths": [
                  "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"
                ]
              }
            }
            """;

    private OciExample() {}

    static void write(OciOptions options) {
        String folder = System.getProperty("user.dir");
        boolean rootless = false;
        for (String option = options.option(); !option.isEmpty(); option = options.option()) {
            switch (option) {
                case "--bundle":
                case "-b":
                    folder = OciOptions.absolute(options.value());
                    break;
                case "--rootless":
                    rootless = true;
                    break;
                default:
                    throw OciOptions.unknown("spec", option);
            }
        }
        options.end();
        String file = folder + "/config.json";
        try (Fd out = Fd.open(file, O_WRONLY | O_CREAT | O_EXCL, MODE)) {
            out.write(text(rootless).getBytes(StandardCharsets.UTF_8));
        } catch (SyscallException e) {
            if (e.errno() != Errno.EEXIST) throw e;
            throw new UsageError(file + " is there already", "another --bundle, or remove it");
        }
    }

    static String text(boolean rootless) {
        if (!rootless) return fill(START, ", \"gid=5\"", "", "");
        long uid = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETEUID));
        long gid = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETEGID));
        String maps = mapping("uidMappings", uid) + mapping("gidMappings", gid);
        return fill(START, "", maps, ", { \"type\": \"user\" }");
    }

    private static String mapping(String name, long id) {
        return "    \""
                + name
                + "\": [ { \"containerID\": 0, \"hostID\": "
                + id
                + ", \"size\": 1 } ],\n";
    }

    private static String fill(String text, String... parts) {
        StringBuilder filled = new StringBuilder();
        int start = 0;
        for (String part : parts) {
            int gap = text.indexOf("%s", start);
            filled.append(text, start, gap).append(part);
            start = gap + 2;
        }
        return filled.append(text.substring(start)).toString();
    }
}

package slipway.cli;

import static slipway.linux.Constants.MS_SHARED;
import static slipway.linux.Constants.MS_SLAVE;
import static slipway.linux.Constants.MS_UNBINDABLE;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import slipway.jail.Volume;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.SyscallException;

/** The values of {@code --volume}, {@code --mount} and {@code --tmpfs}, with docker's spelling. */
final class VolumeOption {
    private VolumeOption() {}

    /** The same value of {@code --volume} with a source that means the same everywhere. */
    static String absolute(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) return text;
        return new File(text.substring(0, colon)).getAbsolutePath() + text.substring(colon);
    }

    /** The same of {@code --mount}. */
    static String absoluteMount(String text) {
        StringBuilder absolute = new StringBuilder();
        for (String field : split(text, ',')) {
            if (absolute.length() > 0) absolute.append(',');
            int equals = field.indexOf('=') + 1;
            boolean source = field.startsWith("source=") || field.startsWith("src=");
            boolean relative = source && equals < field.length() && field.charAt(equals) != '/';
            if (!relative) absolute.append(field);
            else {
                absolute.append(field, 0, equals);
                absolute.append(new File(field.substring(equals)).getAbsolutePath());
            }
        }
        return absolute.toString();
    }

    /** {@code SOURCE:TARGET[:OPTIONS]}: ro, idmap, and which later mounts are seen. */
    static Volume volume(String text) {
        String[] parts = split(text, ':');
        if (parts.length < 2 || parts.length > 3) {
            throw wrong("--volume", text, "--volume /host/folder:/inside, or :ro behind it");
        }
        boolean readOnly = false;
        boolean mapIds = false;
        long propagation = 0;
        if (parts.length == 3) {
            for (String option : split(parts[2], ',')) {
                if (option.equals("ro")) readOnly = true;
                else if (option.equals("idmap")) mapIds = true;
                else if (isPropagation(option)) propagation = propagation(option);
                else if (!option.equals("rw") && !option.equals("z") && !option.equals("Z")) {
                    throw wrong(
                            "--volume",
                            text,
                            "ro, rw, idmap, rshared, rslave or rprivate in place of '"
                                    + option
                                    + "'");
                }
            }
        }
        return bind("--volume", text, parts[0], parts[1], readOnly).with(propagation, mapIds);
    }

    private static boolean isPropagation(String option) {
        switch (option) {
            case "shared":
            case "rshared":
            case "slave":
            case "rslave":
            case "private":
            case "rprivate":
            case "unbindable":
            case "runbindable":
                return true;
            default:
                return false;
        }
    }

    /** What is below a source is shown with it always, so that with and without r is the same. */
    private static long propagation(String option) {
        String kind = option.startsWith("r") ? option.substring(1) : option;
        switch (kind) {
            case "shared":
                return MS_SHARED;
            case "slave":
                return MS_SLAVE;
            case "unbindable":
                return MS_UNBINDABLE;
            default:
                return 0;
        }
    }

    /** {@code TARGET[:OPTIONS]}. */
    static Volume tmpfs(String text) {
        int colon = text.indexOf(':');
        String target = colon < 0 ? text : text.substring(0, colon);
        String[] options = colon < 0 ? new String[0] : split(text.substring(colon + 1), ',');
        return tmpfs("--tmpfs", text, target, options);
    }

    /** {@code type=bind|tmpfs,source=…,target=…[,readonly]}. */
    static Volume mount(String text) {
        String type = "";
        String source = "";
        String target = "";
        boolean readOnly = false;
        boolean mapIds = false;
        long propagation = 0;
        List<String> options = new ArrayList<>();
        for (String field : split(text, ',')) {
            int equals = field.indexOf('=');
            String key = equals < 0 ? field : field.substring(0, equals);
            String value = equals < 0 ? "" : field.substring(equals + 1);
            switch (key) {
                case "type":
                    type = value;
                    break;
                case "source":
                case "src":
                    source = value;
                    break;
                case "target":
                case "dst":
                case "destination":
                    target = value;
                    break;
                case "readonly":
                case "ro":
                    readOnly = value.isEmpty() || value.equals("true") || value.equals("1");
                    break;
                case "idmap":
                    mapIds = value.isEmpty() || value.equals("true") || value.equals("1");
                    break;
                case "bind-propagation":
                    if (!isPropagation(value)) {
                        throw wrong("--mount", text, "bind-propagation=rshared, rslave, rprivate");
                    }
                    propagation = propagation(value);
                    break;
                case "tmpfs-size":
                    options.add("size=" + value);
                    break;
                case "tmpfs-mode":
                    options.add("mode=" + value);
                    break;
                default:
                    throw wrong("--mount", text, "slipway help run; '" + key + "' is not known");
            }
        }
        switch (type) {
            case "bind":
                return bind("--mount", text, source, target, readOnly).with(propagation, mapIds);
            case "tmpfs":
                return tmpfs("--mount", text, target, options.toArray(new String[0]));
            default:
                throw wrong("--mount", text, "type=bind or type=tmpfs");
        }
    }

    private static Volume.Bind bind(
            String option, String text, String source, String target, boolean readOnly) {
        if (source.isEmpty()) throw wrong(option, text, "a source before the target");
        checkTarget(option, text, target);
        String absolute = new File(source).getAbsolutePath();
        return new Volume.Bind(absolute, target, isFolder(option, absolute), readOnly);
    }

    private static Volume tmpfs(String option, String text, String target, String[] given) {
        checkTarget(option, text, target);
        List<String> options = new ArrayList<>();
        boolean executable = false;
        for (String each : given) {
            if (each.equals("exec")) executable = true;
            else if (each.startsWith("size=") || each.startsWith("mode=")) options.add(each);
            else if (each.startsWith("nr_inodes=")) options.add(each);
            else if (!each.equals("rw") && !each.equals("noexec") && !each.isEmpty()) {
                throw wrong(option, text, "size=, mode=, nr_inodes=, exec; not '" + each + "'");
            }
        }
        return new Volume.Tmpfs(target, options, executable);
    }

    private static void checkTarget(String option, String text, String target) {
        if (!target.startsWith("/") || target.equals("/")) {
            throw wrong(option, text, "a target that is absolute and not the root itself");
        }
        for (String part : split(target, '/')) {
            if (part.equals("..")) throw wrong(option, text, "a target without ..");
        }
    }

    /** By asking the kernel: a folder needs a folder to be mounted on, a file a file. */
    private static boolean isFolder(String option, String path) {
        try (Fd folder = Fd.open(path, O_PATH | O_DIRECTORY, 0)) {
            return folder.number() > 0;
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOTDIR) return false;
            if (e.errno() == Errno.ENOENT) {
                throw new UsageError(
                        option + ": " + path + " does not exist", "mkdir -p " + path + " first");
            }
            throw e;
        }
    }

    private static UsageError wrong(String option, String text, String advice) {
        return new UsageError(option + " " + text + " is not understood", advice);
    }

    /** Without regular expressions, and with empty pieces kept. */
    static String[] split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
            parts.add(text.substring(start, at));
            start = at + 1;
        }
        parts.add(text.substring(start));
        return parts.toArray(new String[0]);
    }
}

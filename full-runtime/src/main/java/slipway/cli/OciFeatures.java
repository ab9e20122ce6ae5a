package slipway.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import slipway.linux.Capability;

/**
 * What {@code oci features} says.
 *
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/features.md">features.md</a>
 */
final class OciFeatures {
    /** Of the specification: the newest that was read, and the oldest that differs in nothing. */
    static final String NEWEST = "1.3.0";

    private static final String OLDEST = "1.0.0";

    private static final String[] HOOKS = {"prestart", "createRuntime", "poststart", "poststop"};
    private static final String[] NAMESPACES = {
        "cgroup", "ipc", "mount", "network", "pid", "time", "user", "uts"
    };

    private static final String[] MOUNT_OPTIONS = {
        "async",
        "atime",
        "bind",
        "defaults",
        "dev",
        "diratime",
        "exec",
        "idmap",
        "noatime",
        "nodev",
        "nodiratime",
        "noexec",
        "nostrictatime",
        "nosuid",
        "nosymfollow",
        "private",
        "rbind",
        "relatime",
        "rnoatime",
        "rnodev",
        "rnodiratime",
        "rnoexec",
        "rnosuid",
        "rnosymfollow",
        "ro",
        "rprivate",
        "rro",
        "rshared",
        "rslave",
        "rstrictatime",
        "runbindable",
        "rw",
        "shared",
        "slave",
        "strictatime",
        "suid",
        "symfollow",
        "unbindable"
    };

    private static final String[] ACTIONS = {
        "SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS",
        "SCMP_ACT_KILL_THREAD", "SCMP_ACT_LOG", "SCMP_ACT_TRACE", "SCMP_ACT_TRAP"
    };

    private static final String[] OPERATORS = {
        "SCMP_CMP_EQ",
        "SCMP_CMP_GE",
        "SCMP_CMP_GT",
        "SCMP_CMP_LE",
        "SCMP_CMP_LT",
        "SCMP_CMP_MASKED_EQ",
        "SCMP_CMP_NE"
    };

    private static final String[] ARCHITECTURES = {
        "SCMP_ARCH_AARCH64", "SCMP_ARCH_X32", "SCMP_ARCH_X86", "SCMP_ARCH_X86_64"
    };

    private static final String[] FLAGS = {
        "SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW", "SECCOMP_FILTER_FLAG_TSYNC"
    };

    private OciFeatures() {}

    /** What {@code --version} says, in the lines that engines look for. */
    static String version() {
        return "slipway version " + Version.NUMBER + "\nspec: " + NEWEST;
    }

    static String json() {
        StringWriter text = new StringWriter();
        JsonWriter out = new JsonWriter(text);
        out.setIndent("  ");
        try {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    private static void write(JsonWriter out) throws IOException {
        out.beginObject();
        out.name("ociVersionMin").value(OLDEST);
        out.name("ociVersionMax").value(NEWEST);
        texts(out, "hooks", HOOKS);
        texts(out, "mountOptions", MOUNT_OPTIONS);
        out.name("linux").beginObject();
        texts(out, "namespaces", NAMESPACES);
        String[] capabilities = new String[Capability.values().length];
        for (Capability each : Capability.values()) capabilities[each.ordinal()] = each.name();
        texts(out, "capabilities", capabilities);
        out.name("cgroup").beginObject();
        out.name("v1").value(true).name("v2").value(true);
        out.name("systemd").value(false).name("systemdUser").value(false);
        out.name("rdma").value(false);
        out.endObject();
        out.name("seccomp").beginObject().name("enabled").value(true);
        texts(out, "actions", ACTIONS);
        texts(out, "operators", OPERATORS);
        texts(out, "archs", ARCHITECTURES);
        texts(out, "knownFlags", FLAGS);
        texts(out, "supportedFlags", FLAGS);
        out.endObject();
        disabled(out, "apparmor");
        disabled(out, "selinux");
        disabled(out, "intelRdt");
        out.name("mountExtensions").beginObject();
        out.name("idmap").beginObject().name("enabled").value(true).endObject();
        out.endObject();
        out.endObject();
        out.name("annotations").beginObject().endObject();
        out.endObject();
    }

    private static void disabled(JsonWriter out, String name) throws IOException {
        out.name(name).beginObject().name("enabled").value(false).endObject();
    }

    private static void texts(JsonWriter out, String name, String[] texts) throws IOException {
        out.name(name).beginArray();
        for (String text : texts) out.value(text);
        out.endArray();
    }
}

package slipway.plan.probe;

import static slipway.linux.Constants.O_RDWR;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Launcher;

/** The kernel itself, and what the processor gives it. */
final class MachineExperiments {
    private static final String KERNEL = "kernel";
    private static final int OLDEST_MAJOR = 5;
    private static final int OLDEST_MINOR = 15;

    /** {@code struct new_utsname}: six strings of 65 bytes; the third is the release. */
    private static final int UTSNAME_FIELD = 65;

    private static final int UTSNAME_FIELDS = 6;
    private static final int RELEASE = 2;

    private static final Arg KVM_GET_API_VERSION = new Arg.Num(0xae00, "KVM_GET_API_VERSION");
    private static final Arg KVM_CREATE_VM = new Arg.Num(0xae01, "KVM_CREATE_VM");

    private final Self self;

    MachineExperiments(Self self) {
        this.self = self;
    }

    List<Probe> all() {
        return List.of(new Probe(KERNEL, this::version), kvm());
    }

    private ProbeResult version(Launcher unused) {
        byte[] names = new byte[UTSNAME_FIELD * UTSNAME_FIELDS];
        Call uname = Call.of(Syscall.UNAME, new Arg.Bytes(names, "names"));
        LinuxKernel.INSTANCE.call(uname); // asks only, and about what all share
        int start = RELEASE * UTSNAME_FIELD;
        int end = start;
        while (names[end] != 0) end++;
        String release = new String(names, start, end - start, StandardCharsets.US_ASCII);
        return version(release);
    }

    /** Whether a release such as {@code 6.1.0-13-amd64} is new enough. */
    static ProbeResult version(String release) {
        String oldest = OLDEST_MAJOR + "." + OLDEST_MINOR;
        int dot = release.indexOf('.');
        int major = leadingNumber(release);
        int minor = dot < 0 ? 0 : leadingNumber(release.substring(dot + 1));
        boolean enough = major > OLDEST_MAJOR || major == OLDEST_MAJOR && minor >= OLDEST_MINOR;
        return new ProbeResult(
                KERNEL,
                enough ? Outcome.WORKS : Outcome.ABSENT,
                "uname(names)",
                "Linux " + release,
                "Slipway is written for Linux " + oldest + " and newer",
                enough ? "" : "Linux " + oldest + " or newer");
    }

    private static int leadingNumber(String text) {
        int value = 0;
        for (int i = 0; i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9'; i++) {
            value = 10 * value + text.charAt(i) - '0';
        }
        return value;
    }

    /** The version comes back as the exit code; it has been 12 since Linux 2.6.22. */
    private Probe kvm() {
        Call version = Call.of(Syscall.IOCTL, Arg.result("kvm"), KVM_GET_API_VERSION, Arg.num(0));
        Call create = Call.of(Syscall.IOCTL, Arg.result("kvm"), KVM_CREATE_VM, Arg.num(0));
        Plan inside =
                Plan.of(
                        Calls.open("/dev/kvm", O_RDWR).as("kvm"),
                        Step.call("ask for the version", version).as("version"),
                        Step.call("make a machine without processors", create),
                        Attempt.endWith("version"));
        Trial trial =
                new Trial(
                        "kvm",
                        Self.plain(inside),
                        "virtual machines can be made; that a guest boots on them is not proved",
                        self.filtered(),
                        MachineExperiments::kvmFix);
        return new Probe(trial.name(), trial);
    }

    private static String kvmFix(Optional<Errno> errno) {
        if (errno.equals(Optional.of(Errno.EACCES)) || errno.equals(Optional.of(Errno.EPERM))) {
            return "usermod -aG kvm USER and a new login, or setfacl -m u:USER:rw /dev/kvm";
        }
        return "modprobe kvm_intel or kvm_amd; in a virtual machine, nesting switched on outside";
    }
}

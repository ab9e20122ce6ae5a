package slipway.plan.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.linux.Advice;
import slipway.linux.Errno;
import slipway.linux.Syscall;

/** What to do about an errno, after a look at the switches that can cause it. */
final class Fixes {
    /** The kernel's own default is half of what threads-max allows; any number above 0 does. */
    private static final String MANY = "15000";

    private static final String UNFILTERED =
            "docker run --security-opt seccomp=unconfined, as this process runs under a seccomp"
                    + " filter, which can answer so";

    private final Self self;

    Fixes(Self self) {
        this.self = self;
    }

    /** For a call that makes a user namespace, alone or around others. */
    String userNamespace(Optional<Errno> errno) {
        List<String> fixes = new ArrayList<>();
        if (Sysctl.MAX_USER_NAMESPACES.is("0")) {
            fixes.add(Sysctl.MAX_USER_NAMESPACES.set(MANY));
        } else if (errno.equals(Optional.of(Errno.ENOSPC))) {
            String outside = ", in the namespaces around this one too";
            fixes.add(Sysctl.MAX_USER_NAMESPACES.set(MANY) + outside);
        }
        if (!self.privileged()) restrictedToRoot(fixes);
        if (!self.rooted())
            fixes.add("start it outside of the chroot, where user namespaces are EPERM");
        if (fixes.isEmpty()) return other(Syscall.CLONE3, errno);
        return String.join("; ", fixes);
    }

    private static void restrictedToRoot(List<String> fixes) {
        if (Sysctl.UNPRIVILEGED_USERNS.is("0")) fixes.add(Sysctl.UNPRIVILEGED_USERNS.set("1"));
        if (Sysctl.APPARMOR_USERNS.is("1")) {
            fixes.add(
                    Sysctl.APPARMOR_USERNS.set("0")
                            + ", or an AppArmor profile with 'userns,' for this java");
        }
    }

    /** The switches as they stand, for those who want to see the evidence. */
    static String userNamespaceSwitches() {
        StringBuilder text = new StringBuilder();
        List<Sysctl> switches =
                List.of(
                        Sysctl.MAX_USER_NAMESPACES,
                        Sysctl.UNPRIVILEGED_USERNS,
                        Sysctl.APPARMOR_USERNS);
        for (Sysctl each : switches) {
            Optional<String> value = each.read();
            if (value.isPresent()) {
                text.append(", ").append(each.name()).append(" is ").append(value.get());
            }
        }
        return text.toString();
    }

    /** For a namespace of one kind, of which there may be too many. */
    String namespace(String maximum, Optional<Errno> errno) {
        Sysctl limit = new Sysctl("user." + maximum);
        if (errno.equals(Optional.of(Errno.ENOSPC)) && limit.is("0")) return limit.set(MANY);
        if (errno.equals(Optional.of(Errno.EINVAL))) return "a kernel that was built with it";
        return self.privileged() ? other(Syscall.UNSHARE, errno) : userNamespace(errno);
    }

    /** For everything without a switch of its own: a filter around us, else the table of advice. */
    String other(Syscall syscall, Optional<Errno> errno) {
        if (self.filtered()) return UNFILTERED;
        return errno.isPresent()
                ? Advice.of(syscall, errno.get())
                : "dmesg, which may say who killed it";
    }
}

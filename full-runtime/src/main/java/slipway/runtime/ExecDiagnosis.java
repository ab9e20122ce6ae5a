package slipway.runtime;

import java.util.Optional;
import slipway.linux.Arch;
import slipway.linux.Errno;
import slipway.plan.Exec;
import slipway.plan.StepFailed;

/**
 * Why an exec failed. The kernel says ENOENT for a missing program and for a missing interpreter of
 * a program that is there; looking into the file tells them apart.
 *
 * @param found whether there is such a program at all
 */
record ExecDiagnosis(String message, boolean found) {
    static ExecDiagnosis of(StepFailed failure, RunRequest request) {
        String name = request.command().get(0);
        String file = fileOf(failure, name);
        String fact = " (" + failure.call().syscall().cName() + ": " + failure.errno() + ")";
        Optional<ProgramHead> head = ProgramHead.read(request.rootfs(), inside(request, file));
        if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENOTDIR) {
            if (head.isEmpty() || name.indexOf('/') < 0) {
                return new ExecDiagnosis(missing(name, request) + fact, false);
            }
            return new ExecDiagnosis(
                    name + " is there, but " + interpreter(head.get()) + fact, false);
        }
        String why = head.isPresent() ? unusable(failure.errno(), head.get()) : denied();
        return new ExecDiagnosis(name + " cannot be run: " + why + fact, true);
    }

    private static String fileOf(StepFailed failure, String name) {
        if (failure.step() instanceof Exec exec && exec.candidates().size() == 1) return name;
        return failure.call().args().get(0) instanceof slipway.linux.Arg.Text text
                ? text.value()
                : name;
    }

    private static String inside(RunRequest request, String file) {
        return file.startsWith("/") ? file : request.workdir() + "/" + file;
    }

    private static String missing(String name, RunRequest request) {
        if (name.indexOf('/') >= 0) {
            return name + " is not in the root file system. Try: ls " + request.rootfs() + name;
        }
        String path = request.path();
        String looked = path.isEmpty() ? "there is no PATH" : "PATH is " + path;
        return name
                + " was not found in the root file system, where "
                + looked
                + ". Try: the full path of the program";
    }

    private static String interpreter(ProgramHead head) {
        Optional<String> script = head.shebang();
        if (script.isPresent()) {
            String line = script.get();
            if (line.endsWith("\r")) {
                return "its first line ends with a carriage return, so that its interpreter is"
                        + " looked for under a name that ends so. Try: sed -i 's/\\r$//' on the"
                        + " script";
            }
            return "its interpreter "
                    + line
                    + " is not in the root file system. Try: install it there";
        }
        return head.loader()
                .map(
                        loader ->
                                "its ELF interpreter "
                                        + loader
                                        + " is not in the root file system. Try: copy that file"
                                        + " and the program's libraries, or take a static program")
                .orElse("something that it needs is not. Try: ldd on the program");
    }

    private static String unusable(Errno errno, ProgramHead head) {
        if (errno == Errno.ENOEXEC) {
            if (head.machine().isPresent() && !head.machine().get().is(Arch.current())) {
                return "it is for "
                        + head.machine().get()
                        + ", and this machine is "
                        + Arch.current()
                        + ". Try: a root file system for this machine";
            }
            if (!head.isElf() && head.shebang().isEmpty()) {
                return "it is neither an ELF program nor a script with #! in its first line. Try:"
                        + " sh and the file as its argument";
            }
            return "its format is damaged. Try: file on the program";
        }
        if (errno == Errno.EACCES) {
            return "it, or its interpreter, may not be executed. Try: chmod +x, and look whether"
                    + " its file system is mounted noexec";
        }
        return slipway.linux.Advice.of(slipway.linux.Syscall.EXECVE, errno);
    }

    private static String denied() {
        return "it may not be executed, or a folder on the way may not be entered. Try: ls -ld on"
                + " it and on the folders above it";
    }
}

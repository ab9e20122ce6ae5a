package slipway.runtime;

import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_NONBLOCK;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.O_RDONLY;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import slipway.jail.ElfFile;
import slipway.jail.ElfMachine;
import slipway.jail.UnreadableElf.ForeignElf;
import slipway.linux.Advice;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.Memory;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.plan.Exec;
import slipway.plan.StepFailed;
import slipway.unionfs.Overlay;
import slipway.unionfs.UnionTree;

/**
 * Why an exec failed. The kernel says ENOENT for a missing program and for a missing interpreter of
 * a program that is there; looking into the file tells them apart.
 *
 * @param found whether there is such a program at all
 */
record ExecDiagnosis(String message, boolean found) {
    private static final int HEAD = 4096;
    private static final String NO_NAME =
            "the command is an empty word, and no program has such a name. Try: slipway help run";
    private static final String DENIED =
            "it may not be executed, or a folder on the way may not be entered. Try: ls -ld on it"
                    + " and on the folders above it";

    /**
     * What a look into a file brought.
     *
     * @param head its first bytes, if nothing was the trouble
     * @param machine what it is for, if it is a sound ELF file
     * @param interpreter the program that the kernel would run in its place, if it says so
     */
    private record Look(
            byte[] head,
            Optional<Errno> trouble,
            Optional<ElfMachine> machine,
            Optional<String> interpreter) {
        static Look at(byte[] head, Fd file) {
            try {
                // Not before the head is known: another open of a named pipe would wait.
                if (!startsAsElf(head)) return other(head, Optional.empty());
                ElfFile elf = ElfFile.read(Path.of(file.path()));
                return new Look(
                        head, Optional.empty(), Optional.of(elf.machine()), elf.interpreter());
            } catch (ForeignElf e) {
                return other(head, Optional.of(e.machine()));
            } catch (IOException e) {
                return other(head, Optional.empty()); // damaged, which is said when nothing else is
            }
        }

        static Look other(byte[] head, Optional<ElfMachine> machine) {
            return new Look(head, Optional.empty(), machine, Optional.empty());
        }

        static Look failed(Errno trouble) {
            return new Look(new byte[0], Optional.of(trouble), Optional.empty(), Optional.empty());
        }
    }

    static ExecDiagnosis of(StepFailed failure, RunRequest request) {
        String name = request.command().get(0);
        if (name.isEmpty()) return new ExecDiagnosis(NO_NAME, false);
        String fact = " (" + failure.call().syscall().cName() + ": " + failure.errno() + ")";
        if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENOTDIR) {
            return new ExecDiagnosis(notFound(failure, name, request) + fact, false);
        }
        String why = unusable(failure.errno(), read(request, fileOf(failure, name)));
        return new ExecDiagnosis(name + " cannot be run: " + why + fact, true);
    }

    private static String fileOf(StepFailed failure, String name) {
        return failure.call().args().get(0) instanceof Arg.Text text ? text.value() : name;
    }

    /** The first file that is there lacks what should run it; else there is no such file. */
    private static String notFound(StepFailed failure, String name, RunRequest request) {
        List<String> files =
                failure.step() instanceof Exec exec ? exec.candidates() : List.of(name);
        for (String file : files) {
            Look look = read(request, file);
            if (look.trouble().isPresent()) continue;
            String where = file.equals(name) ? name : name + " (" + file + ")";
            return where + " is there, but " + interpreter(look);
        }
        return missing(name, request);
    }

    private static String inside(RunRequest request, String file) {
        if (file.startsWith("/")) return file;
        return (request.workdir().endsWith("/") ? request.workdir() : request.workdir() + "/")
                + file;
    }

    private static String missing(String name, RunRequest request) {
        if (name.indexOf('/') >= 0) {
            if (request.root().layers().isPresent()) {
                return name + " is not in the image. Try: a path that is there";
            }
            return name
                    + " is not in the root file system. Try: ls -l "
                    + request.rootfs()
                    + inside(request, name);
        }
        String path = request.path();
        String looked = path.isEmpty() ? "there is no PATH" : "PATH is " + path;
        return name
                + " was not found in the root file system, where "
                + looked
                + ". Try: the full path of the program";
    }

    private static String interpreter(Look look) {
        Optional<String> script = shebang(look.head());
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
        return look.interpreter()
                .map(
                        loader ->
                                "its ELF interpreter "
                                        + loader
                                        + " is not in the root file system. Try: copy that file"
                                        + " and the program's libraries, or take a static program")
                .orElse("something that it needs is not. Try: ldd on the program");
    }

    private static String unusable(Errno errno, Look look) {
        if (errno != Errno.ENOEXEC && errno != Errno.EACCES) {
            return Advice.of(Syscall.EXECVE, errno);
        }
        if (look.trouble().equals(Optional.of(Errno.EISDIR))) {
            return "it is a directory. Try: the path of a program in it";
        }
        if (look.trouble().isPresent()) return DENIED;
        if (errno == Errno.EACCES) {
            return "it, or its interpreter, may not be executed. Try: chmod +x, and look whether"
                    + " its file system is mounted noexec";
        }
        return wrongFormat(look);
    }

    private static String wrongFormat(Look look) {
        if (look.machine().isPresent() && !look.machine().get().is(Arch.current())) {
            return "it is for "
                    + look.machine().get()
                    + ", and this machine is "
                    + Arch.current()
                    + ". Try: a root file system for this machine";
        }
        if (!startsAsElf(look.head()) && shebang(look.head()).isEmpty()) {
            return "it is neither an ELF program nor a script with #! in its first line. Try:"
                    + " sh and the file as its argument";
        }
        return "its format is damaged. Try: file on the program";
    }

    private static boolean startsAsElf(byte[] head) {
        return head.length >= 4
                && head[0] == 0x7f
                && head[1] == 'E'
                && head[2] == 'L'
                && head[3] == 'F';
    }

    /** What stands after {@code #!} up to the first blank. */
    private static Optional<String> shebang(byte[] head) {
        if (head.length < 2 || head[0] != '#' || head[1] != '!') return Optional.empty();
        String text = new String(head, 2, head.length - 2, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String line = (end < 0 ? text : text.substring(0, end)).stripLeading();
        int blank = line.indexOf(' ');
        return Optional.of(blank < 0 ? line : line.substring(0, blank));
    }

    /** The first bytes of a file, looked up as the container would. */
    private static Look read(RunRequest request, String file) {
        try (Fd program = open(request.root(), inside(request, file));
                Memory memory = Memory.allocate(HEAD)) {
            byte[] bytes = new byte[HEAD];
            int count = program.read(memory, HEAD);
            memory.getBytes(0, bytes, 0, count);
            return Look.at(Arrays.copyOf(bytes, count), program);
        } catch (SyscallException e) {
            // The failure that is being explained is the one to report; this one explains it.
            return Look.failed(e.errno());
        }
    }

    private static Fd open(RootSource source, String file) {
        // Non-blocking, for a named pipe in the place of a program would keep us waiting.
        long flags = O_RDONLY | O_NONBLOCK;
        if (source.layers().isPresent()) {
            Overlay layers = source.layers().get();
            Optional<String> found = new UnionTree(layers.layers(), layers.marks()).find(file);
            return Fd.open(found.orElse(layers.place() + "/nothing"), flags, 0);
        }
        try (Fd root = Fd.open(source.directory(), O_PATH | O_DIRECTORY, 0)) {
            return Fd.openInRoot(root, file, flags);
        }
    }
}

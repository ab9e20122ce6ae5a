package slipway.lessons.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.program.ElfImage;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.ProgramBuilder;

/** What errors are, and what it takes to execute a program: G5 to G10, and G13. */
final class ProgramFacts {
    /** As an ELF file names its interpreter: an absolute path that ends with a NUL. */
    private static final Pattern INTERPRETER = Pattern.compile("/lib[\\x21-\\x7e]*/ld-[^\\x00]*");

    private static final int LOOKS = 600;
    private static final long PAUSE_MILLIS = 50;

    private ProgramFacts() {}

    static Map<String, Experiment> all() {
        return Map.of(
                "G5", ProgramFacts::minusErrno,
                "G6", ProgramFacts::errnoStays,
                "G7", ProgramFacts::errnoIsOverwritten,
                "G8", ProgramFacts::noInterpreter,
                "G9", ProgramFacts::alone,
                "G10", ProgramFacts::noName,
                "G13", ProgramFacts::samePid);
    }

    private static Seen minusErrno(Lab lab) throws IOException {
        Path missing = lab.folder().resolve("missing");
        Ask open = Ask.open("open", missing.toString());
        Answers answers = lab.ask(Lab.plain(Plan.NOTHING), java.util.List.of(open));
        long result = answers.result("open");
        return Seen.of(
                result == -Errno.ENOENT.number(),
                open.call() + ", made without the C library, returns " + result,
                "ENOENT is number " + Errno.ENOENT.number());
    }

    private static Seen errnoStays(Lab lab) throws IOException {
        String missing = lab.folder().resolve("missing").toString();
        String seen = perl(lab, "rmdir $ARGV[0]; $a = $!+0; chdir '/' or die; $b = $!+0;", missing);
        return Seen.of(
                seen.equals("2 2"),
                "rmdir of what is missing, then chdir(\"/\"), which succeeds",
                "errno after the first and after the second: " + seen + " (2 is ENOENT)");
    }

    private static Seen errnoIsOverwritten(Lab lab) throws IOException {
        String missing = lab.folder().resolve("missing").toString();
        String seen = perl(lab, "rmdir $ARGV[0]; $a = $!+0; mkdir $ARGV[1]; $b = $!+0;", missing);
        return Seen.of(
                seen.equals("2 17"),
                "rmdir of what is missing, then mkdir of what is there",
                "errno after the first and after the second: "
                        + seen
                        + " (2 is ENOENT, 17 is EEXIST)");
    }

    /** Its variable $! is the errno of C. */
    private static String perl(Lab lab, String script, String missing) throws IOException {
        String whole = script + " print \"$a $b\"";
        try {
            String there = lab.folder().toString();
            Plan plan = Plan.of(Lab.program("perl", "-e", whole, missing, there));
            return lab.run(Lab.plain(plan)).out();
        } catch (StepFailed e) {
            throw new CannotTell("perl shows C's errno, and there is none: " + e.getMessage());
        }
    }

    /** A copy of the shell, in which one letter of its interpreter's name is another. */
    private static Seen noInterpreter(Lab lab) throws IOException {
        Path shell = Path.of("/bin/sh").toRealPath();
        String bytes = new String(Files.readAllBytes(shell), StandardCharsets.ISO_8859_1);
        Matcher name = INTERPRETER.matcher(bytes);
        if (!name.find()) throw new CannotTell(shell + " is static, it names no interpreter");
        String other = name.group().replaceFirst("ld-", "no-");
        Path copy =
                executable(
                        lab,
                        bytes.replace(name.group(), other).getBytes(StandardCharsets.ISO_8859_1));
        Path plain = executable(lab, bytes.getBytes(StandardCharsets.ISO_8859_1));
        String with = execute(lab, Lab.plain(Plan.of(Lab.program(plain.toString(), "-c", ":"))));
        if (with.equals("EACCES")) throw new CannotTell(lab.folder() + " is mounted noexec");
        String without = execute(lab, Lab.plain(Plan.of(Lab.program(copy.toString(), "-c", ":"))));
        return Seen.of(
                with.equals("exit 0") && without.equals("ENOENT") && Files.isExecutable(copy),
                "a copy of " + shell + " names " + name.group() + " and is executed: " + with,
                "one that names " + other + ", which is missing: " + without,
                "although the file itself is there: " + Files.size(copy) + " bytes, executable");
    }

    private static String execute(Lab lab, Launch launch) throws IOException {
        try {
            return lab.run(launch).end().toString();
        } catch (StepFailed e) {
            return e.errno().name();
        }
    }

    private static Path executable(Lab lab, byte[] elf) throws IOException {
        Path file = Files.write(Files.createTempFile(lab.folder(), "program", ""), elf);
        if (!file.toFile().setExecutable(true)) throw new CannotTell(file + " cannot be run");
        return file;
    }

    /** A program that says a word, and the root holds nothing else. */
    private static Seen alone(Lab lab) throws IOException {
        String word = UUID.randomUUID().toString();
        byte[] elf = saying(word);
        Path root = lab.folder("root");
        Path file = Files.write(root.resolve("program"), elf);
        if (!file.toFile().setExecutable(true)) throw new CannotTell(file + " cannot be run");
        Plan plan = Plan.of(Steps.chroot(root.toString()), Steps.chdir("/"));
        Lab.Ran ran = lab.run(lab.apart(0, plan.then(Plan.of(Lab.program("/program")))));
        return Seen.of(
                ran.end().equals(ExitStatus.exited(0)) && ran.out().equals(word),
                "the root holds one file, /program, a static ELF of " + elf.length + " bytes",
                "it was to say " + word,
                "it said       " + ran.out());
    }

    private static byte[] saying(String word) {
        Call write = Call.of(Syscall.WRITE, Arg.num(1), Arg.text(word), Arg.num(word.length()));
        ProgramBuilder out = new ProgramBuilder(Arch.current());
        new PlanCompiler(out).compile(Plan.of(Step.call("say it", write), Steps.exit(0)));
        out.bind(out.onFailure());
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(1));
        out.call(Step.call("end", exit), exit);
        return new ElfImage(Arch.current()).of(out.build());
    }

    /** The kit's own programs are such: they are written to memory and executed there. */
    private static Seen noName(Lab lab) throws IOException {
        try (Child child = lab.hold(Lab.plain(Plan.NOTHING))) {
            String file = Lab.link(child.pid(), "exe");
            boolean inMemory = file.startsWith("/memfd:");
            if (!inMemory && file.endsWith(" (deleted)")) {
                throw new CannotTell("vm.memfd_noexec is 2 here; executed was " + file);
            }
            return Seen.of(
                    inMemory, "/proc/" + child.pid() + "/exe of a process that runs: " + file);
        }
    }

    private static Seen samePid(Lab lab) throws Exception {
        try (Child child = lab.launcher().start(Lab.plain(Plan.of(Lab.shell("exec sleep 600"))))) {
            // The kit's program has become a shell, and the shell becomes sleep.
            String name = "";
            for (int look = 0; look < LOOKS && !name.equals("sleep"); look++) {
                name = slipway.linux.ProcStatus.ofPid(child.pid()).name();
                if (!name.equals("sleep")) Thread.sleep(PAUSE_MILLIS);
            }
            return Seen.of(
                    name.equals("sleep"),
                    "clone3 returned the pid " + child.pid() + " for a program of the kit",
                    "that executed sh, and sh executed sleep",
                    "/proc/" + child.pid() + "/status has now the name " + name);
        }
    }
}

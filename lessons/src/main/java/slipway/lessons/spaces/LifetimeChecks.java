package slipway.lessons.spaces;

import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUTS;
import static slipway.linux.Constants.O_RDONLY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.NamespaceLink;
import slipway.linux.Syscall;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespacePlanner;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/** Exercise 2.12: what became of a namespace, and where a process is that has entered one. */
public final class LifetimeChecks implements Checks {
    private static final int FIRST = 10;
    private static final int UTSNAME = 390;
    private static final int NODENAME = 65;

    @Override
    public void run(Bench bench) {
        bench.check("kept", () -> kept(bench));
        bench.check("order", () -> enter(bench, Question.ORDER));
        bench.check("running", () -> enter(bench, Question.RUNNING));
        bench.check("whole", () -> enter(bench, Question.WHOLE));
        bench.check("children", () -> enter(bench, Question.CHILDREN));
    }

    private static void kept(Bench bench) throws Exception {
        OutlivesProcesses learners = bench.learner(OutlivesProcesses.class);
        Path file =
                Files.createFile(Files.createTempDirectory(bench.scratch(), "kept").resolve("uts"));
        Steady keep = Steady.of("keep", learners.keep(file.toString()));
        String name = "h" + UUID.randomUUID().toString().substring(0, 12);
        try (Child mounts =
                Steady.ours(List.of())
                        .start(
                                bench,
                                Ground.apart(0, List.of(Ground.visible())),
                                List.of(),
                                true)) {
            List<Step> maker = new ArrayList<>(Ground.goIn());
            maker.add(Steps.unshare(CLONE_NEWUTS));
            maker.addAll(NamespacePlanner.hostname(name).steps());
            end(keep, bench, maker, mounts);
            String told = tell(bench, mounts, file);
            if (told.equals(name)) return;
            throw new NotYet(
                    "The process that had made the namespace ended. Its host was named "
                            + name
                            + ". "
                            + told);
        }
    }

    private static void end(Steady steps, Bench bench, List<Step> before, Child mounts)
            throws Exception {
        try (Ground.Open open = Ground.Open.of(mounts.pid())) {
            Launch launch = Launch.of(new Plan(before)).withFds(open.fds());
            if (Ground.areRoot()) launch = launch.withNamespaces(CLONE_NEWPID);
            try (Child maker = steps.start(bench, launch, List.of(Steps.exit(0)), false)) {
                maker.await();
            }
        }
    }

    /** The name of the host in the namespace that the file leads to, or why there is none. */
    private static String tell(Bench bench, Child mounts, Path file) throws Exception {
        Arg.Bytes room = new Arg.Bytes(new byte[UTSNAME], "names");
        List<Step> steps = new ArrayList<>(Ground.goIn());
        Arg here = Arg.flag(Constants.AT_FDCWD, Family.DIRFD);
        Arg reading = Arg.flag(O_RDONLY, Family.OPEN);
        Call open = Call.of(Syscall.OPENAT, here, Arg.text(file.toString()), reading, Arg.mode(0));
        Arg uts = Arg.flag(CLONE_NEWUTS, Family.CLONE);
        steps.add(Step.call("open it", open).as("kept"));
        List<Step> learn =
                List.of(
                        Step.call("enter it", Call.of(Syscall.SETNS, Arg.result("kept"), uts)),
                        Step.call("ask", Call.of(Syscall.UNAME, room)),
                        Step.call(
                                "tell", Call.of(Syscall.WRITE, Arg.num(1), room, Arg.num(UTSNAME))),
                        Steps.exit(0));
        Steady enter = Steady.ours(learn);
        try (Ground.Open namespaces = Ground.Open.of(mounts.pid())) {
            Launch launch = Launch.of(new Plan(steps)).withFds(namespaces.fds());
            try (Child child = enter.start(bench, launch, List.of(), false)) {
                if (!child.await().equals(ExitStatus.exited(0))) return "It is gone.";
            }
        } catch (NotYet e) {
            return "Then "
                    + file.getFileName()
                    + " was opened, and setns was refused: no namespace.";
        }
        byte[] told = Files.readAllBytes(bench.scratch().resolve("told"));
        int to = NODENAME;
        while (told[to] != 0) to++;
        return new String(told, NODENAME, to - NODENAME, java.nio.charset.StandardCharsets.UTF_8);
    }

    private enum Question {
        ORDER,
        RUNNING,
        WHOLE,
        CHILDREN
    }

    private static void enter(Bench bench, Question question) throws Exception {
        OutlivesProcesses learners = bench.learner(OutlivesProcesses.class);
        try (Container container = Container.start(bench)) {
            Steady steps = Steady.of("enter", learners.enter(container.numbers()));
            if (question == Question.ORDER) {
                steps.start(bench, container.visitor(), List.of(), true).close();
                return;
            }
            if (question == Question.CHILDREN) {
                Set<Namespace> said = learners.onlyForChildren();
                steps.start(bench, container.visitor(), List.of(), true).close();
                if (said.equals(Set.of(Namespace.PID))) return;
                throw new NotYet(container.describe(steps) + " You say: " + said + ".");
            }
            container.look(steps, question == Question.WHOLE);
        }
    }

    /** A running container, and what a visitor becomes. */
    private record Container(Bench bench, Child process, Map<Namespace, Fd> open, Path program)
            implements AutoCloseable {
        static Container start(Bench bench) throws Exception {
            Path folder = Files.createTempDirectory(bench.scratch().toRealPath(), "visit");
            List<Step> inside = new ArrayList<>(NamespacePlanner.ownCgroupView().steps());
            inside.add(Ground.visible());
            long flags = 0;
            for (Namespace each :
                    List.of(Namespace.UTS, Namespace.IPC, Namespace.NET, Namespace.PID)) {
                flags |= each.cloneFlag();
            }
            Launch launch = Ground.inUserNamespace(flags, inside);
            Child process = Steady.ours(List.of()).start(bench, launch, List.of(), true);
            Map<Namespace, Fd> open = new TreeMap<>();
            for (Namespace each : Namespace.values()) {
                if (each == Namespace.TIME) continue;
                open.put(each, Fd.open(link(process.pid(), each), O_RDONLY, 0));
            }
            return new Container(bench, process, open, parent(folder.resolve("program")));
        }

        private static String link(int pid, Namespace kind) {
            return "/proc/" + pid + "/ns/" + kind.procName();
        }

        /** Has a child, and both wait. */
        private static Path parent(Path path) throws IOException {
            Elf elf = new Elf();
            elf.fork(elf.out.word(0));
            elf.blockSignals(true);
            elf.awaitSignal(elf.out.word(0));
            return elf.write(path);
        }

        /** User comes last, as if order did not matter. */
        Map<Namespace, Integer> numbers() {
            Map<Namespace, Integer> numbers = new java.util.LinkedHashMap<>();
            for (Namespace each : Namespace.values()) {
                if (open.containsKey(each)) numbers.put(each, FIRST + each.ordinal());
            }
            numbers.put(
                    Namespace.USER,
                    java.util.Objects.requireNonNull(numbers.remove(Namespace.USER)));
            return numbers;
        }

        Launch visitor() {
            Map<Integer, Fd> fds = new TreeMap<>();
            open.forEach((kind, fd) -> fds.put(FIRST + kind.ordinal(), fd));
            return Launch.of(Plan.of(Ground.weaken(), Ground.visible())).withFds(fds);
        }

        void look(Steady steps, boolean whole) throws Exception {
            Exec exec = Exec.search(List.of(program.toString()), List.of(), "");
            try (Child visitor = steps.start(bench, visitor(), List.of(exec), false)) {
                int child = child(visitor);
                for (Namespace each : open.keySet()) {
                    NamespaceLink theirs = link(each, process.pid());
                    NamespaceLink its = link(each, child);
                    boolean isOurs = its.equals(link(each, ProcessHandle.current().pid()));
                    if (its.equals(theirs) || (isOurs && !whole)) continue;
                    throw new NotYet(
                            "After your steps a program was started, and it had a child. The child"
                                    + " is in "
                                    + its
                                    + (isOurs ? ", the one outside. " : ", which is new. ")
                                    + "The container has "
                                    + theirs
                                    + ".");
                }
            }
        }

        private static int child(Child visitor) throws Exception {
            for (int look = 0; look < 400; look++) {
                Optional<Children.Member> child = Children.of(visitor.pid()).eldest();
                if (child.isPresent()) return child.get().pid();
                Thread.sleep(10);
            }
            throw new NotYet("After your steps the program could not have a child.");
        }

        String describe(Steady steps) throws Exception {
            Exec exec = Exec.search(List.of(program.toString()), List.of(), "");
            try (Child visitor = steps.start(bench, visitor(), List.of(exec), false)) {
                int child = child(visitor);
                return "The process is in "
                        + link(Namespace.PID, visitor.pid())
                        + " after your steps, and its child in "
                        + link(Namespace.PID, child)
                        + ".";
            }
        }

        private static NamespaceLink link(Namespace kind, long pid) throws IOException {
            return NamespaceLink.ofPid(pid, kind.procName());
        }

        @Override
        public void close() {
            try {
                process.close();
            } finally {
                open.values().forEach(Fd::close);
            }
        }
    }
}

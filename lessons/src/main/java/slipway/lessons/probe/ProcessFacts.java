package slipway.lessons.probe;

import static slipway.linux.Constants.CLONE_NEWIPC;
import static slipway.linux.Constants.CLONE_NEWNET;
import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUTS;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_RDONLY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.namespaces.NamespacePlanner;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/** What a process is made of, seen from outside: G11, and G14 to G20. */
final class ProcessFacts {
    private static final int GIVEN = 3;
    private static final int LOOKS = 600;
    private static final long PAUSE_MILLIS = 50;
    private static final long LITTLE_KIB = 256;
    private static final List<String> KINDS =
            List.of("cgroup", "ipc", "mnt", "net", "pid", "user", "uts");

    private ProcessFacts() {}

    static Map<String, Experiment> all() {
        return Map.of(
                "G11", ProcessFacts::threadsOfAJvm,
                "G12", BirthFacts::oneThread,
                "G14", ProcessFacts::closeOnExec,
                "G15", ProcessFacts::descriptors,
                "G16", BirthFacts::inherited,
                "G17", ProcessFacts::links,
                "G18", ProcessFacts::noObject,
                "G19", ProcessFacts::self,
                "G20", ProcessFacts::memory);
    }

    private static Seen threadsOfAJvm(Lab lab) throws Exception {
        Scene.Said said = Scene.play(lab, 0, "threads");
        int threads = Integer.parseInt(said.of("threads"));
        return Seen.of(
                threads > 2,
                "a JVM that has started no thread: " + threads + " in /proc/PID/status");
    }

    private static Seen closeOnExec(Lab lab) throws IOException {
        Path file = lab.secret();
        Plan plan =
                Plan.of(
                        open(file, 0).as("without"),
                        duplicate("without", 8, 0),
                        duplicate("without", 9, O_CLOEXEC),
                        Lab.shell("ls -l /proc/$$/fd"));
        Lab.Ran ran = lab.run(Lab.plain(plan));
        boolean eight = ran.out().contains(" 8 -> " + file);
        boolean nine = ran.out().contains(" 9 -> ");
        return Seen.of(
                eight && !nine,
                "before execve: 8 is open without O_CLOEXEC, 9 with it",
                "after it, in /proc/PID/fd: 8 " + (eight ? "leads to the file" : "is not there"),
                "                           9 " + (nine ? "is there" : "is not there"));
    }

    private static slipway.plan.Do open(Path file, long flags) {
        return Step.call(
                "open a file",
                Call.of(
                        Syscall.OPENAT,
                        Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                        Arg.text(file.toString()),
                        Arg.flag(O_RDONLY | flags, Family.OPEN),
                        Arg.mode(0)));
    }

    private static Step duplicate(String fd, int to, long flags) {
        return Step.call(
                "have it as " + to,
                Call.of(Syscall.DUP3, Arg.result(fd), Arg.num(to), Arg.flag(flags, Family.OPEN)));
    }

    private static Seen descriptors(Lab lab) throws Exception {
        try (Fd nothing = Fd.open("/dev/null", Constants.O_RDWR, 0)) {
            Map<Integer, Fd> given = Map.of(0, nothing, 1, nothing, 2, nothing);
            Launch launch = Lab.plain(Plan.of(Lab.program("sleep", "600"))).withFds(given);
            try (Child child = lab.launcher().start(launch)) {
                Set<String> theirs = settled(child.pid());
                int ours = names("/proc/self/fd").size();
                return Seen.of(
                        theirs.equals(Set.of("0", "1", "2")) && ours > theirs.size(),
                        "the JVM has " + ours + " descriptors",
                        "a program that it launched with 0, 1 and 2 has " + theirs);
            }
        }
    }

    /** While a program loads its libraries, it has one of them open at a time. */
    private static Set<String> settled(int pid) throws IOException, InterruptedException {
        Set<String> theirs = names("/proc/" + pid + "/fd");
        for (int look = 0; look < LOOKS && theirs.size() > GIVEN; look++) {
            Thread.sleep(PAUSE_MILLIS);
            theirs = names("/proc/" + pid + "/fd");
        }
        return theirs;
    }

    private static Set<String> names(String folder) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> all = Files.list(Path.of(folder))) {
            all.forEach(each -> names.add(each.getFileName().toString()));
        }
        return names;
    }

    /** Two of the same kind, told apart by the host name in them. */
    private static Seen links(Lab lab) throws IOException {
        String name = "probe-" + UUID.randomUUID();
        try (Child one = lab.hold(lab.apart(0, Plan.NOTHING));
                Child other = lab.hold(lab.apart(CLONE_NEWUTS, NamespacePlanner.hostname(name)))) {
            String ours = Lab.link(Lab.us(), "ns/uts");
            String same = Lab.link(one.pid(), "ns/uts");
            String different = Lab.link(other.pid(), "ns/uts");
            Answers theirs = uname(lab, CLONE_NEWUTS, name);
            Answers still = uname(lab, 0, "");
            String here = theirs.text("uname", 65);
            String there = still.text("uname", 65);
            return Seen.of(
                    ours.equals(same)
                            && !ours.equals(different)
                            && here.equals(name)
                            && !there.equals(name),
                    "our link:                      " + ours,
                    "a process that shares it:      " + same + ", whose host is " + there,
                    "one with a new UTS namespace:  " + different + ", whose host is " + here);
        }
    }

    private static Answers uname(Lab lab, long namespaces, String name) throws IOException {
        Plan plan = name.isEmpty() ? Plan.NOTHING : NamespacePlanner.hostname(name);
        return lab.ask(lab.apart(namespaces, plan), List.of(Ask.uname("uname")));
    }

    private static Seen noObject(Lab lab) throws IOException {
        String jail = lab.folder("jail").toString();
        long all = CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET;
        Plan contained = Plan.of(Steps.chroot(jail), Steps.chdir("/"));
        try (Child plain = lab.hold(Lab.plain(Plan.NOTHING));
                Child container = lab.hold(lab.apart(all, contained))) {
            Set<String> one = names("/proc/" + plain.pid());
            Set<String> other = names("/proc/" + container.pid());
            List<String> differ = new ArrayList<>();
            for (String kind : KINDS) {
                String link = "ns/" + kind;
                if (!Lab.link(plain.pid(), link).equals(Lab.link(container.pid(), link))) {
                    differ.add(link);
                }
            }
            if (Lab.link(container.pid(), "root").equals(jail)) differ.add("root");
            boolean holds =
                    one.equals(other) && differ.containsAll(List.of("ns/pid", "ns/uts", "root"));
            return Seen.of(
                    holds,
                    "/proc/PID of a plain process has " + one.size() + " entries,",
                    "that of a contained one "
                            + other.size()
                            + (one.equals(other) ? ": the same" : ""),
                    "other values have: " + String.join(", ", differ));
        }
    }

    private static Seen self(Lab lab) throws IOException {
        // In parentheses and followed by something, or the shell would become readlink itself.
        String script =
                "echo $$; (readlink /proc/self; :); read pid rest </proc/self/stat; echo $pid";
        String[] said = lab.run(Lab.plain(Plan.of(Lab.shell(script)))).out().split("\n");
        if (said.length != 3) throw new CannotTell("sh said " + List.of(said));
        return Seen.of(
                said[0].equals(said[2]) && !said[0].equals(said[1]),
                "a shell is process " + said[0],
                "readlink, started by it, reads that /proc/self is " + said[1],
                "the shell itself reads there " + said[2]);
    }

    private static Seen memory(Lab lab) throws IOException {
        try (Child child = lab.hold(Lab.plain(Plan.NOTHING))) {
            long theirs = residentKib(child.pid());
            long ours = residentKib(Lab.us());
            return Seen.of(
                    theirs < LITTLE_KIB && theirs * 100 < ours,
                    "a program of the kit that waits: " + theirs + " KiB resident (VmRSS)",
                    "the JVM that started it:         " + ours + " KiB");
        }
    }

    private static long residentKib(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", ""));
        }
        throw new CannotTell("process " + pid + " has no VmRSS");
    }
}

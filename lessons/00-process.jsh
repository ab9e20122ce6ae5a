// 00 What the kernel knows of a process (15 minutes)
//
// Take it with: ./slipway lesson 00          In plain jshell: see README.md

import java.nio.file.*;
import java.util.*;
import slipway.lessons.shell.*;
import slipway.linux.*;
import slipway.plan.*;
import static slipway.linux.Constants.*;

var lab = Lab.open("What the kernel knows of a process");

lab.tell("""
    Everything in this course is about processes, so we begin with one. This
    lesson starts a program that does nothing, and looks at it from outside:
    at the files under /proc, which the kernel writes the moment you read them.

    A line that begins with > is Java, and it is run now. What the kernel was
    asked stands below it, as strace would print it, and then what came of it.
    """);

var sleeper = lab.process().start("sleep", "1000");
var pid = sleeper.pid();

lab.tell("""
    execve is the call by which a process becomes a program. The process has a
    number, and in /proc there is a folder of that name.
    """);

var status = lab.look("/proc/" + pid + "/status", "Name", "State", "Pid", "PPid", "Uid", "Threads");
lab.expect("the process has the name of its program", status.contains("Name:\tsleep"));
lab.expect("it has one thread", status.contains("Threads:\t1"));
lab.expect("its parent is the JVM of this lesson",
    status.contains("PPid:\t" + ProcessHandle.current().pid()));

lab.tell("""
    Three more things belong to every process: where a path begins that starts
    with / (its root), where any other path begins (its working directory), and
    which files it has open. All three are links here.
    """);

var root = lab.link("/proc/" + pid + "/root");
var cwd = lab.link("/proc/" + pid + "/cwd");
var open = lab.names("/proc/" + pid + "/fd");
lab.expect("its root is the machine's /", "/", root);
lab.expect("it has input, output, error, and nothing else", List.of("0", "1", "2"), open);

lab.tell("""
    The last folder to look into is ns. Each link in it names a namespace: one
    way of seeing the machine. In brackets is a number; two processes are in the
    same namespace if, and only if, the numbers are equal.
    """);

var namespaces = lab.names("/proc/" + pid + "/ns");
var uts = lab.link("/proc/" + pid + "/ns/uts");
var mine = lab.link("/proc/self/ns/uts");
lab.expect("the process sees the same host name as we do", mine, uts);

lab.pause();

lab.tell("""
    So much for a process as every shell starts it. Docker now starts a
    container with one program in it.
    """);

var object = lab.predict("Which object of the kernel is the container?",
    "an entry in a table of containers, with an id",
    "a small machine that the kernel runs",
    "none: it is a process with other values in these files");

lab.tell("""
    We do what a container engine does, in small: the same program again, but
    made with two namespaces of its own. CLONE_NEWUTS is the one for the host
    name, CLONE_NEWNS the one for mounts. (It was the first kind there was, so
    nobody thought of giving it a better name.) If you are not root, there is a
    third, CLONE_NEWUSER: in it you are root, and nowhere else.
    """);

var boxed = lab.world().in(CLONE_NEWUTS).start("sleep", "1000");
var differ = new ArrayList<String>();
for (var kind : namespaces) {
    var outside = NamespaceLink.ofPid(pid, kind);
    var inside = NamespaceLink.ofPid(boxed.pid(), kind);
    if (!outside.equals(inside)) differ.add(outside + " became " + inside);
}
lab.list(differ);
lab.expect("the host name is its own now",
    !NamespaceLink.ofPid(pid, "uts").equals(NamespaceLink.ofPid(boxed.pid(), "uts")));
lab.expect("its mounts are its own now",
    !NamespaceLink.ofPid(pid, "mnt").equals(NamespaceLink.ofPid(boxed.pid(), "mnt")));
lab.expect("its network is still everybody's",
    NamespaceLink.ofPid(pid, "net"), NamespaceLink.ofPid(boxed.pid(), "net"));
lab.expect("it has the same files under /proc as any process",
    lab.names("/proc/" + pid), lab.names("/proc/" + boxed.pid()));

object.was("c", """
    You have seen the whole of it: another number behind some links. There is no
    list of containers in the kernel, and the id that docker prints is docker's.
    """);

lab.pause();

var name = lab.predict("A process in there sets the host name to 'lab'. What is this machine called then?",
    "lab, too: a machine has one name",
    "what it was called before");
var before = lab.process().run("uname", "-n");
var rename = Step.call("set the host name", Call.of(Syscall.SETHOSTNAME, Arg.text("lab"), Arg.num(3)));
var within = lab.world().in(CLONE_NEWUTS).with(rename).run("uname", "-n");
var after = lab.process().run("uname", "-n");
lab.expect("inside it is lab", "lab", within.first());
lab.expect("outside nothing changed", before.first(), after.first());
name.was("b", """
    The name is no attribute of the machine. It is one of a UTS namespace, and
    the process had its own.
    """);

lab.pause();

lab.tell("""
    One thing more before we leave. The first program still sleeps; we end it,
    and do not ask how it ended.
    """);

var gone = lab.predict("What is left of a process after kill -9?",
    "nothing: it cannot resist, so it is gone",
    "its number and how it ended, until the parent asks",
    "its memory, until the next restart");
sleeper.signal(SIGKILL);
sleeper.awaitState('Z');
var zombie = lab.look("/proc/" + pid + "/status", "Name", "State", "VmRSS");
lab.expect("it is a zombie", zombie.contains("zombie"));
lab.expect("it has no memory any more", !zombie.contains("VmRSS"));
gone.was("b", """
    Z is a zombie: no memory, no files, only what the parent has a right to
    know. A parent that never asks collects them; that is a bug of the parent.
    """);

var end = sleeper.await();
lab.expect("who asks is told the signal", 137, end.code());
lab.expect("and then it is gone", !Files.exists(Path.of("/proc/" + pid)));

boxed.stop();
lab.end("./slipway learn, exercise 0.1: read all this yourself.");

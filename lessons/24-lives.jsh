// 24 How long a namespace lives, and how one gets in (20 minutes)

import java.nio.file.*;
import java.util.*;
import slipway.lessons.shell.*;
import slipway.linux.*;
import slipway.plan.*;
import static slipway.linux.Constants.*;
import static slipway.plan.Steps.*;

var lab = Lab.open("How long a namespace lives, and how one gets in");

lab.tell("""
    A namespace was made together with a process. This is a process whose host is
    called island.
    """);

var rename = Step.call("set the host name", Call.of(Syscall.SETHOSTNAME, Arg.text("island"), Arg.num(6)));
var first = lab.world().in(CLONE_NEWUTS).with(rename).start("sleep", "1000");
var uts = lab.link("/proc/" + first.pid() + "/ns/uts");

lab.tell("""
    A second process, which has nothing to do with it, opens two of its links and
    keeps them as descriptors 7 and 8.
    """);

var ns = Path.of("/proc/" + first.pid() + "/ns");
var keeper = lab.process().open(7, ns.resolve("uts")).open(8, ns.resolve("user")).start("sleep", "1000");

var life = lab.predict("The first process is killed. It was the only one in there. What is left of the namespace?",
    "nothing: it dies with its last process",
    "the namespace, with the name island",
    "an empty namespace with the old name");
first.stop();
lab.expect("the process is gone", !Files.exists(Path.of("/proc/" + first.pid())));
var numbers = new TreeMap<String, Integer>(Map.of("uts", 7));
if (!lab.isRoot()) numbers.put("user", 8);
var back = lab.process().enterOpen(keeper, numbers).run("sh", "-c", "uname -n; readlink /proc/self/ns/uts");
lab.expect("somebody gets in, and the host is called island", "island", back.first());
lab.expect("it is the same namespace", uts, back.lines().get(1));
life.was("b", """
    A namespace lives as long as anybody holds it: a process in it, a descriptor,
    or a mount of its link. ip netns uses the mount. Slipway has a
    tiny process that keeps the descriptors, so nothing can be left mounted.
    """);
keeper.stop();

lab.pause();

lab.tell("""
    What you have seen in the last lines is setns: a process goes into a namespace
    that is there. This is docker exec, and slipway exec. We try it with a
    container of four namespaces.
    """);

var box = lab.world().in(CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID).with(rename).start("sleep", "1000");

var exec = lab.predict("What does docker exec make?",
    "a new container with the same settings",
    "a process whose links are those of another one",
    "a connection to a server in the container, as ssh does");
var visitor = lab.process().enter(box, "uts", "ipc", "mnt").start("sleep", "1000");
var equal = new ArrayList<String>();
for (var kind : List.of("uts", "ipc", "mnt", "user", "pid")) {
    if (NamespaceLink.ofPid(box.pid(), kind).equals(NamespaceLink.ofPid(visitor.pid(), kind))) equal.add(kind);
}
lab.list(equal);
lab.expect("three links, and the user's, are equal", List.of("uts", "ipc", "mnt", "user"), equal);
exec.was("b", """
    Nothing in the kernel knows of the visit. The visitor has no relation to the
    first process: it is not its child, and need not end with it.
    """);
visitor.stop();

lab.pause();

var order = lab.predict("An ordinary user enters such a container: uts first, or user first?",
    "uts first: user last, when all is done",
    "user first",
    "any order");
if (!lab.isRoot()) {
    var wrong = lab.process().with(
        Step.call("have it", Call.of(Syscall.OPENAT, Arg.flag(AT_FDCWD, Family.DIRFD),
            Arg.text("/proc/" + box.pid() + "/ns/uts"), Arg.flag(O_RDONLY, Family.OPEN), Arg.mode(0))).as("uts"),
        Step.call("enter", Call.of(Syscall.SETNS, Arg.result("uts"), Arg.flag(CLONE_NEWUTS, Family.CLONE)))).run("uname", "-n");
    lab.expect("without the user namespace: EPERM", wrong.was(Errno.EPERM));
}
if (lab.isRoot()) {
    lab.cannotShow("that EPERM", "you are root, who may enter everything in any order");
}
order.was("b", """
    It is the user namespace that gives the capabilities which the others ask
    for. In the kit the order is that of the enum Namespace.
    """);

var number = lab.predict("A shell enters the PID namespace of the box. Which numbers have the shell and its child now?",
    "2 and 3: there is a number 1 in there",
    "the shell has its old number, the child is number 2",
    "both have numbers of the machine");
var joined = lab.process().enter(box, "pid").run("sh", "-c", "echo $$; sh -c 'echo $$'; :");
lab.expect("the shell has a number of the machine", Integer.parseInt(joined.first()) > 10);
lab.expect("its child has one of the box", "2", joined.lines().get(1));
number.was("b", """
    As with unshare: only children are moved. So an exec has to make one process
    more than one would think. The one that entered stays outside, waits, and
    passes the exit code on.
    """);
box.stop();

lab.pause();

lab.tell("""
    Last, why none of this is done by Java itself. You have seen in lesson 14 that
    a JVM cannot enter a user namespace. But a thread can call
    unshare(CLONE_NEWPID). What does Java say when that thread starts another?
    """);

var memory = lab.predict("OutOfMemoryError: unable to create native thread. What has to be done?",
    "give it more memory: -Xmx",
    "raise the limit of threads: ulimit -u",
    "nothing helps: the kernel does not let this thread make threads");
lab.probe("J3");
memory.was("c", """
    clone answers EINVAL: a thread must be in the namespace of its process, and
    this thread's children would not be. The JVM knows one cause only, and names
    that. To start a process it needs a thread, too, so that fails as well.
    """);

var twelve = lab.predict("With a spare thread it can start one process, and the second fails with 'error: 12'. Why?",
    "12 is ENOMEM: too little memory",
    "the first process has ended, and it was number 1",
    "a JVM may start only one process");
lab.probe("J4");
twelve.was("b", """
    Lesson 22 in Java's clothes. And so the kit has a launcher: a process of its
    own, which does what has to be done, and becomes the program.
    """);

lab.end("./slipway learn, exercises 2.12 and 2.13: keep, enter, and explain four errors.");

// 20 Namespaces are numbers behind links (15 minutes)

import java.nio.file.*;
import java.util.*;
import slipway.lessons.shell.*;
import slipway.linux.*;
import slipway.plan.*;
import static slipway.linux.Constants.*;

var lab = Lab.open("Namespaces are numbers behind links");

lab.tell("""
    A jail hides files. It does not hide the name of the machine, its processes
    or its network. For each of these Linux has a kind of namespace. We begin
    with a process that does nothing, and look at which ones it is in.
    """);

var plain = lab.process().start("sleep", "1000");
var links = lab.names("/proc/" + plain.pid() + "/ns");

var howMany = lab.predict("In how many namespaces is this process? It has not been put into any container.",
    "in none: namespaces are for containers",
    "in one",
    "in one of each kind, like every process");
var kinds = List.of("cgroup", "ipc", "mnt", "net", "pid", "user", "uts");
var same = new ArrayList<String>();
for (var kind : kinds) {
    var theirs = NamespaceLink.ofPid(plain.pid(), kind);
    if (theirs.equals(NamespaceLink.ofPid(ProcessHandle.current().pid(), kind))) same.add(theirs.toString());
}
lab.list(same);
lab.expect("every link is there", links.containsAll(kinds));
lab.expect("and all are equal to ours", kinds.size(), same.size());
howMany.was("c", """
    A process is always in one of each kind. The first ones were made when the
    machine started. (time is the eighth kind, since Linux 5.6. The two whose
    names end with _for_children say where children will be.)
    """);

lab.pause();

lab.tell("""
    Now two processes with a UTS namespace of their own. UTS is the kind for the
    host name; the three letters come from an old name of the structure.
    """);

var one = lab.world().in(CLONE_NEWUTS).start("sleep", "1000");
var two = lab.world().in(CLONE_NEWUTS).start("sleep", "1000");
var both = lab.predict("Are these two in the same UTS namespace?",
    "yes: in the one for containers",
    "no: each clone3 makes a new one");
var first = lab.link("/proc/" + one.pid() + "/ns/uts");
var second = lab.link("/proc/" + two.pid() + "/ns/uts");
var network = lab.link("/proc/" + one.pid() + "/ns/net");
lab.expect("they are in different ones", !first.equals(second));
lab.expect("and in the same network namespace", network, lab.link("/proc/" + two.pid() + "/ns/net"));
both.was("b", """
    A container is no place that one is in or not in. There are eight questions,
    and two processes can have the same answer to some of them only. Kubernetes
    makes use of this: the containers of a pod share the network, and not the
    mounts.
    """);

lab.pause();

var child = lab.predict("A process in a new UTS namespace starts a child, with plain fork. Where is the child?",
    "in the namespace of its parent",
    "in the first one: only clone with the flag makes another",
    "in a third one");
var parent = lab.world().in(CLONE_NEWUTS).run("sh", "-c", "readlink /proc/self/ns/uts; sh -c 'readlink /proc/self/ns/uts; :'");
lab.expect("both links are equal", parent.lines().get(0), parent.lines().get(1));
lab.expect("and not ours", !parent.first().equals(lab.link("/proc/self/ns/uts")));
child.was("a", """
    Namespaces are inherited, as the root and the working directory are. This is
    all that holds a container together.
    """);

lab.pause();

lab.tell("""
    Let us use one. Inside, the host gets another name.
    """);

var rename = Step.call("set the host name", Call.of(Syscall.SETHOSTNAME, Arg.text("island"), Arg.num(6)));
var hostname = lab.process().run("uname", "-n").first();
var inside = lab.world().in(CLONE_NEWUTS).with(rename).run("uname", "-n");
lab.expect("inside it has the new name", "island", inside.first());
lab.expect("outside the old one", hostname, lab.process().run("uname", "-n").first());

var file = lab.predict("In the same world, what stands in /etc/hostname?",
    "island",
    "the old name",
    "nothing: the file is not there");
var etc = lab.world().in(CLONE_NEWUTS).with(rename).run("sh", "-c", "uname -n; cat /etc/hostname /etc/hosts");
lab.expect("only uname says island", etc.lines().stream().filter(line -> line.contains("island")).count() == 1);
file.was("b", """
    The kernel keeps the name in memory and reads no file. /etc/hostname is read
    by a program when the machine starts. And nobody else in the network hears of
    the new name: that would be the business of DNS. An engine writes the files
    of a container itself.
    """);

lab.pause();

var kernel = lab.predict("uname has one more answer: the release of the kernel. Which one is it inside?",
    "the same as outside",
    "none: this container has no kernel",
    "the one of its own kernel");
var release = lab.process().run("uname", "-r");
var within = lab.world().in(CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWPID).with(rename).run("uname", "-nr");
lab.expect("the name is another one, the release is the same", "island " + release.first(), within.first());
kernel.was("a", """
    It stands in the same structure as the name, and there is no namespace for
    it. Whatever you put around a process, the kernel below is the one.
    """);

for (var each : List.of(plain, one, two)) each.stop();
lab.end("./slipway learn, exercises 2.1 and 2.2: compare the links, and name an island.");

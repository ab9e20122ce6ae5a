// 14 Threads and their roots: for those who like the JVM (10 minutes, optional)

import java.nio.file.*;
import java.util.*;
import slipway.lessons.shell.*;
import slipway.linux.*;
import slipway.plan.*;
import static slipway.linux.Constants.*;

var lab = Lab.open("Threads and their roots");

lab.tell("""
    So far a process had a root, a host name, and so on. To the kernel these
    belong to something smaller: to a task, which is what Java calls a platform
    thread. In this lesson we look at the threads of this JVM.
    """);

var jvm = ProcessHandle.current().pid();
var tasks = lab.names("/proc/" + jvm + "/task");
var same = tasks.stream().map(task -> {
    try { return Files.readSymbolicLink(Path.of("/proc/" + jvm + "/task/" + task + "/ns/uts")).toString(); }
    catch (java.io.IOException e) { return "ended meanwhile"; }
}).filter(link -> !link.startsWith("ended")).distinct().toList();
lab.list(same);
lab.expect("all threads are in one UTS namespace", 1, same.size());

var user = lab.predict("One thread calls unshare(CLONE_NEWUSER), which anybody may call. What does the kernel say?",
    "0: the thread is in a user namespace of its own",
    "EINVAL, because there are other threads",
    "EPERM, without root");
var alone = lab.failing(() -> lab.onThread(CLONE_NEWUSER, () -> "done"));
lab.expect("EINVAL", Errno.EINVAL, alone.orElse(null));
user.was("b", """
    Who one is belongs to the whole process, so the kernel refuses while there is
    more than one thread. A JVM can never enter a user namespace by itself; this
    is why the kit has a launcher.
    """);

lab.pause();

lab.tell("""
    The other kinds can be had by a thread alone. It takes root, though: what
    stands below in if (lab.isRoot()) is not done for others.
    """);

if (!lab.isRoot()) {
    var why = lab.failing(() -> lab.onThread(CLONE_NEWUTS, () -> "done"));
    lab.expect("an ordinary user gets EPERM", Errno.EPERM, why.orElse(null));
    lab.cannotShow("such a thread in this JVM",
        "only root could make one, and a JVM cannot enter the namespace in which you would be root");
}

var names = lab.predict("One thread of a JVM has its own UTS namespace and calls sethostname. Which name do the other threads see?",
    "the new one: they are one process",
    "the old one");
if (lab.isRoot()) {
    var before = lab.look("/proc/sys/kernel/hostname");
    var there = lab.onThread(CLONE_NEWUTS, () -> {
        lab.call(Call.of(Syscall.SETHOSTNAME, Arg.text("thread"), Arg.num(6)));
        return lab.look("/proc/sys/kernel/hostname");
    });
    var here = lab.look("/proc/sys/kernel/hostname");
    lab.expect("that thread saw its own name", "thread", there);
    lab.expect("all others see the old one", before, here);
}
if (!lab.isRoot()) {
    lab.tell("""
        So we watch another JVM: the launcher has made the user namespace for it,
        as for any other program. In there the same has been tried.
        """);
    lab.probe("J2");
}
names.was("b", """
    Namespaces belong to a thread. A pool that hands a thread on would hand its
    host name on, too, so such a thread is thrown away after use.
    """);

lab.pause();

var roots = lab.predict("Is it the same with chroot: does it count for the calling thread only?",
    "yes, like a namespace",
    "no: for all threads, unless the thread has unshared it first");
lab.tell("""
    Root and working directory are kept in one small structure that all threads
    of a process share. chroot on any of them would put the whole JVM in the
    jail, with all that it still has to load. So the guard of this session does
    not let us try it here.
    """);
var tried = lab.call(Steps.chroot(lab.folder().toString()).call());
lab.expect("not made", Lab.NOT_MADE, tried);
lab.tell("""
    Another JVM was started for it, in namespaces of its own. One of its threads
    has called chroot, and another one looked around:
    """);
lab.probe("J5");
lab.tell("""
    A thread that unshares first gets a copy of that structure: CLONE_FS, and
    CLONE_NEWNS does it as well, for mounts are nothing without a root.
    """);
if (lab.isRoot()) {
    lab.file("hello", "I am in the folder of the lesson");
    var jailed = lab.onThread(CLONE_NEWNS | CLONE_FS, () -> {
        lab.call(Steps.chroot(lab.folder().toString()).call());
        lab.call(Steps.chdir("/").call());
        return Files.readString(Path.of("/hello"));
    });
    lab.expect("that thread has another /", "I am in the folder of the lesson", jailed);
    lab.expect("this thread has not", !Files.exists(Path.of("/hello")));
}
if (!lab.isRoot()) lab.probe("J6");
roots.was("b", """
    clone(2) has it under CLONE_FS. A thread is made with it, a process is not:
    that is one of the few differences between the two.
    """);

lab.end("./slipway learn, exercise 1.8: jail one thread, and not the JVM.");

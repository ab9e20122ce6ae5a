// 01 Starting a program from a JVM (15 minutes)

import java.nio.file.*;
import java.util.*;
import slipway.lessons.shell.*;
import slipway.linux.*;
import slipway.linux.asm.*;
import slipway.plan.*;
import static slipway.linux.Constants.*;

var lab = Lab.open("Starting a program from a JVM");

lab.tell("""
    A container's first program has to be started by somebody, and what we have
    is a JVM. This lesson is about why that is harder than it sounds, and what a
    program says when it ends.

    In C one writes fork(): the process is doubled, and the copy then changes
    its own root, host name and so on, before it becomes the program. Let us
    look at who would be doubled here.
    """);

var jvm = ProcessHandle.current().pid();
var status = lab.look("/proc/" + jvm + "/status", "Name", "Threads");
var threads = lab.names("/proc/" + jvm + "/task").size();
lab.expect("this JVM has many threads, though we started none", threads > 5);

var fork = lab.predict("fork() is called by one of these threads. How many does the copy have?",
    "as many: it is a copy",
    "one: the thread that called",
    "none, until it calls exec");

lab.tell("""
    fork(2) says: "The child process is created with a single thread, the one
    that called fork()." The memory is copied, the other threads are not. A lock
    that one of them held stays locked for ever, and there is nobody to finish
    a collection of garbage that had begun. Java code cannot run in that copy.
    """);

fork.was("b", """
    So this kit never calls fork. We do not show it either: the JVM would hang.
    """);

lab.tell("""
    Instead the JVM asks for a process that runs none of its code: clone3, with
    a few instructions of our own as the place to begin. They read a list of
    system calls, the plan, and make one after another. This is how large they
    are, in bytes: what reads the list, and what makes the process.
    """);

var arch = Arch.current();
var reader = MachineCode.interpreter(arch, 0).length;
var maker = MachineCode.cloneInto(arch).length;
lab.list(List.of("reads the list: " + reader + " bytes", "makes the process: " + maker + " bytes"));
lab.expect("both fit in a kilobyte", reader + maker < 1024);

lab.tell("""
    So to Java a launch is a value: a list of calls, with execve as the last.
    """);

var hello = lab.world().with(Steps.chdir("/tmp")).run("/bin/sh", "-c", "pwd; echo hello");
lab.expect("the step was taken before the program ran", "/tmp", hello.first());
lab.expect("the program ran", hello.contains("hello"));

lab.pause();

lab.tell("""
    The rest of the lesson is about what comes back. Two programs; a shell shows
    137 for both of them in $?.
    """);

var same = lab.predict("Can anybody tell apart a program killed by signal 9 and one that called exit(137)?",
    "no: an exit status is one number",
    "yes: the kernel keeps the two apart");
var exited = lab.process().run("/bin/sh", "-c", "exit 137");
var killed = lab.process().run("/bin/sh", "-c", "kill -9 $$");
lab.expect("to a shell both are 137", exited.code(), killed.code());
lab.expect("to the parent they are not the same", !exited.end().equals(killed.end()));
same.was("b", """
    waitid(2) answers with two values: how it ended, and with which number. That
    137 means "killed" is a habit of shells, 128 and the signal.
    """);

var bits = lab.predict("A program calls exit(300). What arrives?", "300", "44", "255");
var large = lab.process().run("/bin/sh", "-c", "(exit 300); echo $?; exit 300");
lab.expect("eight bits of it arrive", 300 % 256, large.code());
bits.was("b", """
    Eight bits: 300 is 256 and 44.
    """);

lab.pause();

lab.tell("""
    A program may also never begin. Then it is execve that says why.
    """);

var missing = lab.process().run("/bin/no-such-program");
lab.file("notes", "#!/bin/sh\necho hello\n");
var plain = lab.process().run(lab.folder() + "/notes");
lab.expect("no such file: ENOENT", missing.was(Errno.ENOENT));
lab.expect("a file that is no program for anybody: EACCES", plain.was(Errno.EACCES));

lab.pause();

var handed = lab.predict("This JVM has files open: its jars, its sockets. How many more than 0, 1, 2 does a program find that we start?",
    "all of them: a child inherits what is open",
    "none");
var ours = lab.names("/proc/" + jvm + "/fd");
var waiting = lab.process().start("sleep", "1000");
var theirs = lab.names("/proc/" + waiting.pid() + "/fd");
waiting.stop();
lab.expect("we have more than three open", ours.size() > 3);
lab.expect("the program has three", 3, theirs.size());
handed.was("b", """
    It is not the kernel's doing: a descriptor stays open in a new program unless
    somebody marks or closes it. The launcher closes all but what the plan says.
    A forgotten one is a way out of a container, as lesson 11 shows.
    """);

lab.tell("""
    We can hand one over, and say under which number.
    """);

var given = lab.process().open(7, lab.folder()).start("sleep", "1000");
var target = lab.link("/proc/" + given.pid() + "/fd/7");
given.stop();
lab.expect("the folder is open there as 7", lab.folder().toString(), target);

lab.pause();

lab.tell("""
    Last: why does the plan change the host name, and not we, here in Java? Let
    us try. This call would go to the kernel from this very thread.
    """);

var rename = Call.of(Syscall.SETHOSTNAME, Arg.text("oops"), Arg.num(4));
var made = lab.call(rename);
lab.expect("the guard of this session did not let it through", Lab.NOT_MADE, made);
var forgotten = lab.refused(() -> lab.process().with(Step.call("set the host name", rename)).run("uname", "-n"));
lab.expect("nor a launch that forgot its namespace", forgotten);
var good = lab.world().in(CLONE_NEWUTS).with(Step.call("set the host name", rename)).run("uname", "-n");
lab.expect("in a namespace of its own it is nobody else's business", "oops", good.first());

lab.tell("""
    Root of the machine would have renamed it, for everybody. So in a lesson no
    such call is made from a thread that still shares the machine's namespaces.
    """);

lab.end("./slipway learn, exercises 0.2 and 0.3: a runner, and what errors mean.");

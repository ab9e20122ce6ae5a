// 22 Process numbers, and number one (20 minutes)

import java.nio.file.*;
import java.util.*;
import slipway.lessons.shell.*;
import slipway.linux.*;
import slipway.plan.*;
import static slipway.linux.Constants.*;
import static slipway.plan.Steps.*;

var lab = Lab.open("Process numbers, and number one");

lab.tell("""
    A process has a number. In a PID namespace numbers are counted anew, from 1.
    So what number does such a process have?
    """);

var numbers = lab.predict("A process was made in a new PID namespace. How many numbers does it have?",
    "one: 1",
    "one: the machine's; 1 is only shown to it",
    "two");
var inside = lab.world().in(CLONE_NEWPID).start("sleep", "1000");
var status = lab.look("/proc/" + inside.pid() + "/status", "Name", "Pid", "PPid", "NSpid");
lab.expect("its last number is 1", status.lines().anyMatch(line -> line.matches("NSpid:.*\\s1")));
lab.expect("and it has one that we use", status.contains("NSpid:\t" + inside.pid()));
numbers.was("c", """
    Namespaces of this kind are nested, and a process has a number in each from
    its own outwards. Outside it is seen like any other. From inside, what is
    outside cannot be named.
    """);
inside.stop();

lab.pause();

lab.tell("""
    Until now clone3 has made process and namespace together. There is another
    call: unshare. For the host name it moves the caller.
    """);

var moved = lab.predict("A shell's process calls unshare(CLONE_NEWPID) first. What are its number, and those of its first two children?",
    "1, 2, 3",
    "as before, 1, 2",
    "as before, and as before for the children");
var note = lab.file("note", "");
var firstChild = "sh -c 'echo $$ > " + note + "; while :; do :; done' &";
var told = "while ! read one < " + note + "; do :; done; echo $one";
var shell = lab.world().with(unshare(CLONE_NEWPID)).run("sh", "-c",
    "echo $$; " + firstChild + " " + told + "; sh -c 'echo $$'; kill -9 $!");
var own = Integer.parseInt(shell.first());
lab.expect("its own number is as before", own > 2);
lab.expect("its children are numbers 1 and 2", List.of("1", "2"), shell.lines().subList(1, 3));
moved.was("b", """
    A process keeps its number for life; programs rely on that. So unshare only
    says where the children will be. The first of them is number 1, and it is
    no parent of the second: they are brother and sister.
    """);

lab.pause();

lab.tell("""
    What if number 1 has ended, and the shell wants one more child?
    """);

var second = lab.predict("What is the number of the second child, when the first has ended?",
    "1 again",
    "2",
    "there is no second child");
var none = lab.world().with(unshare(CLONE_NEWPID)).run("sh", "-c", "sh -c 'exit 0'; sh -c 'echo another'");
lab.expect("there was no other", !none.lines().contains("another"));
lab.expect("the shell could not fork", none.contains("fork"));
second.was("c", """
    The kernel says ENOMEM, of all errors. When number 1 ends, the namespace is
    closed for good. (We shall meet this in a disguise: lesson 24.)
    """);

lab.pause();

lab.tell("""
    Number 1 is special in other ways, too. On a machine it is init, and without
    it nothing goes. So the kernel protects it.
    """);

var suicide = lab.predict("A shell that is number 1 runs: kill -9 1. What happens?",
    "it is killed: nobody can resist signal 9",
    "nothing, and kill says that all is well",
    "kill says EPERM");
var kill = lab.world().in(CLONE_NEWPID).run("sh", "-c", "kill -9 1; echo kill said $?; kill -TERM 1; echo kill said $?; echo I am still here");
lab.expect("it goes on", kill.contains("still here"));
lab.expect("kill saw nothing wrong", List.of("kill said 0", "kill said 0"), kill.lines().subList(0, 2));
suicide.was("b", """
    From inside, number 1 gets only signals for which it has a handler, and for
    KILL there can be none.
    """);

var term = lab.predict("From outside we send TERM, the polite one, to a number 1 that has no handler. And then?",
    "it ends: TERM ends a process",
    "nothing",
    "it ends after ten seconds");
var deaf = lab.world().in(CLONE_NEWPID).start("sleep", "1000");
deaf.signal(SIGTERM);
deaf.awaitState('S');
lab.look("/proc/" + deaf.pid() + "/status", "State", "SigPnd", "ShdPnd", "SigCgt");
var polite = lab.world().in(CLONE_NEWPID).start("sh", "-c", "trap 'echo thank you; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
polite.awaitLine("ready");
polite.signal(SIGTERM);
var thanked = polite.await();
lab.expect("with a handler it ends at once", thanked.contains("thank you") && thanked.code() == 0);
lab.expect("KILL ends the other", 137, deaf.stop().code());
term.was("b", """
    The signal is thrown away, and does not even wait anywhere. Now you know why
    docker stop takes ten seconds with some images and none with others: TERM, ten
    seconds of patience, KILL. The signal is not lost by chance. The program is
    number 1 and has no handler.
    """);

lab.pause();

lab.tell("""
    One duty comes with the office. Whoever loses a parent gets number 1 for one.
    Here it is sleep, a program that has never heard of children. Three orphans
    are left to it. They run until a file appears.
    """);

var orphan = "(while ! [ -e " + lab.folder() + "/go ]; do sleep 0.05; done) & ";
var init = lab.world().in(CLONE_NEWPID).start("sh", "-c", "sh -c '" + orphan + orphan + orphan + "'; exec sleep 1000");
while (!Files.readString(Path.of("/proc/" + init.pid() + "/comm")).startsWith("sleep")) Thread.sleep(20);
var adopted = lab.children(init.pid());
lab.expect("it has three children that it has not made", 3, adopted.size());
var zombies = lab.predict("The three end. What does the list of children look like then?",
    "empty: they have ended",
    "three zombies, until sleep ends",
    "three zombies, for a moment");
lab.file("go", "");
while (lab.children(init.pid()).stream().filter(each -> each.endsWith("Z")).count() < 3) Thread.sleep(200);
zombies.was("b", """
    A zombie waits for its parent to ask how it ended. sleep never asks. Each
    holds a number, and numbers are limited. So images have a small init, such as
    tini, or use docker run --init: it does nothing but wait, and pass signals on.
    You write one in exercise 2.5.
    """);

lab.pause();

var last = lab.predict("Number 1 is killed. What becomes of its children?",
    "they get a new parent, outside",
    "they are killed",
    "they run on without a parent");
var boss = lab.world().in(CLONE_NEWPID).start("sh", "-c", "sleep 1000 & sleep 1000 & echo two; wait");
boss.awaitLine("two");
var pids = ProcessHandle.of(boss.pid()).orElseThrow().children().toList();
lab.expect("it had two", 2, pids.size());
boss.stop();
lab.expect("they are gone with it", pids.stream().noneMatch(ProcessHandle::isAlive));
last.was("b", """
    That is what makes a container easy to stop: one KILL, and the kernel ends
    everything that is in there, also what hides behind other names.
    """);

init.stop();
lab.end("./slipway learn, exercises 2.4 and 2.5: be number one, and do it well.");

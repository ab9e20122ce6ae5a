// 23 Root of very little (20 minutes)

import java.nio.file.*;
import java.util.*;
import slipway.lessons.shell.*;
import slipway.linux.*;
import slipway.plan.*;
import slipway.namespaces.IdMapPlanner;
import static slipway.linux.Constants.*;
import static slipway.plan.Steps.*;

var lab = Lab.open("Root of very little");

lab.tell("""
    The kind that changed everything is the user namespace: with it everybody can
    make all the others. In this lesson we are an ordinary user outside. (If you
    are root, the lesson does it as user 65534, called nobody.)
    """);

var empty = lab.predict("A new user namespace, and nothing else done. Who is one in there?",
    "root: one has made it",
    "the same user as before",
    "user 65534");
var nobody = lab.process().asNobody().run("sh", "-c", "id -u; grep CapEff /proc/self/status; cat /proc/self/uid_map");
lab.expect("user 65534", "65534", nobody.first());
lab.expect("without any capability", nobody.contains("0000000000000000"));
empty.was("c", """
    A user namespace has a table: which number in here is which number out there.
    It is empty at first. A number without a line is shown as 65534, as if it
    were nobody's.
    """);

lab.pause();

lab.tell("""
    So somebody has to write the table. A process cannot go on as if nothing was
    while its own numbers change, so the kit does it from outside, while the new
    process waits: 0 inside is we outside.
    """);

var root = lab.process().asRoot().run("sh", "-c", "id -u; grep CapEff /proc/self/status; cat /proc/self/uid_map");
lab.expect("now it is root", "0", root.first());
lab.expect("with all capabilities", !root.contains("CapEff:\t0000000000000000"));
var me = root.lines().get(2).strip().split(" +")[1];

lab.tell("""
    The mask in CapEff is as long as that of the real root. Is it as good? Say
    what you expect of each of these, done by this root.
    """);

var file = lab.predict("It makes a file in a folder where everybody may write. Whose is it, seen from outside?",
    "root's",
    "user " + me + "'s",
    "nobody's: that user is not there outside");
var shared = Files.createDirectory(lab.folder().resolve("shared"));
Files.setAttribute(shared, "unix:mode", 0777);
var made = lab.process().asRoot().run("sh", "-c", "echo mine > " + shared + "/file; ls -ln " + shared + "; stat -c 'inside its owner is %u' " + shared + "/file");
var owner = lab.process().run("stat", "-c", "%u", shared + "/file");
lab.expect("inside it is user 0's", made.contains("inside its owner is 0"));
lab.expect("outside it is user " + me + "'s", me, owner.first());
file.was("b", """
    The disk knows one number for each file, and the map is only applied when
    somebody looks. No file is changed by a map, and nothing is written about it
    anywhere.
    """);

var chown = lab.predict("It gives the file to user 1, which is somebody else inside. chown says?",
    "0: it is root",
    "EPERM",
    "EINVAL: there is no user 1");
var given = lab.process().asRoot().run("sh", "-c", "echo mine > " + shared + "/other; chown 1 " + shared + "/other");
lab.expect("Invalid argument", given.contains("nvalid argument"));
chown.was("c", """
    Only one number has a line in the map. What user 1 should be outside, the
    kernel does not know. For more users one needs more lines, and those must be
    granted: /etc/subuid, and the programs newuidmap and newgidmap.
    """);

lab.pause();

lab.tell("""
    Now what root alone can do. Some of these are about the machine, and some
    about things that belong to the namespace.
    """);

var mounting = lab.predict("It mounts a tmpfs. Allowed?",
    "yes: it has CAP_SYS_ADMIN",
    "no: it has no real power",
    "only in a mount namespace that was made in its user namespace");
var theirs = lab.process().asRoot().in(CLONE_NEWNS).with(mount("tmpfs", shared.toString(), 0, "")).run("sh", "-c", "echo mounted");
lab.expect("in a mount namespace of its own it may", theirs.contains("mounted"));
var shadow = lab.process().asRoot().run("cat", "/etc/shadow");
lab.expect("it may not read the passwords of the machine", shadow.contains("denied"));
var uname = Step.call("set the host name", Call.of(Syscall.SETHOSTNAME, Arg.text("island"), Arg.num(6)));
var named = lab.process().asRoot().in(CLONE_NEWUTS).with(uname).run("uname", "-n");
lab.expect("it may name its own host", "island", named.first());
lab.tell("""
    And names and mounts that are not its own? For that we make a host name and
    mounts first, and the user namespace afterwards: unshare makes it, too, and
    whoever calls it has all capabilities in it.
    """);
var foreign = lab.world().in(CLONE_NEWUTS).with(unshare(CLONE_NEWUSER), uname).run("uname", "-n");
lab.expect("it may not name the host of others", foreign.was(Errno.EPERM));
var older = lab.world().with(unshare(CLONE_NEWUSER), mount("tmpfs", shared.toString(), 0, "")).run("sh", "-c", ":");
lab.expect("it may not mount for others", older.was(Errno.EPERM));
mounting.was("c", """
    A capability counts in the user namespace where one has it, and for what
    belongs to that: other namespaces know in which user namespace they were
    made. The rest of the machine asks for the capability in the first one.
    """);

lab.pause();

lab.tell("""
    Who may write the maps? You may map yourself. There is one thing that you have
    to give up for it, which is called setgroups.
    """);

var groups = lab.predict("Why should an ordinary user not be allowed to leave a group?",
    "no reason, it is an old mistake",
    "because files can be closed to a group and open to all others",
    "because groups are shared by processes");
var left = lab.process().asRoot().with(
    Step.call("leave all groups", Call.of(Syscall.SETGROUPS, Arg.num(0), Arg.NULL))).run("id", "-G");
lab.expect("it is refused", left.was(Errno.EPERM));
groups.was("b", """
    chmod 705: a group that is locked out. Who could leave it would get in. That
    has been a real hole, found in 2014. Since then: first write deny
    to /proc/PID/setgroups, then the map of groups. What the kernel wants in which
    order, it shows here:
    """);
lab.probe("F18");

lab.pause();

var order = lab.predict("A service begins as root and becomes user 1. In which order: user, group, other groups?",
    "user, group, groups",
    "groups, group, user",
    "the order is of no importance");
lab.probe("F20");
order.was("b", """
    Who has changed the user has no right left to change anything else. The exit
    is taken last. (If this was not shown: it takes more users than one.)
    """);

lab.end("./slipway learn, exercises 2.9 to 2.11: maps, users, and whose the files are.");

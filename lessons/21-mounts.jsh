// 21 Mounts, and who hears of them (20 minutes)

import java.nio.file.*;
import java.util.*;
import slipway.lessons.shell.*;
import slipway.linux.*;
import slipway.plan.*;
import static slipway.linux.Constants.*;
import static slipway.plan.Steps.*;

var lab = Lab.open("Mounts, and who hears of them");

lab.tell("""
    The oldest kind is the mount namespace. In the lessons of Part 1 each program
    had one; now we look at it. Its file is /proc/PID/mountinfo, a line for each
    mount.
    """);

var count = lab.predict("This machine has some mounts. How many are in a new mount namespace?",
    "none: it is new",
    "one, for /",
    "as many as before");
var outside = lab.process().run("grep", "-c", "", "/proc/self/mountinfo");
var inside = lab.world().run("grep", "-c", "", "/proc/self/mountinfo");
lab.expect("the numbers are equal", outside.first(), inside.first());
count.was("c", """
    A new mount namespace is a copy of the old one: of the table, not of the
    files. To have less one has to unmount, or to change the root.
    """);

lab.pause();

lab.tell("""
    Inside we mount a file system in memory, and write a file.
    """);

var place = lab.folder().resolve("place");
Files.createDirectory(place);
var seen = lab.world().with(mount("tmpfs", place.toString(), 0, "mode=755")).run("sh", "-c", "echo hello > " + place + "/file; ls " + place);
lab.expect("inside there is a file", "file", seen.first());
lab.expect("outside the folder is empty", lab.names(place.toString()).isEmpty());

lab.tell("""
    So it is private? Not by itself. Look at the first line below clone3: it is
    there in every world of these lessons, and it makes all mounts private. We
    now make a world with one mount that is shared instead.
    """);

var first = lab.world().with(
    mount("tmpfs", place.toString(), 0, "mode=755"),
    propagation(place.toString(), MS_SHARED),
    mkdir(place + "/below", 0755)).start("sleep", "1000");

var heard = lab.predict("A second process copies this namespace, and mounts something on place/below. Is that seen in the first?",
    "no: each has a namespace of its own",
    "yes",
    "only if the second is root of the machine");

var second = lab.process().enter(first, "mnt").with(
    unshare(CLONE_NEWNS),
    mount("tmpfs", place + "/below", 0, "mode=755")).start("sleep", "1000");
lab.expect("they are in different mount namespaces",
    !NamespaceLink.ofPid(first.pid(), "mnt").equals(NamespaceLink.ofPid(second.pid(), "mnt")));
var table = Files.readString(Path.of("/proc/" + first.pid() + "/mountinfo"));
var lines = table.lines().filter(line -> line.contains(place.toString())).toList();
lab.list(lines);
lab.expect("the first one has the mount, too", table.contains(place + "/below"));
heard.was("b", """
    Shared mounts that were copied from each other form a group, a number after
    "shared:" in the table. What is mounted below one is mounted below all. On a
    machine with systemd all mounts are shared: a CD that somebody puts in shall
    be seen by everybody. A container has to opt out.
    """);
second.stop();

lab.pause();

lab.tell("""
    There is something in between: a slave hears what its group does, and its
    own mounts stay its own. (Two namespaces again; the second one makes its
    copy a slave before it mounts.)
    """);

var oneWay = lab.predict("Which of the two now sees the mount of the second?",
    "the second only",
    "both",
    "neither");
var slave = lab.process().enter(first, "mnt").with(
    unshare(CLONE_NEWNS),
    propagation(place.toString(), MS_SLAVE),
    mkdir(place + "/own", 0755),
    mount("tmpfs", place + "/own", 0, "mode=755")).start("sleep", "1000");
var third = lab.process().enter(first, "mnt").with(
    mkdir(place + "/news", 0755),
    mount("tmpfs", place + "/news", 0, "mode=755")).run("sh", "-c", ":");
var ofFirst = Files.readString(Path.of("/proc/" + first.pid() + "/mountinfo"));
var ofSlave = Files.readString(Path.of("/proc/" + slave.pid() + "/mountinfo"));
lab.list(ofSlave.lines().filter(line -> line.contains(place.toString())).toList());
lab.expect("the slave has its own mount", ofSlave.contains(place + "/own"));
lab.expect("the master has not", !ofFirst.contains(place + "/own"));
lab.expect("what was mounted at the master afterwards is in both",
    ofFirst.contains(place + "/news") && ofSlave.contains(place + "/news"));
oneWay.was("a", """
    A slave is what one wants for a disk that may be put in later. Docker's -v has
    it as an option: rprivate, rslave, rshared.
    """);
slave.stop();

lab.pause();

lab.tell("""
    A last one. Somebody has covered a folder by a mount: perhaps to hide what
    is below. A second process copies the namespace, this time into a new user
    namespace, in which it is root.
    """);

var lift = lab.predict("It calls umount on what covers the folder. What does the kernel say?",
    "0: it is root, and the mount namespace is its own",
    "EBUSY",
    "EINVAL");
var tried = lab.process().enter(first, "mnt").with(
    unshare(CLONE_NEWUSER | CLONE_NEWNS),
    unmount(place.toString())).run("sh", "-c", ":");
lab.expect("EINVAL", tried.was(Errno.EINVAL));
lift.was("c", """
    Such copied mounts are locked together. Otherwise everybody could look below
    every mount: make a user namespace, copy, unmount. The same is true of flags:
    what was read-only stays so.
    """);

first.stop();
lab.end("./slipway learn, exercise 2.3: keep your mounts to yourself.");

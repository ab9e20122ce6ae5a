// 12 /dev, /proc and /tmp (15 minutes)

import java.nio.file.*;
import java.util.*;
import slipway.lessons.shell.*;
import slipway.linux.*;
import slipway.plan.*;
import static slipway.linux.Constants.*;
import static slipway.plan.Steps.*;

var lab = Lab.open("/dev, /proc and /tmp");

lab.tell("""
    Programs expect more than files. In this lesson a root gets the three folders
    whose content is no file on a disk.
    """);

var box = lab.root("box", "/bin/sh", "/bin/cat", "/bin/ls", "/bin/readlink", "/bin/mkdir");
var jail = box.toString();
var empty = lab.names(box + "/dev");
lab.expect("/dev is empty in a new root", empty.isEmpty());

var hole = lab.predict("In there a script says: echo noise > /dev/null. What happens?",
    "nothing: /dev/null swallows it",
    "an error: there is no /dev/null",
    "a file grows");
var noise = lab.world().with(chroot(jail), chdir("/")).run("/bin/sh", "-c", "echo noise > /dev/null; echo noise >> /dev/null; ls -l /dev");
var written = Files.readString(box.resolve("dev/null"));
lab.expect("there is a file now, with both lines", "noise\nnoise\n", written);
hole.was("c", """
    A name in /dev is a name like others. > makes a file if there is none, and
    a log that was to be thrown away fills the disk.
    """);

lab.pause();

lab.tell("""
    What swallows is not the name, it is a pair of numbers: character device 1:3
    is the part of the kernel that forgets. mknod makes a name for it.
    """);

Files.delete(box.resolve("dev/null"));
var made = lab.world().with(chroot(jail), chdir("/"), characterDevice("/dev/null", 0666, 1, 3)).run("/bin/ls", "-l", "/dev");
if (made.was(Errno.EPERM)) {
    lab.tell("""
        In a user namespace it is refused: with the right numbers one would have
        the disk of the machine. So one shows the machine's own node, over an
        empty file. Root can do that too, and it is what containers do mostly.
        """);
} else {
    lab.expect("ls shows a device and no size", made.contains("1, 3") || made.contains("1,   3"));
    Files.delete(box.resolve("dev/null"));
    lab.tell("""
        You are root of the machine, and may. Root of a user namespace may not:
        with the right numbers one would have the machine's disk. There one
        shows the machine's own node, over an empty file. We do that now.
        """);
}
var bound = lab.world().with(
    emptyFile(box + "/dev/null", 0666),
    bind("/dev/null", box + "/dev/null"),
    chroot(jail), chdir("/")).run("/bin/sh", "-c", "echo noise > /dev/null; ls -l /dev");
lab.expect("it is a device, and nothing was stored", bound.contains("crw"));
lab.expect("outside there is only the empty file below the mount", 0L, Files.size(box.resolve("dev/null")));

lab.pause();

lab.tell("""
    Now /proc. It is no folder with files, either: the kernel answers, when
    somebody reads. And it answers for a PID namespace: for the numbers that the
    processes have in there. So we take one of our own as well, CLONE_NEWPID.
    """);

var whose = lab.predict("A shell in a new PID namespace, with the OLD /proc still mounted. What are $$ and /proc/self?",
    "both 1",
    "$$ is 1, and /proc/self has another number",
    "$$ is 1, and /proc/self is missing");
var old = lab.world().in(CLONE_NEWPID).run("/bin/sh", "-c", "echo $$; readlink /proc/self; true");
lab.expect("the shell calls itself 1", "1", old.first());
var self = Integer.parseInt(old.lines().get(1));
lab.expect("readlink finds itself under a number of the machine", self > 2);
whose.was("b", """
    The namespace was made, the mount was not. The old /proc still tells of the
    machine, with the machine's numbers; ps would list it all.
    """);

var own = lab.world().in(CLONE_NEWPID).with(
    mount("proc", box + "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, ""),
    chroot(jail), chdir("/")).run("/bin/sh", "-c", "echo $$; readlink /proc/self; cd /proc; echo [0-9]*");
lab.expect("readlink is a child of the shell: process 2", "2", own.lines().get(1));
lab.expect("there are no processes of the machine", "1", own.lines().get(2));

lab.tell("""
    (The last command is one of the shell itself. It needs no process, and so
    there is only number 1.)
    """);

lab.pause();

lab.tell("""
    Last, /tmp: a file system in memory, gone with the last process that has it
    mounted. Everybody may write there, and nobody may remove what is another's.
    That is the bit that mode 1777 has and 0777 has not.
    """);

var outside = lab.predict("Inside, a tmpfs is mounted on /tmp and a file written there. What is in that folder when seen from outside?",
    "the file",
    "nothing");
var temporary = lab.world().with(
    mount("tmpfs", box + "/tmp", MS_NOSUID | MS_NODEV, "mode=1777,size=1m"),
    chroot(jail), chdir("/")).run("/bin/sh", "-c", "echo mine > /tmp/file; ls -ld /tmp; ls /tmp");
var seen = lab.names(box + "/tmp");
lab.expect("inside there is the file", temporary.contains("file"));
lab.expect("its mode ends with the sticky bit", temporary.contains("drwxrwxrwt"));
lab.expect("outside there is nothing", seen.isEmpty());
outside.was("b", """
    The mount is in the mount namespace of the process, and makePrivate in each
    plan above sees to it that the machine does not hear of it.
    """);

lab.end("./slipway learn, exercise 1.3: furnish your own jail.");

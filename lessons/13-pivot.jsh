// 13 pivot_root, and what a jail does not hide (20 minutes)

import java.nio.file.*;
import java.util.*;
import slipway.lessons.shell.*;
import slipway.linux.*;
import slipway.plan.*;
import static slipway.linux.Constants.*;
import static slipway.plan.Steps.*;

var lab = Lab.open("pivot_root, and what a jail does not hide");

lab.tell("""
    chroot could be left because the machine was still there: above the root, one
    step up. pivot_root takes another way. It exchanges the root of a whole mount
    namespace, and then the old one can be unmounted. What is not mounted cannot
    be walked to.

    It is particular about where it works. We try it the simple way first.
    """);

var secret = lab.secret("secret");
var box = lab.root("box", "/bin/sh", "/bin/cat", "/bin/ls", "/bin/mkdir");
var jail = box.toString();
Files.createDirectory(box.resolve("old"));

var simple = lab.predict("pivot_root(new, old), as in the manual's first line. What does the kernel say?",
    "0: it is chroot for whole namespaces",
    "EBUSY: try again later",
    "no, because the new root is only a folder");
var folder = lab.world().with(pivotRoot(jail, jail + "/old")).run("/bin/ls", "/");
lab.expect("it is refused", folder.was(Errno.EBUSY) || folder.was(Errno.EINVAL));
simple.was("c", """
    The new root must be a mount. EBUSY here does not mean "later": the folder is
    on the same mount as the present root, which is in use and stays so. (On a
    machine where it is on another mount, the answer is EINVAL.)
    """);

lab.tell("""
    A folder becomes a mount when it is bound on itself. Then there is the second
    condition. Mounts can be shared: what is mounted in one namespace appears in
    the other. A root that is exchanged must not be.
    """);

var shared = lab.world().with(
    propagation("/", MS_SHARED),
    bind(jail, jail),
    pivotRoot(jail, jail + "/old")).run("/bin/ls", "/");
lab.expect("with shared mounts: EINVAL", shared.was(Errno.EINVAL));

lab.tell("""
    Both conditions met. The old root is put on the folder 'old' of the new one.
    """);

var kept = lab.world().with(bind(jail, jail), pivotRoot(jail, jail + "/old"), chdir("/")).run("/bin/sh", "-c", "echo /*; /bin/cat /old" + lab.folder() + "/secret");
lab.expect("there is the new root", kept.contains("bin"));
lab.expect("and the secret, below old", kept.contains(secret));

lab.pause();

var enough = lab.predict("What has to be done with /old to keep the secret?",
    "remove the folder",
    "unmount what is on it",
    "chmod 700");
var gone = lab.world().with(
    bind(jail, jail),
    pivotRoot(jail, jail + "/old"),
    chdir("/"),
    detach("/old")).run("/bin/sh", "-c", "/bin/ls -A /old; /bin/cat /old" + lab.folder() + "/secret");
lab.expect("the secret is gone", !gone.contains(secret));
enough.was("b", """
    MNT_DETACH takes the mount away at once, and lets go of it when nobody uses
    it any more. A plain unmount would say EBUSY: its own files are in use.
    """);

lab.tell("""
    Engines do it without a folder: they put the old root on top of the new one,
    at ".", and unmount it from there. The steps are these.
    """);

var pivot = List.of(bind(jail, jail), chdir(jail), pivotRoot(".", "."), detach("."), chdir("/"));
var neat = lab.world().with(pivot).run("/bin/sh", "-c", "echo /*");
lab.expect("only the new root is there", neat.contains("bin") && !neat.contains("boot"));

lab.pause();

var again = lab.predict("Lesson 11 again: mkdir x, chroot x, up and up, chroot('.'). What does it find now?",
    "the secret, as before",
    "the root of the jail: there is nothing above it");
var escape = new ArrayList<Step>(pivot);
escape.add(mkdir("x", 0755));
escape.add(chroot("x"));
for (int i = 0; i < 8; i++) escape.add(chdir(".."));
escape.add(chroot("."));
var tried = lab.world().with(escape).run("/bin/sh", "-c", "echo /*; /bin/cat " + lab.folder() + "/secret");
lab.expect("it is in the jail as before", tried.contains("bin"));
lab.expect("the secret is not read", !tried.contains(secret));
again.was("b", """
    It did walk to the top. But the top of this namespace is the jail.
    """);

lab.pause();

lab.tell("""
    Is that a container? Let us see what the jail does not hide. Outside we start
    a program; inside somebody knows its number.
    """);

var victim = lab.process().start("sleep", "1000");
var kill = lab.predict("From inside: kill -9 and the number. What happens?",
    "No such process: it is not in the jail",
    "EPERM: it belongs to the host",
    "the program ends");
var shot = lab.world().with(pivot).run("/bin/sh", "-c", "kill -9 " + victim.pid());
var ended = victim.await();
lab.expect("kill was allowed", 0, shot.code());
lab.expect("the program outside was killed", 137, ended.code());
kill.was("c", """
    Files were hidden, processes were not. kill takes a number, and numbers are
    looked up in the PID namespace, which is still the machine's.
    """);

var host = lab.process().run("uname", "-nr");
var inside = lab.root("tools", "/bin/uname", "/bin/cat");
var named = lab.world().with(bind(inside.toString(), inside.toString()), chdir(inside.toString()),
    pivotRoot(".", "."), detach("."), chdir("/")).run("/bin/uname", "-nr");
lab.expect("the host name and the kernel are the machine's", host.first(), named.first());

lab.tell("""
    Host name, processes, network, users: each needs a namespace of its own. The
    kernel stays the same one in all of them. That is Part 2.
    """);

lab.end("./slipway learn, exercises 1.5 to 1.7: what is not hidden, and a better jail.");

// 11 chroot, and two ways out (20 minutes)

import java.nio.file.*;
import java.util.*;
import slipway.lessons.shell.*;
import slipway.linux.*;
import slipway.plan.*;
import static slipway.linux.Constants.*;
import static slipway.plan.Steps.*;

var lab = Lab.open("chroot, and two ways out");

lab.tell("""
    In the last lesson chroot put a program in a root of its own. People have
    taken it for a prison since 1979. In this lesson we walk out of
    it, twice, with the lock intact.

    There is a secret to be reached: a file beside the root, not in it.
    """);

var secret = lab.secret("secret");
var box = lab.root("box", "/bin/sh", "/bin/cat", "/bin/ls", "/bin/mkdir");
var jail = box.toString();

lab.tell("""
    First the honest way: we ask for the secret by its path.
    """);

var honest = lab.world().with(chroot(jail), chdir("/")).run("/bin/cat", lab.folder() + "/secret");
lab.expect("inside there is no such path", honest.contains("No such file"));

var standing = lab.predict("chroot, but no chdir after it. Where does the process stand then?",
    "in the new root, at /",
    "where it stood before",
    "nowhere, until it calls chdir");

lab.tell("""
    We stand in the folder of the lesson, call chroot, and look around. The path
    that we try is relative: it does not begin with /.
    """);

var forgot = lab.world().with(chdir(lab.folder().toString()), chroot(jail)).run("/bin/sh", "-c", "/bin/cat secret");
lab.expect("the secret is read", forgot.contains(secret));
standing.was("b", """
    chroot changes where paths begin that start with /, and that is all. The
    working directory is another attribute, and nobody has changed it. (The shell
    asked for its path, and there is none that begins at its root.)
    """);

lab.pause();

lab.tell("""
    So a jail is chroot and chdir("/"). Going up does not help then:
    """);

var up = lab.world().with(chroot(jail), chdir("/")).run("/bin/sh", "-c", "cd ../../../..; echo *; /bin/cat ../secret");
lab.expect("above the root there is the root", up.contains("bin"));
lab.expect("the secret is not read", !up.contains(secret));

lab.tell("""
    Why not? When the kernel follows .. it asks one question at each step: is
    this the root of the process? If it is, it stays. Only this one folder is
    asked about.
    """);

var dance = lab.predict("A jailed root makes a folder x, calls chroot on x, and does NOT go there. Then it goes up with .. again and again. Where does it stop?",
    "at the old root of the jail, which it never left",
    "at x, its root",
    "at the real / of the machine");

var escape = new ArrayList<Step>();
escape.add(chroot(jail));
escape.add(chdir("/"));
escape.add(mkdir("x", 0755));
escape.add(chroot("x"));
for (int i = 0; i < 8; i++) escape.add(chdir(".."));
escape.add(chroot("."));
var out = lab.world().with(escape).run("/bin/cat", lab.folder() + "/secret");
lab.expect("the secret is read, by its path outside", secret, out.first());
dance.was("c", """
    Its root is x now, and it stands above x. Going up it never meets x, so the
    question is never answered with yes. At the top it calls chroot(".") and has
    the machine back. All it needs is the right to call chroot, which root has.
    """);

lab.pause();

var descriptor = lab.predict("A jailed program, not looking at paths at all, still has a folder open from before. Is that of use?",
    "no: with chroot it loses access to what is outside",
    "yes: it can go there");
var leak = lab.world().open(7, lab.folder()).with(chroot(jail), chdir("/"), fchdir(7)).run("/bin/cat", "secret");
lab.expect("the secret is read", secret, leak.first());
descriptor.was("b", """
    A descriptor is an open file, not a name of one. Nothing looks at the root
    when it is used. This is why the launcher of lesson 01 closes what the plan
    does not name.
    """);

lab.pause();

lab.tell("""
    Last, the other direction: may anybody call chroot?
    """);

lab.process().run("id", "-u");
if (lab.isRoot()) {
    lab.tell("""
        You are root, and may. As an ordinary user you would get EPERM, because
        of what chroot makes of programs like su: with an /etc/passwd of one's
        own, who could not become root? In a user namespace of one's own it is
        allowed, for there one can become nobody else.
        """);
}
if (!lab.isRoot()) {
    var plain = lab.process().with(chroot(jail)).run("/bin/ls");
    lab.expect("you may not, as you are", plain.was(Errno.EPERM));
    lab.tell("""
        You may not, as you are. In the worlds above you were root of a user
        namespace of your own: CLONE_NEWUSER in the first line. There it is
        allowed, for one can become nobody else there.
        """);
}

lab.tell("""
    chroot(2) says it itself: it "is not intended to be used for any kind of
    security purpose". It is good for building. In lesson 13 there is a root that
    cannot be left this way.
    """);

lab.end("./slipway learn, exercise 1.2: build this jail. In 1.4 you escape from it.");

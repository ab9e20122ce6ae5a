// 10 A root file system, and what a program needs (15 minutes)

import java.nio.file.*;
import java.util.*;
import slipway.lessons.shell.*;
import slipway.linux.*;
import slipway.plan.*;
import slipway.jail.ElfFile;
import static slipway.linux.Constants.*;
import static slipway.plan.Steps.*;

var lab = Lab.open("A root file system, and what a program needs");

lab.tell("""
    A container brings its own files. In this lesson we make the smallest set of
    files in which one program runs, and learn the most misleading message that
    Linux has.

    The program is cat. We put a copy of it in an empty folder, and make that
    folder the root of a process: chroot. From then on every path of the process
    that begins with / begins in there.
    """);

var bare = lab.folder().resolve("bare");
var copy = lab.copy(lab.real("/bin/cat"), bare);
var program = "/" + bare.relativize(copy);

var message = lab.predict("The file is there, and may be executed. What does execve answer?",
    "0: it runs, there is nothing else to it",
    "ENOENT, no such file or directory",
    "ENOEXEC, not a program");

var first = lab.world().with(chroot(bare.toString()), chdir("/")).run(program, "/etc/hostname");
lab.expect("execve says: no such file or directory", first.was(Errno.ENOENT));

lab.tell("""
    Which file, then? The program is an ELF file, and an ELF file can name
    another one that has to be there first: its interpreter. The kernel loads
    that, and that loads the libraries. We read the names out of the file.
    """);

var elf = ElfFile.read(Path.of(lab.real("/bin/cat")));
var interpreter = elf.interpreter().orElse("none: this machine's cat is static");
lab.list(List.of("interpreter  " + interpreter));
for (var library : elf.needed()) lab.list(List.of("library      " + library));
lab.expect("it names an interpreter", elf.interpreter().isPresent());
lab.expect("and the interpreter was not in our root", !Files.exists(bare.resolve(interpreter.substring(1))));

message.was("b", """
    ENOENT is about the interpreter. The message names the program all the same,
    because that is the name that execve was given. Remember this one: it is how
    a container built on one machine fails on another.
    """);

lab.pause();

var half = lab.predict("Now the interpreter is there, but no library. What happens?",
    "ENOENT again, from execve",
    "it starts, and the interpreter complains",
    "it runs until it needs the library");
lab.copy(interpreter, bare);
var second = lab.world().with(chroot(bare.toString()), chdir("/")).run(program, "/etc/hostname");
lab.expect("it began", second.refused().isEmpty());
lab.expect("and ended with 127", 127, second.code());
lab.expect("naming a library", second.contains(elf.needed().get(0)));
half.was("b", """
    To the kernel all is well: it has a program to run, which is the interpreter.
    What is missing now is told by a program, and it tells the right name.
    """);

lab.tell("""
    The libraries name others in turn, until there are no more. The kit follows
    them, and copies what it finds. This is a whole root for two programs.
    """);

var box = lab.root("box", "/bin/cat", "/bin/ls");
var files = lab.process().run("find", box.toString(), "-type", "f", "-name", "*.so*");
lab.expect("the interpreter is in it", Files.exists(box.resolve(interpreter.substring(1))));
lab.file("box/greeting", "hello from inside\n");
var third = lab.world().with(chroot(box.toString()), chdir("/")).run("/bin/cat", "/greeting");
lab.expect("cat runs, and finds the file by its path inside", "hello from inside", third.first());

lab.pause();

var links = lab.predict("Library names are mostly symbolic links. In the new root only the link was copied, not what it leads to. What now?",
    "it works: the link leads to the library of the machine",
    "it fails: the link is looked up inside the new root");
lab.file("secret", "outside of every root\n");
Files.createSymbolicLink(box.resolve("link"), lab.folder().resolve("secret"));
var outside = lab.process().run("cat", box + "/link");
var inside = lab.world().with(chroot(box.toString()), chdir("/")).run("/bin/cat", "/link");
lab.expect("outside the link leads to the file", "outside of every root", outside.first());
lab.expect("inside the same link leads nowhere", inside.contains("No such file"));
links.was("b", """
    A symbolic link is a text. Whoever follows it begins at their own root, so
    the same link can lead to two places.
    """);

lab.pause();

var alone = lab.predict("Is there a program that needs no other file?",
    "no: every program needs the C library",
    "yes: one that is linked statically, or needs no library at all");
var small = lab.folder().resolve("small");
Files.createDirectory(small);
lab.program(small.resolve("hello"), "I am alone here");
var size = Files.size(small.resolve("hello"));
lab.expect("the program is smaller than a page of this text", size < 4096);
lab.expect("it names no interpreter", ElfFile.read(small.resolve("hello")).isStatic());
var fourth = lab.world().with(chroot(small.toString()), chdir("/")).run("/hello");
lab.expect("it runs in a root with no other file", "I am alone here", fourth.first());
alone.was("b", """
    It has %d bytes, and is made of two system calls. The kernel is in no file of
    the root: every root on this machine is served by the same one.
    """.formatted(size));

lab.end("./slipway learn, exercise 1.1: find those files yourself.");

package slipway.cli;

import static slipway.plan.Step.call;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import slipway.jail.BaseRoot;
import slipway.jail.DataDirectory;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.program.ElfImage;
import slipway.plan.program.ProgramBuilder;

/**
 * What the build runs once for each JDK, to find out which classes a start needs: they are then
 * kept as the JDK wants them in memory (docs/decisions/0007-start-up.md). A class that is not met
 * here is loaded from its jar as ever, so this only has to be typical. Needs no root and no
 * network; where a container is not allowed, what the failure needs is kept instead.
 */
public final class Rehearsal {
    /** What only an ordinary user with subordinate ids meets; builders are often root. */
    private static final String[] OF_ORDINARY_USERS = {
        "slipway.runtime.GrantedIds",
        "slipway.linux.IdMap",
        "slipway.linux.IdMap$Range",
        "slipway.linux.SubordinateIds",
        "slipway.linux.SubordinateIds$Entry",
        "slipway.linux.SubordinateIds$Range",
        "slipway.namespaces.IdMapPlanner",
        "slipway.plan.RunTool",
        "slipway.plan.ToolFailed",
        "slipway.plan.Tools",
        "slipway.plan.launch.ToolRunner",
    };

    /** What a limit takes besides where the builder has no group to rehearse it in. */
    private static final String[] OF_LIMITS = {
        "slipway.cgroups.Cgroup",
        "slipway.cgroups.CgroupPlanner",
        "slipway.cgroups.CgroupRemoval",
        "slipway.cgroups.GroupPath",
        "slipway.cgroups.GroupPlan",
        "slipway.cgroups.GroupPlan$Place",
        "slipway.cgroups.LimitPlanner",
        "slipway.cgroups.Owner",
        "slipway.cgroups.Usage",
    };

    private Rehearsal() {}

    /**
     * @param args a directory that is there and empty; what is left in it afterwards is for the
     *     caller to remove
     */
    public static void main(String[] args) throws IOException, ClassNotFoundException {
        String root = args[0];
        prepare(root);
        configure(root);
        long us = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETPID));
        String[][] commands = {
            {"run", "--rootfs", root, "true"},
            {"run", "--rootfs", root, "-e", "A=b", "-w", "/proc", "--", "/bin/true"},
            {"run", "-m", "64m", "--pids-limit", "9", "--cpus", "1", "--rootfs", root, "true"},
            {"run", "--net", "host", "--userns", "auto", "--rootfs", root, "true"},
            {"run", "--uts", "pid:" + us, "--ipc", "host", "--rootfs", root, "true"},
            {"run", "--time-offset", "boottime=1", "--rootfs", root, "true"},
            {"run", "--sysctl", "net.ipv4.ip_forward=0", "--rootfs", root, "true"},
            {"run", "--rootfs", root, "--plan", "true"},
            {"run", "--rootfs", root, "no such program"},
            {"run", "--rootfs", root + "/missing", "true"},
            {"oci", "--root", root + "/states", "run", "--bundle", root, "rehearsal"},
            {"oci", "--root", root + "/states", "create", "--bundle", root, "rehearsal"},
            {"oci", "--root", root + "/states", "start", "rehearsal"},
            {"oci", "--root", root + "/states", "state", "rehearsal"},
            {"oci", "--root", root + "/states", "kill", "rehearsal", "KILL"},
            {"oci", "--root", root + "/states", "delete", "--force", "rehearsal"},
            {"ns", Long.toString(us)},
            {"run", "--help"},
            {"version"},
            {"help"},
            {"no such command"},
        };
        for (String[] command : commands) Main.run(command);
        image(root);
        kept(root);
        findBase(Path.of(root, "data"));
        for (String name : OF_ORDINARY_USERS) Class.forName(name);
        for (String name : OF_LIMITS) Class.forName(name);
        Runtime.getRuntime().halt(0); // as Main ends
    }

    /** Needs {@code SLIPWAY_DATA} to be below the root: the user's own images are left alone. */
    private static void image(String root) throws IOException {
        if (!ImageCommands.dataDirectory().startsWith(root)) return;
        Path layout = Path.of(root, "rehearsed");
        RehearsedImage.write(layout, Files.readAllBytes(Path.of(root, "bin/true")));
        String name = "rehearsed:" + RehearsedImage.TAG;
        Main.run(new String[] {"load", "-i", layout.toString()});
        Main.run(new String[] {"run", name});
        Main.run(new String[] {"run", "-e", "A=c", "-w", "/bin", name, "true"});
        Main.run(new String[] {"images"});
        Main.run(new String[] {"rmi", name});
    }

    /** Containers that stay, in a data directory that does not. */
    private static void kept(String root) {
        if (!ImageCommands.dataDirectory().startsWith(root)) return;
        String[][] commands = {
            {"run", "-d", "--name", "kept", "--rootfs", root + ":O", "--", "true"},
            {"wait", "kept"},
            {"start", "kept"},
            {"ps", "-a"},
            {"ps", "-q"},
            {"inspect", "-f", "{{.State.Pid}}", "kept"},
            {"stop", "kept"},
            {"rm", "-f", "kept"},
            {"run", "-d", "--name", "stays", "--rootfs", root + ":O", "--", "stay"},
            {"exec", "stays", "true"},
            {"exec", "-e", "A=b", "-w", "/tmp", "-i", "stays", "true"},
            {"exec", "--plan", "stays", "true"},
            {"rm", "-f", "stays"},
        };
        for (String[] command : commands) Main.run(command);
    }

    /** What {@code run} without a root file system does besides; the first time makes it. */
    private static void findBase(Path data) {
        DataDirectory.of(0, System.getenv());
        try {
            BaseRoot.use(data);
            BaseRoot.use(data);
        } catch (UncheckedIOException e) {
            System.err.println("no rehearsal of the built-in root: " + e.getMessage());
        }
    }

    /** A configuration for that root, as root or an ordinary user can run it. */
    private static void configure(String root) throws IOException {
        boolean rootless = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETEUID)) != 0;
        String config = OciExample.text(rootless).replace("\"sh\"", "\"true\"");
        try (FileOutputStream stream = new FileOutputStream(new File(root, "config.json"))) {
            stream.write(config.replace("\"rootfs\"", "\".\"").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A root file system with two programs of our own: one ends at once, and one never. */
    private static void prepare(String root) throws IOException {
        for (String folder : new String[] {"bin", "dev", "proc", "sys", "tmp"}) {
            if (!new File(root, folder).mkdir()) throw new IOException(root + " is not empty");
        }
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(0));
        Call stay = Call.of(Syscall.PPOLL, Arg.NULL, Arg.num(0), Arg.NULL, Arg.NULL, Arg.num(0));
        program(new File(root, "bin/true"), call("end", exit));
        program(new File(root, "bin/stay"), call("stay", stay), call("end", exit));
    }

    private static void program(File file, Do... steps) throws IOException {
        Arch arch = Arch.current();
        ProgramBuilder out = new ProgramBuilder(arch);
        out.bind(out.onFailure());
        for (Do each : steps) out.call(each, each.call());
        try (FileOutputStream stream = new FileOutputStream(file)) {
            stream.write(new ElfImage(arch).of(out.build()));
        }
        if (!file.setExecutable(true, false)) throw new IOException(file + " cannot be run");
    }
}

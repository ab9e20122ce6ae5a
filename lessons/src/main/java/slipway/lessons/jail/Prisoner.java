package slipway.lessons.jail;

import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_RDWR;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.lessons.world.Apart;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Fd;
import slipway.linux.Memory;
import slipway.linux.Pipe;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/** Processes in a chroot jail of the kit's own: chdir, chroot, chdir. An effect. */
final class Prisoner {
    private static final int MUCH = 4096;

    private final Bench bench;
    private final Path root;
    private final Path openFile;

    /**
     * @param root a folder to be the jail
     * @param openFile a file outside that is open in there, for reading
     */
    Prisoner(Bench bench, Path root, Path openFile) {
        this.bench = bench;
        this.root = root;
        this.openFile = openFile;
    }

    /**
     * How an attempt went.
     *
     * @param worked whether every call did
     * @param call the last one, with its errno if it was refused
     * @param told what it wrote to its standard output
     */
    record Attempt(boolean worked, String call, byte[] told) {}

    Attempt attempt(List<Step> steps) {
        String last = steps.get(steps.size() - 1).shown().get(0);
        List<Step> whole = new ArrayList<>(jail());
        whole.addAll(steps);
        if (!last.startsWith("execve")) whole.add(end());
        try (Pipe out = Pipe.open();
                Fd nothing = Fd.open("/dev/null", O_RDWR, 0);
                Fd file = Fd.open(openFile.toString(), O_RDONLY, 0)) {
            Map<Integer, Fd> fds =
                    Map.of(0, nothing, 1, out.writeEnd(), 2, nothing, Sights.OPEN_FILE, file);
            Launch launch = Apart.of(whole).withFds(fds);
            try (Child prisoner = bench.launcher().start(launch)) {
                int status = prisoner.await().shellCode();
                out.writeEnd().close();
                return new Attempt(status == 0, last, read(out.readEnd()));
            } catch (StepFailed stopped) {
                if (jail().contains(stopped.step())) throw noJail(stopped);
                return new Attempt(false, stopped.call() + ": " + stopped.errno(), new byte[0]);
            }
        } catch (SyscallException e) {
            throw noJail(e);
        }
    }

    /** One that only sits there, to be looked at. */
    Child sitting() {
        try (Fd nothing = Fd.open("/dev/null", O_RDWR, 0)) {
            Map<Integer, Fd> fds = Map.of(0, nothing, 1, nothing, 2, nothing);
            return bench.launcher().startHolder(Apart.of(jail()).withFds(fds));
        } catch (StepFailed | SyscallException e) {
            throw noJail(e);
        }
    }

    private static CannotJudge noJail(RuntimeException cause) {
        return new CannotJudge("no chroot jail can be made here: " + cause.getMessage());
    }

    private List<Step> jail() {
        return List.of(
                Step.call("go there", Call.of(Syscall.CHDIR, Arg.text(root.toString()))),
                Step.call("make it the root", Call.of(Syscall.CHROOT, Arg.text("."))),
                Step.call("stand in it", Call.of(Syscall.CHDIR, Arg.text("/"))));
    }

    private static Step end() {
        return Step.call("end well", Call.of(Syscall.EXIT_GROUP, Arg.num(0)));
    }

    private static byte[] read(Fd pipe) {
        try (Memory memory = Memory.allocate(MUCH)) {
            byte[] bytes = new byte[pipe.read(memory, MUCH)];
            memory.getBytes(0, bytes, 0, bytes.length);
            return bytes;
        }
    }
}

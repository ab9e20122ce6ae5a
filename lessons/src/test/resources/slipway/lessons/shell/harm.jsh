// 88 Harm (1 minute)
import java.nio.file.*;
import java.util.*;
import slipway.lessons.shell.*;
import slipway.linux.*;
import slipway.plan.*;
import slipway.plan.launch.*;
import static slipway.linux.Constants.*;

var lab = Lab.open("Harm");

// In the room this is all that could be harmed.
var name = Files.readString(Path.of("/proc/sys/kernel/hostname"));
var mounts = Files.readString(Path.of("/proc/self/mountinfo"));
String spaces() throws Exception {
    var text = new StringBuilder();
    for (var kind : List.of("mnt", "uts", "ipc", "net", "pid", "user", "cgroup")) {
        text.append(Files.readSymbolicLink(Path.of("/proc/thread-self/ns/" + kind)));
    }
    return text + " " + Files.readSymbolicLink(Path.of("/proc/thread-self/root"));
}
var before = spaces();
var here = lab.folder().toString();
lab.expect("the guard is on", LinuxKernel.isGuarded());

List<Call> harm() {
    return List.of(
        Call.of(Syscall.SETHOSTNAME, Arg.text("harm"), Arg.num(4)),
        Call.of(Syscall.SETDOMAINNAME, Arg.text("harm"), Arg.num(4)),
        Steps.mount("tmpfs", here, 0, "").call(),
        Steps.bind("/", here).call(),
        Steps.detach("/proc").call(),
        Steps.pivotRoot(here, here).call(),
        Steps.chroot(here).call(),
        Steps.characterDevice(here + "/null", 0666, 1, 3).call(),
        Steps.unshare(CLONE_NEWUTS).call(),
        Call.of(Syscall.SETNS, Arg.num(0), Arg.num(0)));
}

boolean refuses(Call call) {
    try {
        LinuxKernel.INSTANCE.call(call);
        return false;
    } catch (HostGuard.Refused e) {
        return e.getMessage().contains("was not made");
    }
}
for (var call : harm()) lab.expect("refused on this thread: " + call.syscall(), refuses(call));

var open = Collections.synchronizedList(new ArrayList<String>());
var thread = new Thread(() -> { for (var call : harm()) if (!refuses(call)) open.add(call.toString()); });
thread.start();
thread.join();
lab.expect("refused on another thread", List.of(), open);

boolean refusesPlan(Call call) {
    try {
        new PlanRunner(LinuxKernel.INSTANCE).run(Plan.of(Step.call("harm", call)), Map.of());
        return false;
    } catch (HostGuard.Refused e) {
        return true;
    }
}
for (var call : harm()) lab.expect("refused as a plan: " + call.syscall(), refusesPlan(call));

boolean refusesLaunch(Call call) {
    try (var launcher = new Launcher()) {
        var end = Exec.search(List.of("/bin/true"), List.of(), "");
        launcher.start(Launch.of(Plan.of(Step.call("harm", call), end))).await();
        return false;
    } catch (HostGuard.Refused e) {
        return true;
    }
}
for (var call : harm().subList(0, 6)) lab.expect("refused as a launch: " + call.syscall(), refusesLaunch(call));

boolean refusesMounted() {
    try (var mounted = Mounted.tmpfs(LinuxKernel.INSTANCE, here, "")) {
        return false;
    } catch (HostGuard.Refused e) {
        return true;
    }
}
lab.expect("refused as a mount that closes itself", refusesMounted());

lab.expect("nothing has changed: the name", name, Files.readString(Path.of("/proc/sys/kernel/hostname")));
lab.expect("nothing has changed: the mounts", mounts, Files.readString(Path.of("/proc/self/mountinfo")));
lab.expect("nothing has changed: where this thread is", before, spaces());
lab.expect("nothing has changed: the folder", !Files.exists(Path.of(here, "null")));

// And so that it is no guard against everything:
ThrowAwayThread.run(CLONE_NEWUTS | CLONE_NEWNS, () -> LinuxKernel.INSTANCE.call(harm().get(0)));
lab.expect("a thread with a name of its own may set it", name, Files.readString(Path.of("/proc/sys/kernel/hostname")));
lab.end("nowhere");

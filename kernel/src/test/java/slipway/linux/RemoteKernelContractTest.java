package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.WriteFile;
import slipway.plan.launch.KernelProcess;
import slipway.plan.launch.Launcher;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** What the kernel says to another process, in a user namespace where our user is 0. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
class RemoteKernelContractTest extends RealFilesContract {
    private Launcher launcher = new Launcher();
    private KernelProcess process = process();

    @BeforeEach
    void a_process_of_its_own() {
        assertThat(call(Syscall.GETPID)).isNotEqualTo(ProcessHandle.current().pid());
    }

    @AfterEach
    void the_process_ends() {
        process.close();
        launcher.close();
    }

    @Test
    void it_is_root_in_a_user_namespace_of_its_own() throws Exception {
        assertThat(call(Syscall.GETEUID)).isZero();
        String pid = Long.toString(call(Syscall.GETPID));
        Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"));
        byte[] link = new byte[64];
        long size = readlink("/proc/" + pid + "/ns/mnt", link);
        assertThat(new String(link, 0, (int) size)).isEqualTo(ours.toString());
        size = readlink("/proc/" + pid + "/ns/user", link);
        assertThat(new String(link, 0, (int) size))
                .startsWith("user:[")
                .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/user")).toString());
    }

    @Test
    void a_call_to_a_process_that_was_killed_says_so() {
        ProcessHandle.of(call(Syscall.GETPID)).orElseThrow().destroyForcibly();
        assertThatThrownBy(
                        () -> {
                            // The first one may be taken in still.
                            for (int i = 0; i < 1000; i++) call(Syscall.GETPID);
                        })
                .isInstanceOf(RemoteKernel.Gone.class)
                .hasMessageContaining("getpid()");
    }

    /** A message that was never taken in makes the kernel say ECONNRESET in place of an end. */
    @Test
    void a_call_that_waits_while_the_process_is_killed_says_so() throws Exception {
        ProcessHandle other = ProcessHandle.of(call(Syscall.GETPID)).orElseThrow();
        new ProcessBuilder("kill", "-STOP", Long.toString(other.pid())).start().waitFor();
        CompletableFuture<Long> waits = CompletableFuture.supplyAsync(() -> call(Syscall.GETEUID));
        assertThat(waits).isNotCompleted();
        Thread.sleep(300); // Nothing outside tells that the message is on its way.
        other.destroyForcibly();
        assertThatThrownBy(() -> waits.get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(RemoteKernel.Gone.class)
                .hasMessageContaining("geteuid()");
    }

    @Override
    Kernel kernel() {
        return process.kernel();
    }

    private long readlink(String path, byte[] into) {
        return kernel().call(
                        Call.of(
                                Syscall.READLINKAT,
                                Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                                Arg.text(path),
                                new Arg.Bytes(into, "target"),
                                Arg.num(into.length)));
    }

    private long call(Syscall syscall) {
        return kernel().call(Call.of(syscall));
    }

    private KernelProcess process() {
        long uid = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETEUID));
        long gid = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETEGID));
        Plan maps =
                Plan.of(
                        new WriteFile("/proc/$pid/setgroups", "deny", "as an ordinary user must"),
                        new WriteFile("/proc/$pid/uid_map", "0 " + uid + " 1", "map our user"),
                        new WriteFile("/proc/$pid/gid_map", "0 " + gid + " 1", "map our group"));
        Plan identity = Plan.of(become(Syscall.SETRESGID), become(Syscall.SETRESUID));
        return KernelProcess.inUserNamespace(launcher, maps, identity);
    }

    private static Step become(Syscall call) {
        return Step.call("become 0", Call.of(call, Arg.num(0), Arg.num(0), Arg.num(0)));
    }
}

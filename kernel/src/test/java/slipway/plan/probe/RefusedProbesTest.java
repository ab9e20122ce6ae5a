package slipway.plan.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** Machines that say no, made real: the switches used here count in one namespace only. */
@NothingLeaks
class RefusedProbesTest {
    private static final int NOBODY = 65534;

    @Test
    @NeedsUnprivilegedUserNamespaces
    @NeedsProgram("unshare")
    void where_no_user_namespace_may_be_made_the_fix_names_the_switch() {
        List<String> shell = underSwitch(List.of("-Ur"), "user/max_user_namespaces", "0");
        Map<String, JsonObject> results =
                ProbeJvm.run(shell, ProbeJvm.ownClassPath(), "user-namespace", "uts-namespace");
        JsonObject refused = results.get("user-namespace");
        assertThat(refused.get("outcome").getAsString()).isEqualTo("refused");
        assertThat(refused.get("tried").getAsString())
                .startsWith("clone")
                .contains("CLONE_NEWUSER");
        assertThat(refused.get("observed").getAsString())
                .contains("ENOSPC", "user.max_user_namespaces is 0");
        assertThat(refused.get("fix").getAsString())
                .contains("sysctl -w user.max_user_namespaces=");
        assertThat(results.get("uts-namespace").get("outcome").getAsString())
                .as("root of a user namespace needs no further one")
                .isEqualTo("works");
    }

    @Test
    @NeedsUnprivilegedUserNamespaces
    @NeedsProgram("unshare")
    void where_no_network_namespace_may_be_made_only_that_kind_is_refused() {
        List<String> shell = underSwitch(List.of("-Ur"), "user/max_net_namespaces", "0");
        Map<String, JsonObject> results =
                ProbeJvm.run(shell, ProbeJvm.ownClassPath(), "net-namespace", "ipc-namespace");
        assertThat(results.get("net-namespace").get("fix").getAsString())
                .contains("sysctl -w user.max_net_namespaces=");
        assertThat(results.get("ipc-namespace").get("outcome").getAsString()).isEqualTo("works");
    }

    @Test
    @NeedsRoot
    @NeedsUnprivilegedUserNamespaces
    @NeedsProgram("unshare")
    void where_memory_must_not_be_executed_a_launch_still_works_from_an_unlinked_file() {
        List<String> pids = List.of("-Urpf", "--mount-proc", "--kill-child");
        boolean switched = Files.exists(Path.of("/proc/sys/vm/memfd_noexec")); // from Linux 6.3 on
        List<String> shell =
                switched ? underSwitch(pids, "vm/memfd_noexec", "2") : List.of("unshare", "-Ur");
        Map<String, JsonObject> results =
                ProbeJvm.run(shell, ProbeJvm.ownClassPath(), "memfd-exec", "pidfd");
        JsonObject refused = results.get("memfd-exec");
        assertThat(refused.get("outcome").getAsString()).isEqualTo(switched ? "refused" : "works");
        assertThat(refused.get("fix").getAsString())
                .isEqualTo(switched ? "sysctl -w vm.memfd_noexec=1" : "");
        assertThat(results.get("pidfd").get("outcome").getAsString()).isEqualTo("works");
    }

    @Test
    @NeedsRoot
    @NeedsUnprivilegedUserNamespaces
    @NeedsProgram("setpriv")
    void an_ordinary_user_gets_user_namespaces_but_no_idmapped_mounts(@TempDir Path folder)
            throws IOException {
        Map<String, JsonObject> results =
                ProbeJvm.run(
                        as(NOBODY),
                        ProbeJvm.classPathForEverybody(folder),
                        "user-namespace",
                        "idmapped-mounts",
                        "mount_setattr",
                        "newuidmap");
        assertThat(results.get("user-namespace").get("outcome").getAsString()).isEqualTo("works");
        assertThat(results.get("mount_setattr").get("outcome").getAsString()).isEqualTo("works");
        JsonObject idmapped = results.get("idmapped-mounts");
        assertThat(idmapped.get("outcome").getAsString()).isEqualTo("refused");
        assertThat(idmapped.get("observed").getAsString()).startsWith("EPERM");
        assertThat(results.get("newuidmap").get("fix").getAsString())
                .as("nobody owns no range")
                .containsAnyOf("usermod --add-subuids", "apt-get install uidmap");
    }

    @Test
    @NeedsRoot
    @NeedsUnprivilegedUserNamespaces
    @NeedsProgram(
            value = {"setpriv", "newuidmap"},
            debian = {"util-linux", "uidmap"})
    void who_owns_a_range_in_subuid_maps_it_with_newuidmap(@TempDir Path folder)
            throws IOException {
        String[] owner = ownerOfARange();
        assumeTrue(owner.length > 0, "nobody owns a range in /etc/subuid; .ci/setup makes one");
        Map<String, JsonObject> results =
                ProbeJvm.run(
                        as(Integer.parseInt(owner[0])),
                        ProbeJvm.classPathForEverybody(folder),
                        "newuidmap",
                        "newgidmap");
        for (String program : List.of("newuidmap", "newgidmap")) {
            JsonObject result = results.get(program);
            assertThat(result.get("outcome").getAsString()).as(result + "").isEqualTo("works");
            assertThat(result.get("observed").getAsString()).contains("1 " + owner[1]);
        }
    }

    /** The uid, and the first id of the range. */
    private static String[] ownerOfARange() throws IOException {
        Path file = Path.of("/etc/subuid");
        if (!Files.exists(file)) return new String[0];
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split(":");
            for (String user : Files.readAllLines(Path.of("/etc/passwd"))) {
                String[] entry = user.split(":");
                boolean same = entry[0].equals(fields[0]) && entry[2].equals(entry[3]);
                if (same && !entry[2].equals("0")) return new String[] {entry[2], fields[1]};
            }
        }
        return new String[0];
    }

    private static List<String> underSwitch(List<String> options, String name, String value) {
        List<String> command = new ArrayList<>(List.of("unshare"));
        command.addAll(options);
        String script = "echo " + value + " > /proc/sys/" + name + " && exec \"$@\"";
        command.addAll(List.of("sh", "-c", script, "sh"));
        return command;
    }

    private static List<String> as(int id) {
        return List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups");
    }
}

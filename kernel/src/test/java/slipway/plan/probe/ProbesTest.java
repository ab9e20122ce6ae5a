package slipway.plan.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.linux.NamespaceLink;
import slipway.testkit.InGuest;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

@NothingLeaks
@InGuest
class ProbesTest {
    private static final Map<String, ProbeResult> RESULTS = new LinkedHashMap<>();

    @BeforeAll
    static void probe() {
        for (Probe probe : Probes.all()) RESULTS.put(probe.name(), probe.run());
    }

    @Test
    void every_probe_says_what_it_tried_what_it_saw_and_what_that_means() {
        assertThat(RESULTS).hasSizeGreaterThanOrEqualTo(20).hasSameSizeAs(Probes.all());
        for (ProbeResult result : RESULTS.values()) {
            assertThat(result.tried()).as(result.name()).isNotBlank();
            assertThat(result.observed()).as(result.name()).isNotBlank();
            assertThat(result.meaning()).as(result.name()).isNotBlank();
        }
    }

    @Test
    void what_does_not_work_comes_with_a_fix() {
        for (ProbeResult result : RESULTS.values()) {
            assertThat(result.fix().isEmpty())
                    .as(result.print())
                    .isEqualTo(result.outcome() == Outcome.WORKS);
        }
    }

    @Test
    void the_kernel_is_the_one_that_uname_names() {
        assertThat(RESULTS.get("kernel").observed())
                .isEqualTo("Linux " + Run.output("uname", "-r"));
    }

    @Test
    void cgroups_are_v2_alone_if_and_only_if_stat_sees_cgroup2_at_their_root() {
        boolean pure = Run.output("stat", "-fc", "%T", "/sys/fs/cgroup").equals("cgroup2fs");
        assertThat(RESULTS.get("cgroup-mode").observed().startsWith("v2;")).isEqualTo(pure);
    }

    @ParameterizedTest
    @NeedsProgram("unshare")
    @CsvSource({
        "user-namespace, --user",
        "mount-namespace, --mount",
        "pid-namespace, --pid --fork",
        "net-namespace, --net",
        "uts-namespace, --uts",
        "ipc-namespace, --ipc",
        "cgroup-namespace, --cgroup",
        "time-namespace, --time"
    })
    void a_namespace_works_if_and_only_if_unshare_can_make_one(String name, String options) {
        List<String> command = new ArrayList<>(List.of("unshare"));
        if (!Self.now().privileged() || name.startsWith("user")) command.add("-Ur");
        command.addAll(List.of(options.split(" ")));
        command.add("true");
        boolean works = Run.program(command).result().exitCode() == 0;
        assertThat(RESULTS.get(name).outcome() == Outcome.WORKS)
                .as(RESULTS.get(name).print())
                .isEqualTo(works);
    }

    @Test
    @NeedsProgram({"unshare", "mount"})
    void an_overlay_works_if_and_only_if_mount_can_make_one_in_a_user_namespace() {
        String script =
                "mount -t tmpfs none /tmp && cd /tmp && mkdir l u w m && mount -t overlay none"
                        + " -o lowerdir=l,upperdir=u,workdir=w,userxattr m && echo x > m/x";
        int status = Run.program("unshare", "-Urm", "sh", "-c", script).result().exitCode();
        assertThat(RESULTS.get("overlay").outcome() == Outcome.WORKS).isEqualTo(status == 0);
    }

    @Test
    void a_machine_without_the_kvm_device_has_no_kvm() {
        ProbeResult kvm = RESULTS.get("kvm");
        if (!Files.exists(Path.of("/dev/kvm"))) {
            assertThat(kvm.outcome()).isEqualTo(Outcome.ABSENT);
        } else if (!Files.isWritable(Path.of("/dev/kvm"))) {
            assertThat(kvm.outcome()).isEqualTo(Outcome.REFUSED);
        } else if (kvm.outcome() == Outcome.WORKS) {
            assertThat(kvm.observed()).as("the version of the interface").contains(" 12;");
        }
    }

    @Test
    void probing_leaves_this_JVM_in_the_namespaces_where_it_was() throws IOException {
        long pid = ProcessHandle.current().pid();
        List<String> files = new ArrayList<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/ns"))) {
            for (Path link : links) files.add(link.getFileName().toString());
        }
        List<NamespaceLink> before = links(pid, files);
        Probes.run(Probes.all());
        assertThat(links(pid, files)).isEqualTo(before).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void probing_leaves_no_cgroup() throws IOException {
        Probes.run(Probes.all());
        Run found =
                Run.program("find", "/sys/fs/cgroup", "-maxdepth", "2", "-name", "slipway-probe-*");
        assertThat(found.result().stdout()).isEmpty();
    }

    @Test
    void the_JSON_has_the_same_words_as_the_results() throws IOException {
        StringWriter text = new StringWriter();
        Probes.writeJson(List.copyOf(RESULTS.values()), text);
        List<ProbeResult> read = new ArrayList<>();
        JsonParser.parseString(text.toString())
                .getAsJsonArray()
                .forEach(each -> read.add(result(each.getAsJsonObject())));
        assertThat(read).containsExactlyElementsOf(RESULTS.values());
    }

    private static List<NamespaceLink> links(long pid, List<String> files) throws IOException {
        List<NamespaceLink> links = new ArrayList<>();
        for (String file : files) links.add(NamespaceLink.ofPid(pid, file));
        return links;
    }

    private static ProbeResult result(JsonObject json) {
        return new ProbeResult(
                json.get("name").getAsString(),
                Outcome.valueOf(json.get("outcome").getAsString().toUpperCase(Locale.ROOT)),
                json.get("tried").getAsString(),
                json.get("observed").getAsString(),
                json.get("meaning").getAsString(),
                json.get("fix").getAsString());
    }
}

package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** What cannot be granted is refused in one line that names it, before anything is made. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "unshare"},
        debian = {"busybox-static", "util-linux", "util-linux"})
class RunWrongIsolationTest {
    private static void isRefused(Caller caller, List<String> options, String... told) {
        String[] words = new String[options.size() + 2];
        for (int i = 0; i < options.size(); i++) words[i] = options.get(i);
        words[options.size()] = "--";
        words[options.size() + 1] = "true";
        Run.Result result = Slipway.busybox(words).as(caller).result();
        OneLine.check(result, 125);
        assertThat(result.stderr()).contains(told);
    }

    @ParameterizedTest
    @EnumSource
    void a_namespace_of_another_kind_is_named_with_the_one_that_was_expected(Caller caller) {
        String path = "ns:/proc/self/ns/uts";
        isRefused(caller, List.of("--net", path), "--net ", "a uts namespace", "a net namespace");
    }

    @ParameterizedTest
    @EnumSource
    void a_file_that_is_no_namespace_is_told(Caller caller) {
        isRefused(
                caller, List.of("--ipc", "ns:/etc/passwd"), "'/etc/passwd', which is no namespace");
    }

    @ParameterizedTest
    @EnumSource
    void a_process_that_is_not_there_is_told(Caller caller) {
        isRefused(caller, List.of("--pid", "pid:4194305"), "process 4194305, which is not there");
    }

    @ParameterizedTest
    @EnumSource
    void a_container_that_is_not_there_is_told(Caller caller) {
        isRefused(caller, List.of("--net", "container:nobody"), "container:nobody", "no such");
    }

    @ParameterizedTest
    @CsvSource({
        "kernel.panic=1,the whole machine",
        "vm.swappiness=1,the whole machine",
        "kernel.hostname=x,the whole machine",
        "net..ipv4=1,the whole machine",
        "novalue,is not understood",
    })
    void a_setting_that_is_not_the_containers_is_not_set(String setting, String told) {
        isRefused(Caller.USER, List.of("--sysctl", setting), "--sysctl " + setting, told);
    }

    @ParameterizedTest
    @EnumSource
    void nor_is_one_of_a_namespace_that_it_shares(Caller caller) {
        isRefused(
                caller,
                List.of("--net", "host", "--sysctl", "net.ipv4.ip_forward=1"),
                "would change what others see");
    }

    @ParameterizedTest
    @EnumSource
    void a_host_that_is_shared_is_not_renamed(Caller caller) {
        isRefused(caller, List.of("--uts", "host", "--hostname", "x"), "rename somebody else");
        isRefused(caller, List.of("--uts", "host", "--domainname", "x"), "rename somebody else");
    }

    @ParameterizedTest
    @CsvSource({
        "0:100000:10,5:200000:10,overlap inside",
        "0:100000:10,20:100005:10,overlap outside",
        "0:100000:10,20:4294967290:10,ids end at",
        "0:100000:0,20:200000:10,is not understood",
        "0:100000:x,20:200000:10,is not understood",
        "1:100000:10,20:200000:10,leave out id 0",
    })
    void maps_that_cannot_be_are_refused_with_the_reason(String one, String other, String told) {
        isRefused(Caller.USER, List.of("--uidmap", one, "--uidmap", other), told);
    }

    @ParameterizedTest
    @CsvSource({
        "--userns,who",
        "--net,bridge",
        "--pid,container",
        "--ipc,none",
        "--time-offset,realtime=1",
        "--time-offset,monotonic=soon",
        "--userns,auto:size=0",
        "--userns,private",
    })
    void a_word_that_means_nothing_is_refused(String option, String value) {
        isRefused(Caller.USER, List.of(option, value), value);
    }
}

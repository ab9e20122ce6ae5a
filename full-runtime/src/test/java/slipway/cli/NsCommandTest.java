package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** {@code slipway ns}. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "unshare"},
        debian = {"busybox-static", "util-linux", "util-linux"})
class NsCommandTest {
    private static JsonObject find(String json, String link) {
        String kind = link.substring(0, link.indexOf(':'));
        long number = Long.parseLong(link.substring(kind.length() + 2, link.length() - 1));
        for (JsonElement each :
                JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("namespaces")) {
            JsonObject one = each.getAsJsonObject();
            if (one.get("number").getAsLong() != number) continue;
            assertThat(one.get("kind").getAsString()).isEqualTo(kind);
            return one;
        }
        throw new AssertionError(link + " is not in " + json);
    }

    @Test
    @NeedsRoot
    void a_network_of_somebody_is_listed_with_him_below_the_user_namespace_that_owns_it() {
        try (OtherRoom other = OtherRoom.of("--user", "--net")) {
            String json = Slipway.words("ns", "--json").as(Caller.ROOT).output();
            JsonObject net = find(json, other.link("net"));
            JsonObject user = find(json, other.link("user"));
            assertThat(net.getAsJsonArray("processes")).hasSize(1);
            assertThat(net.getAsJsonArray("processes").get(0).getAsLong()).isEqualTo(other.pid());
            assertThat(net.get("owner")).isEqualTo(user.get("number"));
            assertThat(user.get("parent"))
                    .isEqualTo(find(json, OtherRoom.ours("user")).get("number"));
        }
    }

    @Test
    void the_namespaces_of_one_process_can_be_asked_for() {
        String us = Long.toString(ProcessHandle.current().pid());
        Caller caller = Caller.USER.uid() == 0 ? Caller.ROOT : ourselves();
        String text = Slipway.words("ns", us).as(caller).output();
        for (String kind : new String[] {"mnt", "pid", "net", "user"}) {
            String link = OtherRoom.ours(kind);
            String number = link.substring(link.indexOf('[') + 1, link.length() - 1);
            assertThat(text.lines()).anyMatch(line -> line.contains(kind) && line.contains(number));
        }
    }

    private static Caller ourselves() {
        return System.getProperty("user.name").equals("root") ? Caller.ROOT : Caller.USER;
    }

    @ParameterizedTest
    @EnumSource
    void every_line_fits_and_every_kind_is_explained(Caller caller) {
        String text = Slipway.words("ns").as(caller).output();
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
        assertThat(text).contains("who is who: user and group ids", "which processes there are");
    }

    @Test
    @NeedsRoot
    void an_ordinary_user_is_told_how_many_processes_he_may_not_look_into() {
        assertThat(Slipway.words("ns").as(Caller.USER).output())
                .containsPattern(
                        "\\d+ processes belong to others and may not be looked into by you");
    }

    @Test
    void a_process_that_is_not_there_is_told() {
        Run.Result result = Slipway.words("ns", "4194305").as(Caller.USER).result();
        OneLine.check(result, 125);
    }
}

package slipway.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.testkit.Repository;

/** What stands in config.json is understood, or refused by its key. */
class SpecReaderTest {
    private static final String LEAST =
            "{\"ociVersion\":\"1.2.0\",\"root\":{\"path\":\"rootfs\"},\"process\":{\"cwd\":\"/\","
                    + "\"args\":[\"true\"]},\"linux\":{}}";

    /** A row of the table: a key, and a value for it. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z.]+)` \\| `(.+)` \\|$");

    record Refused(String key, String value) {}

    static Stream<Refused> whatTheDocumentationSaysIsRefused() throws IOException {
        String text = Files.readString(Repository.root().resolve("docs/oci.md"));
        String table = text.substring(text.indexOf("## Refused"));
        return ROW.matcher(table)
                .results()
                .map(match -> new Refused(match.group(1), match.group(2)));
    }

    @ParameterizedTest
    @MethodSource("whatTheDocumentationSaysIsRefused")
    void what_is_not_honoured_is_refused_by_its_key(Refused refused) {
        assertThatThrownBy(() -> SpecReader.of(with(refused.key(), refused.value())))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining(refused.key())
                .hasMessageContaining("not supported by Slipway yet");
    }

    @Test
    void the_table_of_what_is_refused_is_read() throws IOException {
        assertThat(whatTheDocumentationSaysIsRefused()).hasSizeGreaterThan(25);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "process.apparmorProfile;''",
                "linux.resources.blockIO;{\"weight\":0}",
                "linux.resources.hugepageLimits;[]",
                "hooks.createContainer;null",
                "linux.intelRdt;{}",
                "linux.somethingNew;{\"a\":[1,{}]}",
                "somethingNew;true"
            })
    void what_says_nothing_or_is_in_no_specification_is_passed_over(String key, String value) {
        String json = value.isEmpty() ? "\"\"" : value;
        assertThat(SpecReader.of(with(key, json)).process()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "process.args;[];process.args",
                "process.args;\"sh\";process.args",
                "process.args;[\"sh\",7];process.args[1]",
                "process.cwd;\"tmp\";process.cwd",
                "process.env;[\"A=1\",\"B\"];process.env[1]",
                "process.user.uid;-1;process.user.uid",
                "process.user.umask;512;process.user.umask",
                "process.rlimits;[{\"type\":\"RLIMIT_X\"}];process.rlimits[0].type",
                "process.oomScoreAdj;1001;process.oomScoreAdj",
                "root.path;\"\";root.path",
                "hostname;\"a\";hostname",
                "linux.namespaces;[{\"type\":\"pid\"},{\"type\":\"pid\"}];linux.namespaces[1].type",
                "linux.namespaces;[{\"type\":\"moon\"}];linux.namespaces[0].type",
                "linux.namespaces;[{\"type\":\"network\",\"path\":\"x\"}];linux.namespaces[0].path",
                "linux.uidMappings;[{\"size\":0}];linux.uidMappings[0].size",
                "linux.devices;[{\"path\":\"/dev/x\",\"type\":\"y\"}];linux.devices[0].type",
                "linux.maskedPaths;[\"x\"];linux.maskedPaths[0]",
                "linux.seccomp;{\"defaultAction\":\"SING\"};linux.seccomp.defaultAction",
                "hooks.prestart;[{\"path\":\"true\"}];hooks.prestart[0].path",
                "mounts;[{\"type\":\"proc\"}];mounts[0].destination",
                "ociVersion;\"2.0.0\";ociVersion"
            })
    void what_is_wrong_is_named_by_its_key(String key, String value, String named) {
        assertThatThrownBy(() -> SpecReader.of(with(key, value)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("config.json: " + named + " ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"{", "[]", "{'ociVersion':'1.0.0'}", "{\"ociVersion\":\"1.0.0\"}", "''"})
    void what_is_no_configuration_at_all_is_said_to_be_none(String text) {
        assertThatThrownBy(() -> SpecReader.of(text)).isInstanceOf(InvalidSpec.class);
    }

    @Test
    void numbers_without_a_sign_are_read_to_their_end() {
        String limits =
                "[{\"type\":\"RLIMIT_CORE\",\"soft\":18446744073709551615,\"hard\":18446744073709551615}]";
        List<ProcessSpec.Rlimit> read =
                SpecReader.of(with("process.rlimits", limits)).process().orElseThrow().rlimits();
        assertThat(read).singleElement().extracting(ProcessSpec.Rlimit::hard).isEqualTo(-1L);
    }

    /** The least configuration, with one property besides. */
    private static String with(String key, String value) {
        JsonObject config = JsonParser.parseString(LEAST).getAsJsonObject();
        String[] names = key.split("\\.");
        JsonObject at = config;
        for (int i = 0; i < names.length - 1; i++) {
            if (!at.has(names[i])) at.add(names[i], new JsonObject());
            at = at.getAsJsonObject(names[i]);
        }
        JsonElement json = JsonParser.parseString(value);
        at.add(names[names.length - 1], json);
        return config.toString();
    }
}

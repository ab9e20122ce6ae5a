package slipway.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_REMOVEDIR;
import static slipway.linux.Constants.MS_NODEV;
import static slipway.linux.Constants.MS_NOSUID;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.testkit.Golden;

class PlanJsonTest {
    private static final Arg HERE = Arg.flag(AT_FDCWD, Family.DIRFD);
    private static final String DO = "{'step':'do','why':'w','call':{'name':'sync','args':[]}}";

    /** One of each kind of step, and of each kind of argument. */
    private static Plan everything() {
        Call mkdir = Call.of(Syscall.MKDIRAT, HERE, Arg.text("/box"), Arg.mode(0755));
        Arg remove = Arg.flag(AT_REMOVEDIR, Family.AT);
        Call rmdir = Call.of(Syscall.UNLINKAT, HERE, Arg.text("/box"), remove);
        Arg flags = Arg.flag(MS_NOSUID | MS_NODEV, Family.MOUNT);
        Arg tmpfs = Arg.text("tmpfs");
        Arg how = new Arg.Words(List.of(Arg.num(0), Arg.text("x"), Arg.NULL), "{flags=0}");
        Arg bytes = new Arg.Bytes(new byte[] {1, 2, -1}, "{limit}");
        return Plan.of(
                Step.call("make the folder", mkdir).tolerating(Errno.EEXIST).undoneBy(rmdir),
                Step.call("take a descriptor", Call.of(Syscall.FSOPEN, tmpfs, Arg.num(0))).as("fs"),
                new Each(
                        List.of(
                                Call.of(Syscall.CLOSE, Arg.result("fs")),
                                Call.of(Syscall.PRLIMIT64, Arg.num(0), bytes, Arg.NULL, how)),
                        "close(3..4)",
                        "tidy up"),
                new WriteFile("/proc/$pid/uid_map", "0 0 1\n", "map root"),
                new FirstOf(
                        List.of(
                                Step.call(
                                        "by flag",
                                        Call.of(Syscall.MOUNT, tmpfs, tmpfs, tmpfs, flags)),
                                Step.call("plainly", Call.of(Syscall.SYNC))),
                        "have room"),
                new Group(List.of(new WriteFile("/a", "1", "first"), sync()), "two at once"),
                new IfThere(Step.call("look", mkdir), List.of(sync()), "where it is"),
                Exec.search(List.of("sh", "-c", "echo \"$0\""), List.of("A=b"), "/bin:"));
    }

    private static Do sync() {
        return Step.call("let it reach the disk", Call.of(Syscall.SYNC));
    }

    @Test
    void every_plan_comes_back_equal() {
        long seed = new Random().nextLong();
        RandomPlans plans = new RandomPlans(seed);
        for (int i = 0; i < 500; i++) {
            Plan plan = plans.plan();
            String json = PlanJson.write(plan);
            assertThat(PlanJson.read(json))
                    .as("seed %d, plan %d: %s", seed, i, json)
                    .isEqualTo(plan);
        }
    }

    @Test
    void one_plan_with_everything_in_it_looks_like_this() {
        Golden.check(Path.of("kernel/src/test/golden/plan.json"), PlanJson.write(everything()));
        assertThat(PlanJson.read(PlanJson.write(everything()))).isEqualTo(everything());
    }

    @Test
    void a_plan_that_would_run_any_other_program_is_not_read() {
        String json =
                "{\"format\":1,\"steps\":[{\"step\":\"runTool\",\"why\":\"w\",\"argv\":[\"PROGRAM\"]}]}";
        assertThat(PlanJson.read(json.replace("PROGRAM", "newuidmap")).steps()).hasSize(1);
        for (String other : List.of("sh", "/tmp/newuidmap", "../newuidmap", "")) {
            assertThatThrownBy(() -> PlanJson.read(json.replace("PROGRAM", other)))
                    .isInstanceOf(UnreadablePlan.class)
                    .hasMessageContaining("only newuidmap and newgidmap may be run");
        }
    }

    @Test
    void bytes_are_equal_by_content_and_not_by_array() {
        byte[] random = new byte[20];
        new Random().nextBytes(random);
        Arg bytes = new Arg.Bytes(random, "{}");
        assertThat(bytes).isEqualTo(new Arg.Bytes(random.clone(), "{}"));
        assertThat(bytes).hasSameHashCodeAs(new Arg.Bytes(random.clone(), "{}"));
        assertThat(bytes).isNotEqualTo(new Arg.Bytes(random, "{size}"));
        random[7]++;
        assertThat(new Arg.Bytes(random.clone(), "{}")).isEqualTo(bytes);
        random[7]++;
        assertThat(new Arg.Bytes(new byte[20], "{}")).isNotEqualTo(bytes);
    }

    @Test
    void the_order_of_fields_and_what_is_there_for_people_do_not_matter() {
        String json =
                """
                {"steps":[{"manual":"?","call":{"args":[{"shown":"0755","num":493}],"name":"umask"},
                 "shown":{"any":["thing"]},"why":"w","step":"do"}],"format":1}""";
        Call umask = Call.of(Syscall.UMASK, Arg.mode(0755));
        assertThat(PlanJson.read(json)).isEqualTo(Plan.of(Step.call("w", umask)));
    }

    @Test
    void the_lines_for_people_are_those_of_the_printed_plan() {
        StringBuilder told = new StringBuilder();
        JsonObject json = JsonParser.parseString(PlanJson.write(everything())).getAsJsonObject();
        json.getAsJsonArray("steps")
                .forEach(
                        step -> {
                            JsonObject fields = step.getAsJsonObject();
                            told.append("# ").append(fields.get("why").getAsString()).append('\n');
                            fields.getAsJsonArray("shown")
                                    .forEach(line -> told.append(line.getAsString()).append('\n'));
                        });
        assertThat(told).hasToString(everything().print());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'format':2,'steps':[]}                        | $.format: this Slipway reads format 1, not 2
                    {'format':'1','steps':[]}                      | $.format: NUMBER is expected here, not STRING
                    {'format':1}                                   | $: the field steps is missing
                    {'steps':[]}                                   | $: the field format is missing
                    {'format':1,'steps':[],'more':0}               | $.more: an unknown field
                    {'format':1,'steps':[],'steps':[]}             | $.steps: the field is there twice
                    {'format':1,'steps':[]} x                      | $: Use JsonReader.setStrictness
                    {'format':1,'steps':[                          | $.steps[0]: End of input
                    {'format':1,'steps':[1]}                       | $.steps[0]: BEGIN_OBJECT is expected here, not NUMBER
                    {'format':1,'steps':[DO,{}]}                   | $.steps[1]: the field step is missing
                    {'format':1,'steps':[DO,{'step':'sing'}]}      | $.steps[1]: no kind of step is named sing
                    {'format':1,'steps':[DO,{'step':'do'}]}        | $.steps[1]: do lacks the field call
                    {'format':1,'steps':[{'step':'do','wy':'x'}]}  | $.steps[0].wy: an unknown field
                    {'format':1,'steps':[{'step':'firstOf','why':'w','ways':[]}]}        | $.steps[0]: no way to: w
                    {'format':1,'steps':[{'step':'firstOf','why':'w','ways':[DO],'path':''}]} | $.steps[0]: firstOf has no field path
                    {'format':1,'steps':[{'call':{'name':'frob','args':[]}}]}            | $.steps[0].call.name: no system call that Slipway knows is named frob
                    {'format':1,'steps':[{'call':{'name':'SYNC','args':[]}}]}            | $.steps[0].call.name: no system call is spelled SYNC
                    {'format':1,'steps':[{'call':{'name':'sync'}}]}                      | $.steps[0].call: a call has the fields name and args, here: [name]
                    {'format':1,'steps':[{'call':{'name':'sync','args':[{'num':1,'flag':2}]}}]} | $.steps[0].call.args[0]: no argument has the fields [flag, num]
                    {'format':1,'steps':[{'call':{'name':'sync','args':[{'num':1.5}]}}]} | $.steps[0].call.args[0].num: a whole number of at most 64 bits is expected
                    {'format':1,'steps':[{'call':{'name':'sync','args':[{'num':9223372036854775808}]}}]} | $.steps[0].call.args[0].num: a whole number of at most 64 bits is expected
                    {'format':1,'steps':[{'call':{'name':'sync','args':[{'bytes':'%','shown':''}]}}]} | $.steps[0].call.args[0]: Input byte[] should
                    {'format':1,'steps':[{'call':{'name':'sync','args':[{'family':'MOUNTAIN'}]}}]} | $.steps[0].call.args[0].family: no family of constants is named MOUNTAIN
                    {'format':1,'steps':[{'call':{'name':'sync','args':[null,null,null,null,null,null,null]}}]} | $.steps[0].call: sync with 7 arguments
                    {'format':1,'steps':[{'tolerated':['EEXIST','EEXITS']}]}             | $.steps[0].tolerated[1]: no errno is named EEXITS
                    []                                             | $: BEGIN_OBJECT is expected here, not BEGIN_ARRAY
                    """)
    void what_is_no_plan_is_refused_with_the_place_and_the_reason(String json, String message) {
        String text = json.replace("DO", DO).replace('\'', '"');
        assertThatThrownBy(() -> PlanJson.read(text))
                .isInstanceOf(UnreadablePlan.class)
                .hasMessageStartingWith("not a plan: " + message);
    }

    @Test
    void an_empty_text_is_refused() {
        assertThatThrownBy(() -> PlanJson.read(""))
                .isInstanceOf(UnreadablePlan.class)
                .extracting(e -> ((UnreadablePlan) e).path())
                .isEqualTo("$");
    }
}

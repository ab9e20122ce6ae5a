package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsSavedImages;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;
import slipway.testkit.SavedImages;

/** A Debian image as docker, podman and skopeo save it, loaded and run by its name. */
@NothingLeaks
@NeedsSavedImages
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"setpriv", "newuidmap", "find", "tar"},
        debian = {"util-linux", "uidmap", "findutils", "tar"})
class RunImageTest {
    private static final String IMAGE = SavedImages.NAME;
    private static final Map<ImageUser, Path> LOADED = new EnumMap<>(ImageUser.class);

    private static final Map<ImageUser, String> SAID = new EnumMap<>(ImageUser.class);

    @TempDir private static Path shared;

    @TempDir private Path directory;
    private final List<Process> running = new ArrayList<>();

    @AfterEach
    void all_have_ended() throws InterruptedException {
        for (Process process : running) {
            process.destroyForcibly();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @AfterAll
    static void nothing_of_the_images_is_left() {
        LOADED.forEach(ImageUser::removeAll);
        LOADED.clear();
    }

    /** Where a user has the image that docker saved. */
    private static Path data(ImageUser user) {
        return LOADED.computeIfAbsent(
                user,
                who -> {
                    Path data = who.data(shared);
                    SAID.put(who, who.load(data, SavedImages.docker()).stderr());
                    return data;
                });
    }

    private static Slipway run(ImageUser user, String... words) {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(words));
        return user.slipway(data(user), all.toArray(new String[0]));
    }

    private Process start(ImageUser user, String... words) throws IOException {
        Process process =
                new ProcessBuilder("sh", "-c", "exec " + run(user, words).line())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        running.add(process);
        return process;
    }

    static Stream<Arguments> what_others_have_saved() {
        return Stream.of(
                Arguments.of(ImageUser.ROOT, "podman", "localhost/slipway-test:1"),
                Arguments.of(ImageUser.ROOT, "skopeo", "oci-zstd:1"),
                Arguments.of(ImageUser.WITH_IDS, "podman-oci", "localhost/slipway-test:1"));
    }

    @ParameterizedTest
    @MethodSource("what_others_have_saved")
    void an_image_that_others_have_saved_is_loaded_and_runs(
            ImageUser user, String saver, String name) {
        Path data = user.data(directory);
        Run.Result loaded;
        if (saver.equals("skopeo")) {
            Path copy = directory.resolve("oci-zstd");
            Run.output("cp", "-r", SavedImages.ociZstd().toString(), copy.toString());
            Run.output("chmod", "-R", "a+rX", copy.toString());
            loaded = user.slipway(data, "load", "-i", copy.toString()).result().succeeded();
        } else {
            boolean oci = saver.equals("podman-oci");
            loaded = user.load(data, oci ? SavedImages.podmanOci() : SavedImages.podman());
        }
        assertThat(loaded.stdout()).isEqualTo("Loaded image: " + name + "\n");
        assertThat(user.slipway(data, "run", name).output()).isEqualTo("here\n");
        assertThat(user.slipway(data, "run", name, "dpkg", "-l").output()).contains("base-files");
        user.removeAll(data);
    }

    @ParameterizedTest
    @EnumSource
    void what_its_maker_says_and_did_is_there(ImageUser user) {
        assertThat(run(user, IMAGE).output()).isEqualTo("here\n");
        String script =
                """
                echo $GREETING; pwd; ls /usr/share/doc; ls -d /etc/iss*
                stat -c '%u %g %a %n' of-user; stat -c %h one; cat two
                """;
        String owner = user == ImageUser.WITHOUT_IDS ? "0 0" : "1000 1001";
        assertThat(run(user, IMAGE, "sh", "-c", script).output())
                .isEqualTo(
                        "hello\n/srv\nonly\n/etc/issue.net\n"
                                + owner
                                + " 4751 of-user\n2\nlinked\n");
    }

    @ParameterizedTest
    @EnumSource
    void that_owners_are_given_up_is_said_once(ImageUser user) {
        data(user);
        String said = SAID.get(user);
        if (user == ImageUser.WITHOUT_IDS) {
            assertThat(said.lines())
                    .singleElement()
                    .asString()
                    .contains("have other owners than root", "Try: usermod --add-subuids");
        } else {
            assertThat(said).isEmpty();
        }
        assertThat(user.load(data(user), SavedImages.docker()).stderr()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void two_containers_do_not_see_each_others_writes_and_the_image_stays_as_it_is(ImageUser user)
            throws Exception {
        String before = digest(data(user));
        String script =
                "echo mine >mine; rm one; rm -rf /usr/share/doc; echo >>/etc/passwd; chmod 0 /root;"
                        + " echo ready; read line; cat mine";
        Process first = start(user, IMAGE, "sh", "-c", script);
        assertThat(first.inputReader().readLine()).isEqualTo("ready");
        assertThat(run(user, IMAGE, "sh", "-c", "ls; cat /usr/share/doc/only").output())
                .isEqualTo("of-user\none\ntwo\nhere\n");
        first.outputWriter().close();
        assertThat(first.inputReader().readLine()).isEqualTo("mine");
        assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(digest(data(user))).isEqualTo(before);
        assertThat(data(user).resolve("containers")).isEmptyDirectory();
    }

    /** Trap 13: as an ordinary user this is EIO without userxattr. */
    @ParameterizedTest
    @EnumSource
    void a_directory_of_the_image_can_be_removed_and_made_again(ImageUser user) {
        String script = "cd /usr/share && rm -r perl5 && mkdir perl5 && ls -A perl5 | wc -l";
        assertThat(run(user, IMAGE, "sh", "-c", script).output()).isEqualTo("0\n");
    }

    @ParameterizedTest
    @EnumSource
    void volumes_and_a_read_only_root_go_with_an_image(ImageUser user) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "from outside\n");
        Installed.opened(directory);
        String script = "cat /mnt/new/file; touch /srv/x 2>/dev/null || echo refused; touch /tmp/x";
        List<String> words = new ArrayList<>();
        if (user == ImageUser.ROOT) words.addAll(List.of("-m", "64m"));
        words.addAll(List.of("--rm", "--read-only", "-v", file + ":/mnt/new/file:ro"));
        words.addAll(List.of("--tmpfs", "/tmp", IMAGE, "sh", "-c", script));
        assertThat(run(user, words.toArray(new String[0])).output())
                .isEqualTo("from outside\nrefused\n");
    }

    @ParameterizedTest
    @EnumSource
    void what_a_killed_slipway_leaves_is_collected(ImageUser user) throws Exception {
        Path containers = data(user).resolve("containers");
        String owner = user == ImageUser.WITHOUT_IDS ? "0" : "1234";
        String script = "mkdir -m 700 d; touch d/f; chown -R $0:$0 d; echo ready; exec sleep 1000";
        Process process = start(user, IMAGE, "sh", "-c", script, owner);
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        // Its end is reported to us as soon as that of the container to its guard.
        for (int i = 0; i < 100 && !isEmpty(containers); i++) {
            user.slipway(data(user), "doctor", "--gc").output();
        }
        assertThat(containers).isEmptyDirectory();
        assertThat(run(user, IMAGE).output()).isEqualTo("here\n");
    }

    private static boolean isEmpty(Path directory) {
        String[] names = directory.toFile().list();
        return names == null || names.length == 0;
    }

    /** Of all that there is to see of an image's files. */
    private static String digest(Path data) {
        String script =
                """
                cd "$1" && { find . -printf '%P %y %m %U %G %s %T@ %l\\n' | sort
                find . -type f -readable -print0 | sort -z | xargs -0 sha256sum; } 2>&1 | sha256sum
                """;
        return Run.output("sh", "-c", script, "sh", data.resolve("images/layers").toString());
    }
}

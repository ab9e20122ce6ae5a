package slipway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.LinuxKernel;
import slipway.runtime.HostFacts;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;
import slipway.unionfs.Digest;
import slipway.unionfs.StoreProblem;

/** What may become of an image while something uses it, and when a part of it is lost. */
@NothingLeaks
class ImagesInUseTest {
    private static final Images.Uses NOBODY = image -> {};
    private static final String NAME = "made/here:1";

    @TempDir private Path directory;
    private Path archive;
    private ImageIds ids;
    private Images images;

    @BeforeEach
    void load() throws IOException {
        archive = archive("one");
        ids = new ImageIds(HostFacts.of(LinuxKernel.INSTANCE));
        images = Images.in(directory.resolve("data"), ids);
        new Loader(images, ids).load(archive);
    }

    /** Of an ordinary user with ids of his own, it holds a process in their user namespace. */
    @AfterEach
    void close() {
        ids.close();
    }

    /** What {@code docker save} writes of an image with one layer, and in that one file. */
    private Path archive(String content) throws IOException {
        Path made = Files.createDirectories(directory.resolve("made-" + content));
        Files.writeString(Files.createDirectory(made.resolve("files")).resolve("file"), content);
        Run.output("tar", "-C", made + "/files", "-cf", made + "/layer.tar", "file");
        Digest layer = Digest.of(Files.readAllBytes(made.resolve("layer.tar")));
        String config =
                "{\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                        + layer
                        + "\"]}}";
        Digest id = Digest.of(config.getBytes(StandardCharsets.UTF_8));
        Files.writeString(made.resolve(id.hex() + ".json"), config);
        Files.writeString(
                made.resolve("manifest.json"),
                "[{\"Config\":\""
                        + id.hex()
                        + ".json\",\"RepoTags\":[\""
                        + NAME
                        + "\"],\"Layers\":[\"layer.tar\"]}]");
        Path tar = directory.resolve(content + ".tar");
        Run.output(
                "tar",
                "-C",
                "" + made,
                "-cf",
                "" + tar,
                id.hex() + ".json",
                "layer.tar",
                "manifest.json");
        return tar;
    }

    @Test
    void an_image_in_use_is_not_removed_and_is_afterwards() throws IOException {
        try (Images.Used used = images.use(NAME)) {
            assertThatThrownBy(() -> images.remove(NAME, true, NOBODY))
                    .isInstanceOf(StoreProblem.class)
                    .hasMessageContaining("a container runs on image");
            assertThat(Path.of(used.layers().get(0), "file")).hasContent("one");
        }
        assertThat(images.remove(NAME, false, NOBODY))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("Deleted:");
        assertThat(images.all()).isEmpty();
    }

    /** Once the configuration was replaced by an equal file, on which nobody had the lock. */
    @Test
    void an_image_that_is_loaded_again_while_in_use_is_still_in_use() throws IOException {
        try (Images.Used used = images.use(NAME)) {
            new Loader(images, ids).load(archive);
            assertThatThrownBy(() -> images.remove(NAME, true, NOBODY))
                    .isInstanceOf(StoreProblem.class);
            assertThat(Path.of(used.layers().get(0), "file")).hasContent("one");
        }
    }

    @Test
    void an_image_whose_configuration_is_lost_is_called_damaged_and_can_be_removed()
            throws IOException {
        Digest id = images.find(NAME).id();
        Files.delete(directory.resolve("data/images/blobs/sha256").resolve(id.hex()));
        assertThatThrownBy(() -> images.use(NAME))
                .isInstanceOf(StoreProblem.class)
                .hasMessageContaining("is damaged")
                .hasMessageContaining("slipway rmi --force");
        images.remove(id.brief(), true, NOBODY);
        assertThat(images.all()).isEmpty();
    }

    @Test
    void a_name_that_is_loaded_for_another_image_leaves_the_first_without_one() throws IOException {
        Digest first = images.find(NAME).id();
        List<Loader.Loaded> second = new Loader(images, ids).load(archive("two"));
        assertThat(images.find(NAME).id()).isEqualTo(second.get(0).id()).isNotEqualTo(first);
        assertThat(images.find(first.brief()).names()).isEmpty();
    }
}

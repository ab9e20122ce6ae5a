package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@NeedsSavedImages
class SavedImagesTest {
    @Test
    void archives_of_docker_and_podman_list_their_layers_and_their_name() {
        for (Path archive : new Path[] {SavedImages.docker(), SavedImages.podman()}) {
            assertThat(Run.output("tar", "-xOf", archive.toString(), "manifest.json"))
                    .contains("\"Layers\":[", SavedImages.NAME);
        }
    }

    @Test
    void the_oci_archive_of_podman_has_layers_with_gzip() {
        assertThat(Run.output("tar", "-xOf", SavedImages.podmanOci().toString(), "index.json"))
                .contains("application/vnd.oci.image.manifest.v1+json");
    }

    @Test
    void the_oci_layout_of_skopeo_has_layers_with_zstd() {
        Path layout = SavedImages.ociZstd();
        assertThat(layout.resolve("oci-layout")).content().contains("1.0.0");
        assertThat(
                        Run.output(
                                "sh",
                                "-c",
                                "cat \"$1\"/blobs/sha256/* | grep -ac 'layer.v1.tar+zstd'",
                                "sh",
                                layout.toString()))
                .isNotEqualTo("0");
    }
}

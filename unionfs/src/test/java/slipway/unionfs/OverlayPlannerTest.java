package slipway.unionfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.testkit.Golden;

/** How one tree is made of many, word for word. */
class OverlayPlannerTest {
    private static final List<String> LAYERS = List.of("/store/top", "/store/middle", "/store/low");

    private static void isGolden(String name, Overlay overlay) {
        String text = OverlayPlanner.mount(overlay, "root").print();
        Golden.check(Path.of("unionfs/src/test/golden", name), text);
    }

    @Test
    void written_to_a_directory_by_root() {
        isGolden("root.txt", new Overlay(LAYERS, "/place", "/written", Marks.TRUSTED));
    }

    @Test
    void written_to_memory_by_an_ordinary_user() {
        isGolden("user-in-memory.txt", new Overlay(LAYERS, "/place", "", Marks.USER));
    }

    @Test
    void as_many_layers_as_there_may_be_fit_into_one_page_of_options() {
        List<String> layers = new ArrayList<>();
        for (int i = 0; i < Overlay.MOST_LAYERS; i++) layers.add("/" + "long".repeat(60) + i);
        String plan =
                OverlayPlanner.mount(new Overlay(layers, "/place", "", Marks.USER), "root").print();
        String mount =
                plan.lines().filter(line -> line.contains("lowerdir=")).findFirst().orElseThrow();
        assertThat(mount).contains(":125:126,").hasSizeLessThan(4096);
    }

    @Test
    void an_overlay_has_layers_but_not_too_many_and_all_paths_are_absolute() {
        assertThatThrownBy(() -> new Overlay(List.of(), "/place", "", Marks.USER))
                .hasMessage("0 layers");
        List<String> many = java.util.Collections.nCopies(Overlay.MOST_LAYERS + 1, "/layer");
        assertThatThrownBy(() -> new Overlay(many, "/place", "", Marks.USER))
                .hasMessage("128 layers");
        assertThatThrownBy(() -> new Overlay(List.of("layer"), "/place", "", Marks.USER))
                .hasMessage("layer is no absolute path");
    }
}

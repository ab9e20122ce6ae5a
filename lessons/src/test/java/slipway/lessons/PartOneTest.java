package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testkit.NothingLeaks;

@NothingLeaks(tempDirs = true)
class PartOneTest {
    @TempDir private Path room;

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1.6", "1.7", "1.8"})
    void gate(String id) throws Exception {
        Gate gate = new Gate(Course.INSTANCE, new Judge(room));
        gate.runs(Course.INSTANCE.exercise(id));
        assertThat(gate.complaints()).isEmpty();
        System.out.println(gate.matrix());
    }
}

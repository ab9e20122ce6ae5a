package slipway.lessons;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** Other answers to 1.1. */
@NothingLeaks(tempDirs = true)
@NeedsUnprivilegedUserNamespaces
class RootAnswersTest {
    private static final String IMPORTS =
            """
            import java.io.IOException;
            import java.nio.file.*;
            import java.util.*;
            import slipway.lessons.jail.*;
            """;

    @TempDir private Path room;
    private AnswerSheet sheet = new AnswerSheet(Path.of(""), "", "");

    @BeforeEach
    void the_exercise() {
        sheet = new AnswerSheet(room, "1.1", IMPORTS);
    }

    private static String returning(String map) {
        return "public class RootFiles implements FillsRoots {\n"
                + "public Map<String, Path> filesFor(Path program, HostFiles host) {\n"
                + ("return " + map + ";}}\n");
    }

    @Test
    void links_may_be_copied_with_what_they_lead_to_and_found_by_a_list_that_grows()
            throws Exception {
        sheet.isRight(
                """
                public class RootFiles implements FillsRoots {
                    private final Map<String, Path> files = new LinkedHashMap<>();

                    public Map<String, Path> filesFor(Path program, HostFiles host)
                            throws IOException {
                        List<Path> found = new ArrayList<>(List.of(program));
                        host.interpreter(program).ifPresent(path -> found.add(Path.of(path)));
                        for (int i = 0; i < found.size(); i++) {
                            for (String name : host.needed(found.get(i))) {
                                Path library = host.library(name);
                                if (!found.contains(library)) found.add(library);
                            }
                        }
                        for (Path each : found) copy(each);
                        return files;
                    }

                    private void copy(Path path) throws IOException {
                        files.put(path.toString(), path);
                        if (!Files.isSymbolicLink(path)) return;
                        copy(path.resolveSibling(Files.readSymbolicLink(path)).normalize());
                    }
                }
                """);
    }

    @Test
    void an_empty_answer_is_told_what_is_missing() throws Exception {
        sheet.isNone(returning("Map.of()"), "Your map is empty");
        sheet.isNone(returning("null"), "returned null");
        sheet.isNone(returning("Map.of(program.toString(), program)"), "ENOENT");
    }

    @Test
    void a_path_that_leads_out_of_the_root_is_refused() throws Exception {
        sheet.means(returning("Map.of(\"x\", program)"), "'x' is not an absolute path", "", "");
        sheet.isNone(returning("Map.of(\"/../../x\", program)"), "'/../../x' is not");
        sheet.isNone(returning("Map.of(\"/x\", Path.of(\"/dev/null\"))"), "/dev/null is not");
    }
}

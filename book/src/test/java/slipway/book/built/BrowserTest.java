package slipway.book.built;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.Gson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Programs;
import slipway.testkit.Repository;
import slipway.testkit.Run;

/**
 * The HTML that was built, in a browser, without a server. What is looked at stands in
 * book/browser-test; one browser is started for all of it, and each check becomes a test here. The
 * pictures it takes are in book/target/screenshots, to be looked at by people.
 */
@NothingLeaks
@NeedsProgram(
        value = {"node", "chromium"},
        debian = {"nodejs", "chromium"})
class BrowserTest {
    private static final int FEWEST_CHECKS = 20;

    private final Path module = Repository.root().resolve("book");

    /** One check: a sentence that should be true of the book, and what speaks against it. */
    record Check(String check, List<String> problems) {}

    @TestFactory
    Stream<DynamicTest> the_book_in_a_browser(@TempDir Path home) {
        Path tool = module.resolve("browser-test");
        assumeTrue(
                Files.isDirectory(tool.resolve("node_modules/playwright-core")),
                "needs playwright-core: run npm ci in book/browser-test");
        Run.Result result =
                Run.program(
                                "node",
                                tool.resolve("read-the-book.mjs").toString(),
                                Programs.find("chromium").orElseThrow().toString(),
                                module.resolve("target/book").toString(),
                                module.resolve("target/screenshots").toString())
                        // A browser keeps something of its own in both.
                        .environment("HOME", home.toString())
                        .environment("TMPDIR", home.toString())
                        .result()
                        .succeeded();
        List<Check> checks = result.stdout().lines().map(BrowserTest::check).toList();
        assertThat(checks).as(result.toString()).hasSizeGreaterThanOrEqualTo(FEWEST_CHECKS);
        return checks.stream()
                .map(
                        each ->
                                dynamicTest(
                                        each.check(),
                                        () ->
                                                assertThat(each.problems())
                                                        .as(each.check())
                                                        .isEmpty()));
    }

    private static Check check(String line) {
        return new Gson().fromJson(line, Check.class);
    }
}

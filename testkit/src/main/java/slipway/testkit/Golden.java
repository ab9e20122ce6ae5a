package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares text with a file of the repository that holds what is expected. {@code mvn verify
 * -Dupdate} writes the files anew, for a person to read in {@code git diff}.
 */
public final class Golden {
    private final List<Mask> masks;

    private Golden(List<Mask> masks) {
        this.masks = List.copyOf(masks);
    }

    private record Mask(Pattern pattern, String replacement) {}

    /**
     * Compares without masks.
     *
     * @param file relative to the root of the repository
     * @throws AssertionError if they differ; it names the file and how to renew it
     */
    public static void check(Path file, String actual) {
        new Golden(List.of()).matches(file, actual);
    }

    /** A comparison that sees {@code replacement} where the text has {@code literal}. */
    public static Golden masking(String literal, String replacement) {
        return new Golden(List.of()).and(literal, replacement);
    }

    /** A comparison that sees {@code replacement} (groups as $1) where the pattern matches. */
    public static Golden masking(Pattern pattern, String replacement) {
        return new Golden(List.of()).and(pattern, replacement);
    }

    /** One more mask; masks apply in the order given. */
    public Golden and(String literal, String replacement) {
        return and(Pattern.compile(Pattern.quote(literal)), Matcher.quoteReplacement(replacement));
    }

    /** One more mask; masks apply in the order given. */
    public Golden and(Pattern pattern, String replacement) {
        List<Mask> more = new ArrayList<>(masks);
        more.add(new Mask(pattern, replacement));
        return new Golden(more);
    }

    /** As {@link #check}, with these masks on the actual text. */
    public void matches(Path file, String actual) {
        String masked = actual;
        for (Mask mask : masks) {
            masked = mask.pattern().matcher(masked).replaceAll(mask.replacement());
        }
        Path path = Repository.root().resolve(file);
        try {
            if (updates()) {
                Files.createDirectories(path.resolveSibling("."));
                Files.writeString(path, masked);
            }
            assertThat(path)
                    .as("%s is not there; if it should be: mvn verify -Dupdate", file)
                    .exists();
            assertThat(masked)
                    .as("%s; if the change is meant: mvn verify -Dupdate", file)
                    .isEqualTo(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean updates() {
        String update = System.getProperty("update");
        return update != null && !update.equals("false");
    }
}

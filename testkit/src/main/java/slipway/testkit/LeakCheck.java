package slipway.testkit;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The extension behind {@link NothingLeaks}: takes stock before a test and after it, and names what
 * there is more. Things that are just going away have two seconds to go.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
    /** How long leavers have, in ms, as JUnit configuration parameter: two seconds without it. */
    static final String SETTLE_PARAMETER = "slipway.leaks.settle";

    private static final long SETTLE_MILLIS = 2_000;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final ExtensionContext.Namespace STORE =
            ExtensionContext.Namespace.create(LeakCheck.class);

    private final List<Supplier<Path>> directories;

    /** For {@link NothingLeaks}. */
    LeakCheck() {
        this(List.of());
    }

    private LeakCheck(List<Supplier<Path>> directories) {
        this.directories = List.copyOf(directories);
    }

    /**
     * For {@code @RegisterExtension}: watches this directory besides what is watched always.
     *
     * @param directory asked just before each test; the directory need not exist
     */
    public static LeakCheck watching(Supplier<Path> directory) {
        return new LeakCheck(List.of(directory));
    }

    /** One more directory, as in {@link #watching}. */
    public LeakCheck and(Supplier<Path> directory) {
        List<Supplier<Path>> more = new ArrayList<>(directories);
        more.add(directory);
        return new LeakCheck(more);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IllegalAccessException {
        List<Path> watched = watched(context);
        context.getStore(STORE).put(this, new Before(watched, Stock.take(watched)));
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        Before before = context.getStore(STORE).remove(this, Before.class);
        long settleMillis =
                context.getConfigurationParameter(SETTLE_PARAMETER, Long::valueOf)
                        .orElse(SETTLE_MILLIS);
        long end = System.nanoTime() + Duration.ofMillis(settleMillis).toNanos();
        List<String> left = Stock.take(before.watched).beyond(before.stock);
        while (!left.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(PAUSE.toMillis());
            left = Stock.take(before.watched).beyond(before.stock);
        }
        if (!left.isEmpty()) {
            throw new AssertionError(
                    "the test left behind:\n  "
                            + String.join("\n  ", left)
                            + "\nClose, wait for, unmount or remove it in the test.");
        }
    }

    private record Before(List<Path> watched, Stock stock) {}

    private List<Path> watched(ExtensionContext context) throws IllegalAccessException {
        List<Path> watched = new ArrayList<>();
        for (Supplier<Path> directory : directories) {
            watched.add(directory.get());
        }
        NothingLeaks annotation =
                AnnotationSupport.findAnnotation(context.getRequiredTestClass(), NothingLeaks.class)
                        .orElse(null);
        if (annotation == null) {
            return watched;
        }
        for (String directory : annotation.directories()) {
            watched.add(Path.of(directory));
        }
        if (annotation.tempDirs()) {
            addTempDirs(context, watched);
        }
        return watched;
    }

    private static void addTempDirs(ExtensionContext context, List<Path> watched)
            throws IllegalAccessException {
        for (Field field :
                ReflectionSupport.findFields(
                        context.getRequiredTestClass(),
                        field ->
                                field.isAnnotationPresent(TempDir.class)
                                        && field.getType().equals(Path.class),
                        HierarchyTraversalMode.TOP_DOWN)) {
            field.setAccessible(true);
            watched.add((Path) field.get(context.getRequiredTestInstance()));
        }
    }
}

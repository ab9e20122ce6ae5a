package slipway.namespaces;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGenerator;
import slipway.testkit.Repository;

/** Names the test of a {@link Fact} as the course, its probe and the book word it. */
final class Claims extends DisplayNameGenerator.Standard {
    static final Path FILE = Path.of("lessons/src/main/resources/slipway/lessons/probe/claims.txt");

    @Override
    public String generateDisplayNameForMethod(
            List<Class<?>> around, Class<?> type, Method method) {
        Fact fact = method.getAnnotation(Fact.class);
        if (fact == null) return super.generateDisplayNameForMethod(around, type, method);
        try {
            for (String line : Files.readAllLines(Repository.root().resolve(FILE))) {
                if (line.startsWith(fact.value() + " ")) return line;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(FILE + " has no " + fact.value());
    }
}

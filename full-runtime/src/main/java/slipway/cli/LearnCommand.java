package slipway.cli;

import java.lang.reflect.InvocationTargetException;

/**
 * {@code slipway learn …} and {@code slipway lesson …}: the course, a module of its own that is
 * built on this one and therefore found by name, and loaded for these commands only.
 */
final class LearnCommand {
    private LearnCommand() {}

    static int exercises(String[] words) {
        return run("slipway.lessons.Learn", words);
    }

    static int lessons(String[] words) {
        return run("slipway.lessons.shell.LessonCommand", words);
    }

    private static int run(String name, String[] words) {
        try {
            Class<?> command = Class.forName(name);
            Object status = command.getMethod("run", String[].class).invoke(null, (Object) words);
            return (Integer) status;
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException failure) throw failure;
            if (cause instanceof Error failure) throw failure;
            throw new IllegalStateException(e);
        } catch (ClassNotFoundException e) {
            throw new UsageError("the lessons are not part of this build", ".ci/test -DskipTests");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}

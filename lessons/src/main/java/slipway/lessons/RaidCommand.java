package slipway.lessons;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.lessons.desk.Desk;
import slipway.lessons.desk.LearnerEnded;
import slipway.lessons.desk.LearnerThrew;
import slipway.lessons.desk.NotAValue;
import slipway.plan.launch.Launcher;

/** {@code slipway learn attack}: the battery against the jails that the learner has. An effect. */
final class RaidCommand {
    private static final String RAID = "slipway.lessons.jail.JailRaid";
    private static final List<String> JAILS = List.of("1.2", "1.6");

    /** The exercise that asks for a part of the table. */
    private static final String ASKS_FIRST = "1.7";

    private final Course course;
    private final Workshop workshop;
    private final PrintStream out;

    RaidCommand(Course course, Workshop workshop, PrintStream out) {
        this.course = course;
        this.workshop = workshop;
        this.out = out;
    }

    void run() throws IOException {
        Path room = Files.createDirectories(workshop.room());
        Rooms.sweep(room);
        Path here = Files.createDirectory(Rooms.fresh(room));
        Map<String, Desk> desks = new LinkedHashMap<>();
        try (Launcher launcher = new Launcher()) {
            for (String id : JAILS) seat(course.exercise(id), here, launcher, desks);
            if (desks.isEmpty()) {
                throw new LearnError(
                        "there is no jail of yours yet; the first is that of exercise 1.2",
                        "./slipway learn check 1.2");
            }
            Path scratch = Files.createDirectory(here.resolve("scratch"));
            boolean whole = workshop.progress().hasPassed(course.exercise(ASKS_FIRST));
            raid().run(stage(scratch, launcher), desks, whole, out);
        } catch (LearnerThrew e) {
            throw new LearnError(e.shown(), "./slipway learn check 1.2, and 1.6");
        } catch (LearnerEnded | NotAValue | NotYet | CannotJudge e) {
            throw new LearnError(String.valueOf(e.getMessage()), "./slipway learn check 1.2");
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            for (Desk desk : desks.values()) desk.close();
            Rooms.remove(here);
        }
    }

    /** Only who has begun it: a stub is no jail to be attacked. */
    private void seat(Exercise exercise, Path here, Launcher launcher, Map<String, Desk> desks)
            throws IOException {
        String source = workshop.source(exercise).orElse("");
        if (source.isEmpty() || source.equals(exercise.code().stub())) return;
        List<Exercise> known = new ArrayList<>(course.needed(exercise));
        known.add(exercise);
        Path sources = Files.createDirectory(here.resolve(exercise.className() + "-sources"));
        for (Map.Entry<Exercise, String> each : workshop.written(known).entrySet()) {
            Files.writeString(sources.resolve(each.getKey().fileName()), each.getValue());
        }
        Path classes = Files.createDirectory(here.resolve(exercise.className()));
        List<String> errors =
                Compiler.compile(sources, exercise.fileName(), course.visible(exercise), classes);
        if (!errors.isEmpty()) {
            throw new LearnError(errors.get(0), "./slipway learn check " + exercise.id());
        }
        desks.put(
                exercise.className(),
                Desk.start(launcher, classes, exercise.className(), course.visible(exercise)));
    }

    private static Raid raid() {
        try {
            return (Raid) Class.forName(RAID).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(RAID + " is missing", e);
        }
    }

    private static Stage stage(Path scratch, Launcher launcher) {
        return new Stage() {
            @Override
            public Path scratch() {
                return scratch;
            }

            @Override
            public Launcher launcher() {
                return launcher;
            }
        };
    }
}

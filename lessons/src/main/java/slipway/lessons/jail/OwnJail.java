package slipway.lessons.jail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import slipway.attack.Attack;
import slipway.attack.Battery;
import slipway.attack.Escape;
import slipway.attack.StrangeJail;
import slipway.lessons.CannotJudge;
import slipway.lessons.NotYet;
import slipway.lessons.Stage;
import slipway.lessons.world.Answer;
import slipway.lessons.world.World;
import slipway.linux.SyscallException;
import slipway.plan.Plan;
import slipway.plan.StepFailed;
import slipway.plan.launch.Child;

/**
 * A learner's jail under attack. An effect.
 *
 * @param called as messages name it
 * @param steps what the learner returns for the path of a root
 */
record OwnJail(Stage stage, String called, Function<String, Answer> steps) {
    /**
     * Whether a file of the folder is at / after the steps.
     *
     * @throws NotYet if it is not, or if a step fails
     */
    void requireEntered() throws IOException {
        Path root = Files.createTempDirectory(stage.scratch().toRealPath(), "jail");
        String mark = UUID.randomUUID().toString();
        Files.writeString(root.resolve("mark"), mark);
        String told = World.of(stage).told(steps.apply(root.toString()), Ways.tell("/mark"));
        if (!told.equals(mark)) {
            throw new NotYet(
                    "In the folder is a file named mark. After the steps of "
                            + called
                            + ", /mark was not there.");
        }
    }

    Escape attack(Battery battery, Attack attack) throws IOException {
        List<String> oldRoots = attack == Attack.OLD_ROOT ? oldRoots() : List.of("/old");
        Optional<Escape> last = Optional.empty();
        for (String oldRoot : oldRoots) {
            last = Optional.of(attack(battery, attack, oldRoot));
            if (last.get().succeeded()) break;
        }
        return last.orElse(new Escape(false, "not mounted"));
    }

    private Escape attack(Battery battery, Attack attack, String oldRoot) throws IOException {
        StrangeJail jail =
                new StrangeJail(root -> new Plan(steps.apply(root.toString()).steps()), oldRoot);
        try {
            return battery.run(attack, jail);
        } catch (StepFailed e) {
            throw new NotYet(
                    "A step of " + called + ", " + e.call() + ", failed with " + e.errno() + ".");
        } catch (SyscallException e) {
            throw new CannotJudge("no process could be made here: " + e.getMessage());
        }
    }

    private List<String> oldRoots() throws IOException {
        Path root = Files.createTempDirectory(stage.scratch().toRealPath(), "jail");
        try (Child inside = World.of(stage).hold(steps.apply(root.toString()))) {
            return Ways.oldRoots(inside);
        }
    }
}

package slipway.lessons.jail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.linux.SyscallException;
import slipway.plan.StepFailed;

/** Exercise 1.8: where the threads of a JVM have their roots is read from outside of it. */
public final class ThreadChecks implements Checks {
    private static final String CLASS = "ThreadJail";

    @Override
    public void run(Bench bench) {
        Look look = new Look(bench);
        bench.check("inside", () -> inside(look));
        bench.check("own-thread", () -> ownThread(look.seen));
        bench.check("others", () -> others(look.seen, look.root));
        bench.check("caller", () -> caller(look.seen, look.root));
        bench.check("cwd", () -> cwd(look.seen, look.root));
    }

    /** One look for all checks: a JVM takes its time to start. */
    private static final class Look {
        private final Bench bench;
        private final String mark = word();
        private Path root = Path.of("/");
        private ThreadRoom.Seen seen =
                new ThreadRoom.Seen(0, 0, "", java.util.Map.of(), "", "", false);

        Look(Bench bench) {
            this.bench = bench;
        }

        /** What the mark holds. */
        String take() throws Exception {
            root = Files.createDirectory(bench.scratch().resolve(word())).toRealPath();
            String secret = word();
            Files.writeString(root.resolve(mark), secret);
            try {
                seen = new ThreadRoom(bench, CLASS, root, mark).look();
            } catch (StepFailed | SyscallException e) {
                throw new CannotJudge(
                        "no process with a chroot of its own can be made here: " + e.getMessage());
            }
            return secret;
        }
    }

    private static void inside(Look look) throws Exception {
        look.bench.learner(JailsAThread.class);
        String secret = look.take();
        if (!look.seen.read().equals(secret)) {
            throw new NotYet(
                    "There is a file "
                            + look.mark
                            + " in the folder. The work opened /"
                            + look.mark
                            + " and got "
                            + look.seen.read()
                            + ".");
        }
        String seenRoot = look.seen.roots().getOrDefault(look.seen.worker(), "nowhere");
        if (!seenRoot.equals(look.root.toString())) {
            throw new NotYet(
                    "According to /proc/PID/task/TID/root the thread of the work has its / at "
                            + shown(seenRoot)
                            + ".");
        }
        if (!look.seen.answered()) {
            throw new NotYet("What inJail returned was not what the work had returned.");
        }
    }

    private static void ownThread(ThreadRoom.Seen seen) {
        if (seen.worker() == seen.caller()) {
            throw new NotYet(
                    "The work was done on the thread that had called inJail (tid "
                            + seen.caller()
                            + "). Afterwards the / of that thread was "
                            + shown(seen.rootAfterwards())
                            + ".");
        }
    }

    private static void others(ThreadRoom.Seen seen, Path root) {
        long moved =
                seen.roots().entrySet().stream()
                        .filter(each -> each.getKey() != seen.worker())
                        .filter(each -> each.getKey() != seen.caller())
                        .filter(each -> each.getValue().equals(root.toString()))
                        .count();
        if (moved > 0) {
            throw new NotYet(
                    "/proc/PID/task/*/root while the work was done: besides the work's thread, "
                            + moved
                            + " of the other "
                            + (seen.roots().size() - 1)
                            + " threads of the JVM had the jail as their /, too.");
        }
    }

    private static void caller(ThreadRoom.Seen seen, Path root) {
        String during = seen.roots().getOrDefault(seen.caller(), "");
        if (during.equals(root.toString()) || seen.rootAfterwards().equals(root.toString())) {
            throw new NotYet(
                    "The thread that had called inJail had the jail as its / "
                            + (seen.rootAfterwards().equals(root.toString())
                                    ? "even when inJail had returned."
                                    : "while the work was done."));
        }
    }

    private static void cwd(ThreadRoom.Seen seen, Path root) {
        if (!seen.cwd().equals(root.toString())) {
            throw new NotYet(
                    "/proc/PID/task/TID/cwd of the work's thread leads out of the jail, to "
                            + shown(seen.cwd())
                            + ".");
        }
    }

    private static String shown(String path) {
        return path.length() <= 40 ? path : "a folder outside";
    }

    private static String word() {
        return "w" + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 30), 36);
    }
}

package slipway.lessons.spaces;

import static slipway.linux.Constants.CLONE_NEWIPC;
import static slipway.linux.Constants.CLONE_NEWNET;
import static slipway.linux.Constants.CLONE_NEWPID;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.spaces.TellsWhatIsShared.Means;
import slipway.lessons.spaces.TellsWhatIsShared.Move;
import slipway.lessons.world.Answer;
import slipway.lessons.world.Looked;
import slipway.lessons.world.World;
import slipway.linux.NamespaceLink;
import slipway.linux.Pipe;
import slipway.namespaces.Namespace;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.launch.Child;

/** Exercise 2.6: what the learner says of four means is compared with what happens. */
public final class SharedChecks implements Checks {
    private static final Set<Move> ALL_BUT_NOTHING_MOUNTED =
            EnumSet.complementOf(EnumSet.of(Move.NEW_MOUNTS));

    @Override
    public void run(Bench bench) {
        bench.check("keys", () -> compare(bench, Means.SYSV_SHM, EnumSet.allOf(Move.class)));
        bench.check("files", () -> compare(bench, Means.DEV_SHM, ALL_BUT_NOTHING_MOUNTED));
        bench.check("copies", () -> compare(bench, Means.DEV_SHM, EnumSet.allOf(Move.class)));
        bench.check(
                "sockets", () -> compare(bench, Means.ABSTRACT_SOCKET, EnumSet.allOf(Move.class)));
        bench.check("pipes", () -> compare(bench, Means.PIPE, EnumSet.allOf(Move.class)));
        bench.check("container", () -> apart(bench, Namespace.IPC));
        bench.check("network", () -> apart(bench, Namespace.NET));
    }

    private static void compare(Bench bench, Means means, Set<Move> moves) throws Exception {
        Set<Move> said = bench.learner(TellsWhatIsShared.class).stoppedBy(means);
        if (said == null) throw new NotYet("stoppedBy returned null for " + means + ".");
        for (Move move : moves) {
            Optional<StepFailed> failed = tried(bench, means, move);
            if (failed.isPresent() == said.contains(move)) continue;
            String seen =
                    failed.map(e -> e.call() + " failed with " + e.errno().name())
                            .orElse("it was reached as before");
            throw new NotYet(
                    means
                            + (", after " + move + ": " + seen + ". You say that it is ")
                            + (failed.isPresent() ? "not stopped." : "stopped."));
        }
    }

    /**
     * A process makes a thing, or has it, goes elsewhere, and looks for it; in namespaces that end
     * with it, so that nothing of this is on the machine.
     */
    private static Optional<StepFailed> tried(Bench bench, Means means, Move move)
            throws IOException {
        if (!Files.isDirectory(Path.of("/dev/shm"))) throw new CannotJudge("there is no /dev/shm");
        Channel channel = Channel.random();
        try (Pipe pipe = Pipe.open()) {
            World world =
                    World.of(bench)
                            .madeWith(CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWNET)
                            .withOpen(Channel.PIPE, pipe.writeEnd())
                            .after(channel.made().toArray(new Step[0]));
            return world.probe(new Answer(Channel.move(move)), channel.reach(means));
        }
    }

    /** The learner's container is looked at from outside. */
    private static void apart(Bench bench, Namespace kind) throws Exception {
        try (Box box = Box.of(bench, bench.learner(TellsWhatIsShared.class)::launch)) {
            try (Child child = box.world().hold(box.answer().steps())) {
                if (!Looked.at(child.pid()).is("root", box.root())) {
                    throw new NotYet("That is no container as that of 2.4: it has another root.");
                }
                String ours = link(ProcessHandle.current().pid(), kind);
                if (!ours.equals(link(child.pid(), kind))) return;
                throw new NotYet(
                        "The process in your container is in "
                                + (ours + ", as is everybody on the machine."));
            }
        }
    }

    private static String link(long pid, Namespace kind) throws IOException {
        return NamespaceLink.ofPid(pid, kind.procName()).toString();
    }
}

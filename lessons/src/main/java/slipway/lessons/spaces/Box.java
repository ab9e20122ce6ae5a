package slipway.lessons.spaces;

import static slipway.linux.Constants.CLONE_NEWUTS;
import static slipway.linux.Constants.MS_SHARED;
import static slipway.linux.Constants.O_APPEND;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_WRONLY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.lessons.Bench;
import slipway.lessons.world.StaticProgram;
import slipway.lessons.world.Words;
import slipway.lessons.world.World;
import slipway.linux.Fd;
import slipway.plan.Exec;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Launch;

/**
 * A container by the learner's launch. Its root has a file {@code mark} and a program that says a
 * word; a secret is beside it. An effect.
 *
 * @param outside the host name outside
 * @param told where its standard output goes
 * @param open what it was given as descriptors, to be closed
 */
record Box(
        Bench bench,
        Path root,
        Path secret,
        String mark,
        String name,
        String outside,
        String word,
        Path told,
        List<Fd> open,
        LaunchAnswer answer)
        implements AutoCloseable {
    /** What the process becomes. */
    static final Exec PROGRAM = Exec.search(List.of("/say"), List.of(), "");

    static final String OUTSIDE = "the mounts outside";

    /** How somebody starts a container; of more than one exercise. */
    interface Start {
        Launch launch(Exec program, String root, String name, Fd stdin, Fd stdout, Fd stderr);
    }

    static Box of(Bench bench, Start start) throws IOException {
        Path place = bench.scratch().toRealPath();
        Path root = Files.createDirectory(place.resolve(Words.random()));
        String word = Words.random();
        StaticProgram.saying(word, root.resolve("say"));
        Path secret = Files.writeString(place.resolve(Words.random()), "a secret of the machine");
        String mark = Words.random();
        Files.createFile(root.resolve(mark));
        Path told = Files.createFile(place.resolve(Words.random()));
        String name = Words.random();
        Fd in = Fd.open("/dev/null", O_RDONLY, 0);
        Fd out = Fd.open(told.toString(), O_WRONLY | O_APPEND, 0);
        List<Fd> open = List.of(in, out);
        try {
            Launch launch = start.launch(PROGRAM, root.toString(), name, in, out, out);
            LaunchAnswer answer = LaunchAnswer.of(launch, PROGRAM);
            return new Box(
                    bench, root, secret, mark, name, Words.random(), word, told, open, answer);
        } catch (RuntimeException e) {
            for (Fd each : open) each.close();
            throw e;
        }
    }

    /** A machine where mounts are shared, as on most; its mounts are kept, its name is known. */
    World world() {
        List<Step> before = new ArrayList<>();
        before.add(Steps.propagation("/", MS_SHARED));
        before.addAll(Uname.files());
        before.add(Kept.mounts(OUTSIDE));
        before.addAll(Uname.outside(outside));
        return World.of(bench)
                .madeWith(answer.namespaces() | CLONE_NEWUTS)
                .after(before.toArray(new Step[0]));
    }

    @Override
    public void close() {
        for (Fd each : open) each.close();
    }
}

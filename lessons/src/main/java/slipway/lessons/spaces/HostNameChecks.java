package slipway.lessons.spaces;

import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUTS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.spaces.NamesHosts.Field;
import slipway.lessons.world.Answer;
import slipway.lessons.world.Words;
import slipway.lessons.world.World;
import slipway.linux.NamespaceLink;
import slipway.namespaces.Namespace;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Child;

/**
 * Exercise 2.2: a process takes a name, in a UTS namespace that is to the learner's steps what the
 * machine's is to a container, so that no machine loses its name.
 */
public final class HostNameChecks implements Checks {
    private static final List<Namespace> OTHERS =
            List.of(Namespace.IPC, Namespace.NET, Namespace.CGROUP);

    @Override
    public void run(Bench bench) {
        bench.check("inside", () -> inside(bench));
        bench.check("outside", () -> outside(bench));
        bench.check("only", () -> only(bench));
        bench.check("fields", () -> fields(bench));
    }

    private static Answer answer(Bench bench, String name) throws Exception {
        return Answer.of("enter", bench.learner(NamesHosts.class).enter(name));
    }

    private static World world(Bench bench, String outside) {
        List<Step> before = new ArrayList<>();
        before.addAll(Uname.files());
        before.addAll(Uname.outside(outside));
        return World.of(bench)
                .madeWith(CLONE_NEWPID | CLONE_NEWUTS)
                .after(before.toArray(new Step[0]));
    }

    private static Uname uname(Bench bench, String outside, Answer answer) throws IOException {
        Uname seen = new Uname(world(bench, outside).told(answer, Uname.inAndOut()));
        if (!seen.inside(Field.SYSNAME).isEmpty()) return seen;
        throw new NotYet("After your steps the process could ask for no names any more.");
    }

    private static void inside(Bench bench) throws Exception {
        String name = Words.random();
        Uname seen = uname(bench, Words.random(), answer(bench, name));
        String told = seen.inside(Field.NODENAME);
        if (told.equals(name)) return;
        String outside = seen.outside(Field.NODENAME);
        throw new NotYet(
                "The name is to be "
                        + (name + ". After your steps uname(2) told the process " + told)
                        + (told.equals(outside) ? ", the name outside." : "."));
    }

    private static void outside(Bench bench) throws Exception {
        String name = Words.random();
        String outside = Words.random();
        Uname seen = uname(bench, outside, answer(bench, name));
        String told = seen.outside(Field.NODENAME);
        if (told.equals(outside)) return;
        throw new NotYet(
                "The name outside was "
                        + (outside + ". After your steps it was " + told)
                        + " there: whoever was in that namespace had it changed.");
    }

    private static void only(Bench bench) throws Exception {
        Answer answer = answer(bench, Words.random());
        try (Child child = world(bench, Words.random()).hold(answer)) {
            for (Namespace kind : OTHERS) {
                String ours = link(ProcessHandle.current().pid(), kind);
                String its = link(child.pid(), kind);
                if (its.equals(ours)) continue;
                throw new NotYet(
                        "Before your steps the process was in "
                                + (ours + ", afterwards in " + its)
                                + ". For a name it needs no other namespace than UTS.");
            }
        }
    }

    private static String link(long pid, Namespace kind) throws IOException {
        return NamespaceLink.ofPid(pid, kind.procName()).toString();
    }

    /** What the kernel lets be other, if one does all that there is to be done. */
    private static void fields(Bench bench) throws Exception {
        Set<Field> said = bench.learner(NamesHosts.class).own();
        if (said == null) throw new NotYet("own returned null.");
        Answer all =
                new Answer(
                        List.of(
                                Steps.unshare(CLONE_NEWUTS),
                                Uname.name(Words.random()),
                                Uname.domain(Words.random())));
        Uname seen = uname(bench, Words.random(), all);
        for (Field field : Field.values()) {
            boolean differs = !seen.inside(field).equals(seen.outside(field));
            if (differs == said.contains(field)) continue;
            throw new NotYet(
                    "In a new UTS namespace, with new names, "
                            + (field + " was '" + seen.inside(field) + "', and outside '")
                            + (seen.outside(field) + "'. You say that it ")
                            + (differs ? "cannot" : "can")
                            + " be other.");
        }
    }
}

package slipway.lessons.spaces;

import static slipway.linux.Constants.CLONE_NEWTIME;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.linux.NamespaceLink;
import slipway.namespaces.Namespace;
import slipway.plan.Steps;

/** Exercise 2.1: random processes in random namespaces are compared. */
public final class SameNamespaceChecks implements Checks {
    private static final List<Namespace> KINDS =
            List.of(Namespace.MOUNT, Namespace.UTS, Namespace.IPC, Namespace.NET);

    @Override
    public void run(Bench bench) {
        bench.check("kinds", () -> kinds(bench));
        bench.check("family", () -> family(bench));
        bench.check("children", () -> children(bench));
        bench.check("members", () -> members(bench));
    }

    /** Two of our children, as different as chance wants it. */
    private static void kinds(Bench bench) throws Exception {
        ComparesNamespaces learner = bench.learner(ComparesNamespaces.class);
        try (Crowd crowd = new Crowd(bench)) {
            List<Namespace> order = shuffled();
            Set<Namespace> own = EnumSet.copyOf(order.subList(0, 3));
            if (ThreadLocalRandom.current().nextBoolean()) own.add(Namespace.PID);
            int stranger = crowd.stranger(own);
            compare(learner, stranger, crowd.guest(stranger, Set.of(order.get(0))));
            compare(learner, crowd.stranger(EnumSet.of(order.get(3))), stranger);
        }
    }

    private static List<Namespace> shuffled() {
        List<Namespace> order = new ArrayList<>(KINDS);
        Collections.shuffle(order);
        return order;
    }

    /** A child of ours, and us. */
    private static void family(Bench bench) throws Exception {
        ComparesNamespaces learner = bench.learner(ComparesNamespaces.class);
        try (Crowd crowd = new Crowd(bench)) {
            int us = (int) ProcessHandle.current().pid();
            compare(learner, us, crowd.stranger(EnumSet.copyOf(shuffled().subList(0, 2))));
        }
    }

    /** One whose next child would be in another time namespace than itself. */
    private static void children(Bench bench) throws Exception {
        if (!Files.exists(Path.of("/proc/self/ns/time"))) {
            throw new CannotJudge("this kernel has no time namespaces");
        }
        ComparesNamespaces learner = bench.learner(ComparesNamespaces.class);
        try (Crowd crowd = new Crowd(bench)) {
            int stranger = crowd.stranger(Set.of(), Steps.unshare(CLONE_NEWTIME));
            compare(learner, stranger, (int) ProcessHandle.current().pid());
        }
    }

    private static void compare(ComparesNamespaces learner, int one, int other) throws Exception {
        Set<Namespace> truth = EnumSet.noneOf(Namespace.class);
        for (Namespace kind : Namespace.values()) {
            Optional<String> link = link(one, kind);
            if (link.isPresent() && link.equals(link(other, kind))) truth.add(kind);
        }
        Set<Namespace> said = learner.shared(one, other);
        if (said == null) throw new NotYet("shared returned null.");
        for (Namespace kind : Namespace.values()) {
            if (truth.contains(kind) == said.contains(kind)) continue;
            String links = one + " has " + shown(one, kind) + ", process ";
            String yours = said.contains(kind) ? " is" : " is not";
            throw new NotYet(
                    "Process "
                            + (links + other + " has " + shown(other, kind))
                            + (". You say that " + kind + yours + " shared."));
        }
    }

    private static Optional<String> link(int pid, Namespace kind) {
        try {
            return Optional.of(NamespaceLink.ofPid(pid, kind.procName()).toString());
        } catch (IOException e) {
            return Optional.empty(); // a kernel without that kind
        }
    }

    private static String shown(int pid, Namespace kind) {
        return link(pid, kind).orElse("no link " + kind.procName());
    }

    /** Some share one kind and nothing else, some everything else. */
    private static void members(Bench bench) throws Exception {
        ComparesNamespaces learner = bench.learner(ComparesNamespaces.class);
        try (Crowd crowd = new Crowd(bench)) {
            List<Namespace> order = shuffled();
            Namespace kind = order.get(0);
            int stranger = crowd.stranger(EnumSet.copyOf(order.subList(0, 2)));
            int guest = crowd.guest(stranger, Set.of(kind));
            int other = crowd.stranger(EnumSet.of(kind));
            Set<Integer> ours = new TreeSet<>(List.of(stranger, guest, other));
            Set<Integer> said = learner.members(stranger, kind);
            if (said == null) throw new NotYet("members returned null.");
            Set<Integer> found = new TreeSet<>(said);
            found.retainAll(ours);
            Set<Integer> truth = new TreeSet<>(List.of(stranger, guest));
            if (found.equals(truth)) return;
            throw new NotYet(
                    "Of the processes "
                            + (ours + ", " + truth + " are in the " + kind + " namespace of ")
                            + (stranger + "; you found " + found + " there."));
        }
    }
}

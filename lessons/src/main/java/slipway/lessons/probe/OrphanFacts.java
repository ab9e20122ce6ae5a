package slipway.lessons.probe;

import static slipway.linux.Constants.CLONE_NEWPID;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import slipway.linux.Fd;
import slipway.linux.ProcStatus;
import slipway.plan.Plan;
import slipway.plan.launch.Child;

/** Whose children have lost their parent: F12. */
final class OrphanFacts {
    private static final int ORPHANS = 3;
    private static final int LOOKS = 600;
    private static final long PAUSE_MILLIS = 50;

    private OrphanFacts() {}

    /**
     * A shell, which is PID 1, lets another shell start three processes and becomes sleep, which
     * waits for nobody. Only then do the three end.
     */
    static Seen zombies(Lab lab) throws Exception {
        Path go = lab.folder().resolve("go");
        String orphan = "(while ! [ -e " + go + " ]; do sleep 0.05; done) &";
        String script = "sh -c '" + (orphan + " ").repeat(ORPHANS) + "'; exec sleep 600";
        try (Fd nothing = Fd.open("/dev/null", slipway.linux.Constants.O_RDWR, 0);
                Child first =
                        lab.launcher()
                                .start(
                                        lab.apart(CLONE_NEWPID, Plan.of(Lab.shell(script)))
                                                .withFds(
                                                        Map.of(
                                                                0, nothing, 1, nothing, 2,
                                                                nothing)))) {
            await(() -> comm(first.pid()).equals("sleep"));
            int adopted = children(first.pid(), "");
            Files.createFile(go);
            boolean all = await(() -> children(first.pid(), "Z") == ORPHANS);
            int zombies = children(first.pid(), "Z");
            return Seen.of(
                    all && adopted == ORPHANS,
                    "PID 1 is sleep, and has " + adopted + " children that it has not started",
                    "when they have ended, " + zombies + " of them are zombies");
        }
    }

    private interface Look {
        boolean seen() throws IOException;
    }

    private static boolean await(Look look) throws IOException, InterruptedException {
        for (int i = 0; i < LOOKS; i++) {
            if (look.seen()) return true;
            Thread.sleep(PAUSE_MILLIS);
        }
        return false;
    }

    private static String comm(int pid) throws IOException {
        byte[] name = Files.readAllBytes(Path.of("/proc/" + pid + "/comm"));
        return new String(name, StandardCharsets.UTF_8).strip();
    }

    /** How many children it has, in this state if one is given. */
    private static int children(int parent, String state) throws IOException {
        int count = 0;
        List<Path> all;
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            all = entries.filter(each -> each.getFileName().toString().matches("\\d+")).toList();
        }
        for (Path each : all) {
            try {
                int pid = Integer.parseInt(each.getFileName().toString());
                ProcStatus status = ProcStatus.ofPid(pid);
                if (status.parent() != parent) continue;
                if (state.isEmpty() || state.charAt(0) == status.state()) count++;
            } catch (IOException e) {
                continue; // it has ended meanwhile
            }
        }
        return count;
    }
}

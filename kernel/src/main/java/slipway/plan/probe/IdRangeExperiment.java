package slipway.plan.probe;

import static slipway.linux.Constants.CLONE_NEWUSER;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.IdMap;
import slipway.linux.Memory;
import slipway.linux.Pipe;
import slipway.linux.SubordinateIds;
import slipway.linux.SyscallException;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.StepFailed;
import slipway.plan.WriteFile;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * Whether a container can have more ids than one: root writes any map, everybody else asks
 * newuidmap and newgidmap, which look into /etc/subuid and /etc/subgid.
 *
 * @param program newuidmap or newgidmap
 * @param ranges /etc/subuid or /etc/subgid
 */
record IdRangeExperiment(String program, String map, String ranges, Self self)
        implements Experiment {
    private static final String MEANING = "a container has users besides root";
    private static final int MESSAGE = 4096;

    static List<Probe> all(Self self) {
        return List.of(
                new Probe(
                        "newuidmap",
                        new IdRangeExperiment("newuidmap", "uid_map", "/etc/subuid", self)),
                new Probe(
                        "newgidmap",
                        new IdRangeExperiment("newgidmap", "gid_map", "/etc/subgid", self)));
    }

    @Override
    public ProbeResult run(Launcher launcher) {
        try {
            if (self.privileged()) return mapByOurselves(launcher);
            Optional<String> file = find();
            if (file.isEmpty()) {
                return notThere("look for it in PATH", "not found", "apt-get install uidmap");
            }
            String user = System.getProperty("user.name", "");
            List<SubordinateIds.Range> owned =
                    SubordinateIds.of(Path.of(ranges)).rangesOf(user, self.uid());
            if (owned.isEmpty())
                return notThere("read " + ranges, "nothing for " + user, add(user));
            return mapByProgram(launcher, file.get(), owned.get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String add(String user) {
        String option = map.equals("uid_map") ? "--add-subuids" : "--add-subgids";
        return "usermod " + option + " 100000-165535 " + user;
    }

    private ProbeResult mapByOurselves(Launcher launcher) {
        IdMap two = new IdMap(List.of(new IdMap.Range(0, 0, 1), new IdMap.Range(1, 100_000, 1000)));
        Plan write = Plan.of(new WriteFile("/proc/$pid/" + map, two.render(), "map 1001 ids"));
        Launch launch =
                Self.plain(Plan.of(Attempt.end()))
                        .withNamespaces(CLONE_NEWUSER)
                        .withWhileCloned(write);
        return new Trial(
                        program,
                        launch,
                        MEANING,
                        self.filtered(),
                        errno ->
                                errno.equals(Optional.of(Errno.EPERM))
                                        ? "start it where these ids are mapped: /proc/self/" + map
                                        : new Fixes(self).userNamespace(errno))
                .run(launcher);
    }

    /** A process in a new user namespace waits while the program maps it. */
    private ProbeResult mapByProgram(Launcher launcher, String file, SubordinateIds.Range range)
            throws IOException {
        Launch waiting =
                Self.plain(Plan.of(ProcessExperiments.dumpable())).withNamespaces(CLONE_NEWUSER);
        long own = map.equals("uid_map") ? self.uid() : self.gid();
        try (Child process = launcher.startHolder(waiting);
                Pipe says = Pipe.open()) {
            List<String> argv = new ArrayList<>(List.of(file, "" + process.pid()));
            argv.addAll(List.of("0", "" + own, "1"));
            argv.addAll(List.of("1", "" + range.first(), "" + range.count()));
            Plan exec = Plan.of(new Exec(List.of(file), argv, List.of(), "map the ids"));
            Launch launch = Launch.of(exec).withFds(Map.of(1, says.writeEnd(), 2, says.writeEnd()));
            Attempt attempt = Attempt.of(launcher, launch);
            says.writeEnd().close();
            String said = attempt.code() > 0 ? text(says.readEnd()) : attempt.observed();
            IdMap seen =
                    map.equals("uid_map")
                            ? IdMap.usersOfPid(process.pid())
                            : IdMap.groupsOfPid(process.pid());
            String command = String.join(" ", argv);
            if (attempt.code() == 0 && seen.inside(range.first()).isPresent()) {
                return new ProbeResult(
                        program, Outcome.WORKS, command, "mapped " + seen, MEANING, "");
            }
            return refused(command, said, "apt-get install --reinstall uidmap (setuid bits lost?)");
        } catch (SyscallException e) {
            String fix = new Fixes(self).userNamespace(Optional.of(e.errno()));
            return refused(e.call().toString(), Attempt.inWords(e.errno()), fix);
        } catch (StepFailed e) {
            String fix = new Fixes(self).userNamespace(Optional.of(e.errno()));
            return refused(e.call().toString(), Attempt.inWords(e.errno()), fix);
        }
    }

    private static String text(Fd pipe) {
        try (Memory memory = Memory.allocate(MESSAGE)) {
            byte[] bytes = new byte[pipe.read(memory, MESSAGE)];
            memory.getBytes(0, bytes, 0, bytes.length);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }
    }

    private ProbeResult refused(String tried, String observed, String fix) {
        return new ProbeResult(program, Outcome.REFUSED, tried, observed, MEANING, fix);
    }

    private ProbeResult notThere(String tried, String observed, String fix) {
        return new ProbeResult(program, Outcome.ABSENT, tried, observed, MEANING, fix);
    }

    private Optional<String> find() {
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "" : path).split(":")) {
            File file = new File(folder, program);
            if (file.canExecute()) return Optional.of(file.getAbsolutePath());
        }
        return Optional.empty();
    }
}

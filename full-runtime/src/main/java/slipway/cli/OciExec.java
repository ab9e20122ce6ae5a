package slipway.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.linux.Capability;
import slipway.linux.CapabilitySet;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.oci.ProcessSpec;
import slipway.oci.Spec;
import slipway.oci.SpecReader;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launcher;
import slipway.runtime.lifecycle.Containers;
import slipway.runtime.lifecycle.ExecRequest;
import slipway.runtime.lifecycle.Execution;
import slipway.runtime.lifecycle.PidFile;

/** {@code slipway oci exec}: one more process in a container, with runc's options. */
final class OciExec {
    private final OciOptions options;
    private final Containers containers;
    private final Map<Integer, Fd> streams = Stdio.ours();
    private final Map<String, String> groups = new HashMap<>();
    private final List<String> environment = new ArrayList<>();
    private final List<Long> moreGroups = new ArrayList<>();
    private final List<String> capabilities = new ArrayList<>();
    private String processFile = "";
    private String consoleSocket = "";
    private String pidFile = "";
    private String cwd = "";
    private String user = "";
    private boolean terminal;
    private boolean detach;
    private boolean noNewPrivileges;
    private boolean ignorePaused;

    private OciExec(OciOptions options, Containers containers) {
        this.options = options;
        this.containers = containers;
    }

    static int run(OciOptions options, Containers containers) {
        return new OciExec(options, containers).run();
    }

    private int run() {
        int preserve = 0;
        for (String option = options.option(); !option.isEmpty(); option = options.option()) {
            if (option.equals("--preserve-fds")) preserve = (int) number(option, options.value());
            else take(option);
        }
        String id = options.word("the container's id");
        Spec spec = SpecReader.ofBundle(containers.see(id).state().bundle());
        ProcessSpec process =
                processFile.isEmpty() ? changed(spec) : SpecReader.process(processFile);
        options.end();
        for (int fd = 3; fd < 3 + preserve; fd++) streams.put(fd, Fd.owned(fd));
        ExecRequest request =
                new ExecRequest(
                        id, process, spec.linux().seccomp(), true, groups, ignorePaused, streams);
        return start(request);
    }

    private void take(String option) {
        switch (option) {
            case "--process":
            case "-p":
                processFile = OciOptions.absolute(options.value());
                break;
            case "--console-socket":
                consoleSocket = OciOptions.absolute(options.value());
                break;
            case "--pid-file":
                pidFile = OciOptions.absolute(options.value());
                break;
            case "--cwd":
                cwd = options.value();
                break;
            case "--env":
            case "-e":
                environment.add(options.value());
                break;
            case "--user":
            case "-u":
                user = options.value();
                break;
            case "--additional-gids":
            case "-g":
                moreGroups.add(number(option, options.value()));
                break;
            case "--cap":
            case "-c":
                capabilities.add(options.value());
                break;
            case "--cgroup":
                ExecRequest.group(groups, options.value());
                break;
            case "--tty":
            case "-t":
                terminal = true;
                break;
            case "--detach":
            case "-d":
                detach = true;
                break;
            case "--no-new-privs":
                noNewPrivileges = true;
                break;
            case "--ignore-paused":
                ignorePaused = true;
                break;
            case "--no-subreaper":
                break; // we are none
            case "--apparmor":
            case "--process-label":
                throw new UsageError(
                        "oci exec does not honour " + option + " " + options.value(),
                        "the same without it");
            default:
                throw OciOptions.unknown("exec", option);
        }
    }

    private static long number(String option, String value) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0) return number;
        } catch (NumberFormatException e) {
            throw wrong(option, value);
        }
        throw wrong(option, value);
    }

    private static UsageError wrong(String option, String value) {
        return new UsageError(option + " is '" + value + "'", option + " 0, or another number");
    }

    /** The container's own process, with what is said otherwise. */
    private ProcessSpec changed(Spec spec) {
        List<String> args = new ArrayList<>();
        while (options.hasWord()) args.add(options.word("the program"));
        if (args.isEmpty()) {
            throw new UsageError("the program is missing", "slipway oci exec ID PROGRAM");
        }
        Optional<ProcessSpec> own = spec.process();
        if (own.isEmpty()) {
            throw new UsageError("the container's config.json has no process", "--process FILE");
        }
        ProcessSpec was = own.get();
        return new ProcessSpec(
                args,
                environment(was.environment()),
                cwd.isEmpty() ? was.cwd() : cwd,
                user(was.user()),
                terminal,
                was.terminalSize(),
                capabilities(was.capabilities()),
                was.rlimits(),
                noNewPrivileges || was.noNewPrivileges(),
                was.oomScoreAdj());
    }

    private List<String> environment(List<String> was) {
        List<String> all = new ArrayList<>(was);
        for (String each : environment) {
            int equals = each.indexOf('=');
            if (equals <= 0) {
                throw new UsageError("--env is '" + each + "'", "--env NAME=value");
            }
            String name = each.substring(0, equals + 1);
            for (int i = all.size() - 1; i >= 0; i--) {
                if (all.get(i).startsWith(name)) all.remove(i);
            }
            all.add(each);
        }
        return all;
    }

    private ProcessSpec.User user(ProcessSpec.User was) {
        long uid = was.uid();
        long gid = was.gid();
        if (!user.isEmpty()) {
            int colon = user.indexOf(':');
            uid = number("--user", colon < 0 ? user : user.substring(0, colon));
            if (colon >= 0) gid = number("--user", user.substring(colon + 1));
        }
        List<Long> all = new ArrayList<>(was.groups());
        all.addAll(moreGroups);
        return new ProcessSpec.User(uid, gid, all, was.umask());
    }

    private ProcessSpec.Capabilities capabilities(ProcessSpec.Capabilities was) {
        long more = 0;
        for (String each : capabilities) {
            String name = each.toUpperCase(java.util.Locale.ROOT);
            long bit = 0;
            for (Capability known : Capability.values()) {
                if (known.name().equals(name)) bit = known.bit();
            }
            if (bit == 0) throw new UsageError("--cap is '" + each + "'", "--cap CAP_NET_ADMIN");
            more |= bit;
        }
        CapabilitySet added = new CapabilitySet(more);
        return new ProcessSpec.Capabilities(
                was.bounding().plus(added),
                was.effective().plus(added),
                was.inheritable(),
                was.permitted().plus(added),
                was.ambient(),
                was.unknown());
    }

    private int start(ExecRequest request) {
        boolean terminal = request.process().terminal();
        if (detach && terminal == consoleSocket.isEmpty()) {
            throw new UsageError(
                    terminal
                            ? "a terminal in the background goes to nobody"
                            : "--console-socket is for a terminal, which is not asked for",
                    terminal ? "--console-socket" : "--tty, or without it");
        }
        Execution execution = containers.execution(request);
        try (Launcher launcher = new Launcher()) {
            if (detach) {
                told(begin(launcher, execution)); // it goes on without us
                return 0;
            }
            if (terminal && consoleSocket.isEmpty()) {
                boolean typing = RawTerminal.isPossible();
                return Terminal.run(
                                launcher,
                                new Terminal.Start() {
                                    @Override
                                    public Child with(Fd console) {
                                        return told(
                                                execution.start(
                                                        launcher, Optional.of(console), true));
                                    }
                                },
                                typing,
                                ForwardedSignals.listenForAnother())
                        .shellCode();
            }
            ForwardedSignals signals = ForwardedSignals.listenForAnother();
            try (Child child = told(begin(launcher, execution))) {
                signals.to(child);
                ExitStatus status = child.await();
                signals.explain();
                return status.shellCode();
            }
        }
    }

    private Child told(Child child) {
        try {
            PidFile.write(pidFile, child.pid());
            return child;
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
    }

    private Child begin(Launcher launcher, Execution execution) {
        if (consoleSocket.isEmpty()) return execution.start(launcher, Optional.empty(), !detach);
        try (Fd console = Containers.consoleAt(consoleSocket)) {
            return execution.start(launcher, Optional.of(console), !detach);
        }
    }
}

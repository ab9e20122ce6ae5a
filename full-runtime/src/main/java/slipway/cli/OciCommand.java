package slipway.cli;

import java.util.Map;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.plan.launch.Child;
import slipway.runtime.lifecycle.Containers;
import slipway.runtime.lifecycle.CreateRequest;
import slipway.runtime.lifecycle.StateJson;

/** {@code slipway oci VERB}: the command line that engines call. */
final class OciCommand {
    private static final int FIRST_PRESERVED = 3;

    private final OciOptions options;
    private final String verb;
    private final Containers containers;
    private boolean detach;

    private OciCommand(OciOptions options, String verb) {
        this.options = options;
        this.verb = verb;
        this.containers = new Containers(options.root());
    }

    static int run(String[] words) {
        OciOptions options = new OciOptions(words);
        try {
            String verb = options.verb();
            OciCommand command = new OciCommand(options, verb);
            int status = command.dispatch();
            for (String warning : command.containers.warnings()) options.log().warning(warning);
            return status;
        } catch (OciOptions.OciVersionAsked asked) {
            System.out.println(OciFeatures.version());
            return 0;
        } catch (RuntimeException | Error failure) {
            try {
                options.log().error(Failures.oneLine(failure));
            } catch (RuntimeException e) {
                failure.addSuppressed(e); // the failure itself is what has to be told
            }
            throw failure;
        }
    }

    private int dispatch() {
        switch (verb) {
            case "create":
                create();
                return 0;
            case "run":
                return runInFront();
            case "start":
                containers.start(only());
                return 0;
            case "state":
                Containers.Seen seen = containers.see(only());
                System.out.println(StateJson.of(seen.state(), seen.status(), seen.pid()));
                return 0;
            case "kill":
                kill();
                return 0;
            case "delete":
                delete();
                return 0;
            case "list":
                OciListing.print(containers, options);
                return 0;
            case "ps":
                OciListing.printProcesses(containers, options);
                return 0;
            case "features":
                options.end();
                System.out.println(OciFeatures.json());
                return 0;
            case "spec":
                OciExample.write(options);
                return 0;
            case "help":
                return Help.print(new String[] {"oci"});
            case "exec":
                return OciExec.run(options, containers);
            case "pause":
            case "resume":
            case "update":
            case "events":
            case "checkpoint":
            case "restore":
                throw new UsageError(
                        "oci " + verb + " is not there yet",
                        "another runtime for what needs it, or without it");
            default:
                throw new UsageError("oci has no command '" + verb + "'", "slipway help oci");
        }
    }

    private String only() {
        if (!options.option().isEmpty())
            throw new UsageError("oci " + verb + " takes an id, and no option", "slipway help oci");
        String id = options.word("the container's id");
        options.end();
        return id;
    }

    private void create() {
        containers.create(request(false));
    }

    private CreateRequest request(boolean mayDetach) {
        Map<Integer, Fd> streams = Stdio.ours();
        String bundle = System.getProperty("user.dir");
        String pidFile = "";
        String consoleSocket = "";
        boolean newKeyring = true;
        int preserve = 0;
        for (String option = options.option(); !option.isEmpty(); option = options.option()) {
            switch (option) {
                case "--bundle":
                case "-b":
                    bundle = OciOptions.absolute(options.value());
                    break;
                case "--pid-file":
                    pidFile = OciOptions.absolute(options.value());
                    break;
                case "--console-socket":
                    consoleSocket = OciOptions.absolute(options.value());
                    break;
                case "--preserve-fds":
                    preserve = number(option, options.value());
                    break;
                case "--no-new-keyring":
                    newKeyring = false;
                    break;
                case "--no-pivot":
                    throw new UsageError(
                            "--no-pivot: Slipway changes the root by pivot_root only, because a"
                                    + " chroot can be left",
                            "the same without it, on a root file system that is no initramfs");
                case "--detach":
                case "-d":
                    if (!mayDetach) throw OciOptions.unknown(verb, option);
                    detach = true;
                    break;
                case "--no-subreaper":
                case "--keep":
                    if (!mayDetach) throw OciOptions.unknown(verb, option);
                    throw new UsageError("oci run has no " + option + " yet", "create and start");
                default:
                    throw OciOptions.unknown(verb, option);
            }
        }
        String id = options.word("the container's id");
        options.end();
        preserve(streams, preserve);
        return new CreateRequest(id, bundle, pidFile, consoleSocket, newKeyring, streams);
    }

    private static void preserve(Map<Integer, Fd> streams, int count) {
        for (int i = 0; i < count; i++) {
            streams.put(FIRST_PRESERVED + i, Fd.owned(FIRST_PRESERVED + i));
        }
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new UsageError(option + " is '" + value + "'", option + " 0, or another number");
        }
    }

    private int runInFront() {
        CreateRequest request = request(true);
        if (detach) {
            containers.create(request);
            try {
                containers.start(request.id());
            } catch (RuntimeException e) {
                containers.delete(request.id(), true);
                throw e;
            }
            return 0;
        }
        return containers.run(request, new Watching()).shellCode();
    }

    /** As {@code slipway run} does it. */
    private static final class Watching implements Containers.Foreground {
        private final ForwardedSignals signals = ForwardedSignals.listen(Constants.SIGTERM);

        @Override
        public ExitStatus await(Child child) {
            signals.to(child);
            ExitStatus status = child.await();
            signals.explain();
            return status;
        }
    }

    private void kill() {
        boolean all = false;
        for (String option = options.option(); !option.isEmpty(); option = options.option()) {
            if (!option.equals("--all") && !option.equals("-a")) {
                throw OciOptions.unknown(verb, option);
            }
            all = true;
        }
        String id = options.word("the container's id");
        String signal = options.hasWord() ? options.word("the signal") : "TERM";
        options.end();
        containers.kill(id, SignalName.number(signal), all);
    }

    private void delete() {
        boolean force = false;
        for (String option = options.option(); !option.isEmpty(); option = options.option()) {
            if (!option.equals("--force") && !option.equals("-f")) {
                throw OciOptions.unknown(verb, option);
            }
            force = true;
        }
        String id = options.word("the container's id");
        options.end();
        containers.delete(id, force);
    }
}

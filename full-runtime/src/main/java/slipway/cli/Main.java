package slipway.cli;

import java.util.Arrays;
import slipway.engine.ExitCommand;

/** {@code slipway COMMAND …}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int status = run(args, true);
        // Not exit(): there is nothing left to shut down, and a hook would cost milliseconds.
        Runtime.getRuntime().halt(status);
    }

    /** The exit status of a command line. */
    static int run(String[] args) {
        return run(args, false);
    }

    /**
     * The same.
     *
     * @param alone whether this JVM is there for this command only, so that it may be given up
     */
    private static int run(String[] args, boolean alone) {
        boolean debug = args.length > 0 && args[0].equals("--debug");
        String[] words = debug ? Arrays.copyOfRange(args, 1, args.length) : args;
        try {
            int status = dispatch(Verbatim.words(words), alone);
            if (System.out.checkError()) throw new OutputLost();
            return status;
        } catch (RuntimeException | Error failure) {
            return Failures.report(failure, debug);
        }
    }

    private static int dispatch(String[] words, boolean alone) {
        String command = words.length == 0 ? "help" : words[0];
        String[] rest = words.length == 0 ? words : Arrays.copyOfRange(words, 1, words.length);
        switch (command) {
            case "run":
                return RunCommand.run(rest, alone);
            case "load":
                return ImageCommands.load(rest);
            case "images":
                return ImageCommands.images(rest);
            case "rmi":
                return ImageCommands.rmi(rest);
            case "tag":
                return ImageCommands.tag(rest);
            case "create":
                return KeptRunCommand.create(rest);
            case "start":
                return KeptRunCommand.start(rest);
            case "restart":
                return KeptRunCommand.restart(rest);
            case "stop":
                return KeptCommands.stop(rest);
            case "kill":
                return KeptCommands.kill(rest);
            case "rm":
                return KeptCommands.rm(rest);
            case "wait":
                return KeptCommands.await(rest);
            case "rename":
                return KeptCommands.rename(rest);
            case "ps":
                return PsCommand.run(rest);
            case "logs":
                return LogsCommand.run(rest);
            case "exec":
                return ExecCommand.run(rest, alone);
            case "attach":
                return AttachCommand.run(rest);
            case "top":
                return TopCommand.run(rest);
            case "inspect":
                return InspectCommand.run(rest);
            case ExitCommand.VERB:
                return KeptRunCommand.afterTheEnd(rest);
            case "oci":
                return OciCommand.run(rest);
            case "ns":
                return NsCommand.run(rest);
            case "doctor":
                return DoctorCommand.run(rest);
            case "learn":
                return LearnCommand.exercises(rest);
            case "lesson":
                return LearnCommand.lessons(rest);
            case "tour":
                return TourCommand.run(rest);
            case "attack":
                return AttackCommand.run(rest);
            case "version":
            case "--version":
                System.out.println(Version.text());
                return 0;
            case FinishCommand.VERB:
                return FinishCommand.run(rest);
            case "help":
            case "--help":
            case "-h":
                return Help.print(rest);
            default:
                throw DockersWords.command(command);
        }
    }
}

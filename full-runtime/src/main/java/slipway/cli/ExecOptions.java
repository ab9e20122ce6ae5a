package slipway.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The words after {@code exec}: docker's options, the container, and what to run in it. */
final class ExecOptions {
    private static final String FLAGS = "dit";

    private final String[] words;
    private int at;
    private boolean detached;
    private boolean interactive;
    private boolean tty;
    private String user = "";
    private String workdir = "";
    private PlanFormat plan = PlanFormat.NONE;
    private final Variables variables = new Variables();
    private final RightsOption rights = new RightsOption();
    private String container = "";
    private List<String> command = new ArrayList<>();

    private ExecOptions(String[] words) {
        this.words = words;
    }

    static ExecOptions parse(String[] words) {
        ExecOptions options = new ExecOptions(words);
        while (options.at < words.length && options.option()) options.at++;
        options.take();
        return options;
    }

    private void take() {
        if (at < words.length && words[at].equals("--")) at++;
        if (at == words.length) throw wanting("a container");
        container = words[at++];
        command = Arrays.asList(words).subList(at, words.length);
        if (command.isEmpty()) throw wanting("a program to run in " + container);
        if (!workdir.isEmpty() && !workdir.startsWith("/")) {
            throw new UsageError("--workdir is '" + workdir + "'", "a path that begins with /");
        }
        if (detached && tty) {
            throw new UsageError(
                    "-d with -t is a terminal that nobody looks at",
                    "one of them without the other");
        }
    }

    private static UsageError wanting(String what) {
        return new UsageError("exec wants " + what, "slipway exec -it NAME sh");
    }

    /** Takes one option; false at the first word that is none. */
    private boolean option() {
        String word = words[at];
        if (!word.startsWith("-") || word.equals("--")) return false;
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        switch (name) {
            case "--detach":
                detached = flag(name, equals);
                return true;
            case "--interactive":
                interactive = flag(name, equals);
                return true;
            case "--tty":
                tty = flag(name, equals);
                return true;
            case "--privileged":
                if (flag(name, equals)) rights.privileged();
                return true;
            case "--env":
            case "-e":
                variables.add(value(name, equals));
                return true;
            case "--env-file":
                variables.addFile(value(name, equals));
                return true;
            case "--user":
            case "-u":
                user = value(name, equals);
                return true;
            case "--workdir":
            case "-w":
                workdir = value(name, equals);
                return true;
            case "--cap-add":
                rights.add(value(name, equals));
                return true;
            case "--cap-drop":
                rights.drop(value(name, equals));
                return true;
            case "--plan":
                plan = equals < 0 ? PlanFormat.LINES : PlanFormat.of(value(name, equals));
                return true;
            case "--detach-keys":
                throw new UsageError(
                        "exec has no --detach-keys: what it runs ends with it",
                        "exec -d; or attach, whose container goes on");
            default:
                if (letters(word)) return true;
                throw KeptCommands.unknown("exec", name);
        }
    }

    /** One letter or several in a word: {@code -it}. */
    private boolean letters(String word) {
        for (int i = 1; i < word.length(); i++) if (FLAGS.indexOf(word.charAt(i)) < 0) return false;
        detached |= word.indexOf('d') > 0;
        interactive |= word.indexOf('i') > 0;
        tty |= word.indexOf('t') > 0;
        return word.length() > 1;
    }

    private boolean flag(String name, int equals) {
        String value = equals < 0 ? "true" : words[at].substring(equals + 1);
        if (!value.equals("true") && !value.equals("false")) {
            throw new UsageError(name + " is '" + value + "'", name + ", or without it");
        }
        return value.equals("true");
    }

    private String value(String name, int equals) {
        if (equals >= 0) return words[at].substring(equals + 1);
        if (at + 1 == words.length) {
            throw new UsageError(name + " needs a value", "slipway help exec");
        }
        return words[++at];
    }

    boolean detached() {
        return detached;
    }

    boolean interactive() {
        return interactive;
    }

    boolean tty() {
        return tty;
    }

    /** Empty for the container's own. */
    String user() {
        return user;
    }

    /** Empty for the container's own. */
    String workdir() {
        return workdir;
    }

    PlanFormat plan() {
        return plan;
    }

    Variables variables() {
        return variables;
    }

    RightsOption rights() {
        return rights;
    }

    /** A name, an id, or the beginning of one. */
    String container() {
        return container;
    }

    List<String> command() {
        return command;
    }
}

package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import slipway.engine.ContainerStore;
import slipway.engine.KeptConfig;
import slipway.engine.KeptContainer;
import slipway.engine.KeptRemoval;
import slipway.engine.Stopping;
import slipway.image.ImageIds;
import slipway.linux.Constants;
import slipway.linux.LinuxKernel;
import slipway.runtime.HostFacts;

/** {@code stop, kill, rm, wait, rename}: each for any number of containers. */
final class KeptCommands {
    private KeptCommands() {}

    /** What is done with one container, and throws what people are told. */
    interface Action {
        void on(String name);
    }

    static ContainerStore store() {
        return new ContainerStore(ImageCommands.dataDirectory());
    }

    /** One that fails keeps none of the others from its turn. */
    static int each(List<String> names, Action action) {
        int status = 0;
        for (String name : names) {
            try {
                action.on(name);
            } catch (RuntimeException e) {
                System.out.flush();
                System.err.println("slipway: " + Failures.oneLine(e));
                status = 1;
            }
        }
        return status;
    }

    /** The words of a verb without options. */
    static List<String> names(String verb, String[] words) {
        List<String> names = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("-")) throw unknown(verb, word);
            names.add(word);
        }
        return some(verb, names);
    }

    private static List<String> some(String verb, List<String> names) {
        if (!names.isEmpty()) return names;
        throw new UsageError(verb + " wants a container", "slipway ps -a");
    }

    /** Whether somebody only wants to know what a verb does. */
    static boolean help(String verb, String[] words) {
        if (words.length == 0 || !words[0].equals("--help")) return false;
        Help.print(new String[] {verb});
        return true;
    }

    static UsageError unknown(String verb, String word) {
        return new UsageError(verb + " takes no " + word, "slipway help " + verb);
    }

    /**
     * The words of {@code stop} and {@code restart}.
     *
     * @param seconds -1 for what the container was made with
     */
    record StopWords(List<String> names, int seconds, boolean given, String signal) {
        static StopWords parse(String verb, String[] words) {
            List<String> names = new ArrayList<>();
            int seconds = 0;
            boolean given = false;
            String signal = "";
            for (int i = 0; i < words.length; i++) {
                String word = words[i];
                int equals = word.indexOf('=');
                String name = equals < 0 ? word : word.substring(0, equals);
                if (!word.startsWith("-")) {
                    names.add(word);
                    continue;
                }
                if (equals < 0 && i + 1 == words.length) throw unknown(verb, word);
                String value = equals < 0 ? words[++i] : word.substring(equals + 1);
                switch (name) {
                    case "-t":
                    case "--time":
                    case "--timeout":
                        seconds = KeptOptions.number(name, value, -1, Integer.MAX_VALUE);
                        given = true;
                        break;
                    case "-s":
                    case "--signal":
                        signal = value;
                        SignalName.number(value);
                        break;
                    default:
                        throw unknown(verb, word);
                }
            }
            return new StopWords(some(verb, names), seconds, given, signal);
        }

        Stopping.Asked ask(KeptContainer container) {
            KeptConfig config = container.config();
            int how = signal.isEmpty() ? config.stopSignal() : SignalName.number(signal);
            return Stopping.ask(container, how, given ? seconds : config.stopSeconds());
        }
    }

    static int stop(String[] words) {
        if (help("stop", words)) return 0;
        StopWords stop = StopWords.parse("stop", words);
        ContainerStore store = store();
        // All are asked before one is waited for: each may take its ten seconds.
        List<String> names = new ArrayList<>();
        List<Stopping.Asked> asked = new ArrayList<>();
        int unasked =
                each(
                        stop.names(),
                        name -> {
                            asked.add(stop.ask(store.find(name)));
                            names.add(name);
                        });
        int unfinished =
                each(
                        names,
                        name -> {
                            asked.get(names.indexOf(name)).finish();
                            System.out.println(name);
                        });
        return Math.max(unasked, unfinished);
    }

    /** {@code kill [-s SIGNAL] NAME…}. */
    static int kill(String[] words) {
        if (help("kill", words)) return 0;
        int signal = Constants.SIGKILL;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            boolean named = word.equals("-s") || word.equals("--signal");
            if (named && i + 1 < words.length) signal = SignalName.number(words[++i]);
            else if (word.startsWith("--signal="))
                signal = SignalName.number(word.substring("--signal=".length()));
            else if (word.startsWith("-")) throw unknown("kill", word);
            else names.add(word);
        }
        int number = signal;
        return each(
                some("kill", names),
                name -> {
                    Stopping.signal(store().find(name), number);
                    System.out.println(name);
                });
    }

    /** {@code rm [-f] [-v] NAME…}. */
    static int rm(String[] words) {
        if (help("rm", words)) return 0;
        boolean force = false;
        List<String> names = new ArrayList<>();
        for (String word : words) {
            switch (word) {
                case "-f":
                case "--force":
                    force = true;
                    break;
                case "-fv":
                case "-vf":
                    force = true;
                    break;
                case "-v":
                case "--volumes":
                    break; // no volume belongs to a container
                default:
                    if (word.startsWith("-")) throw unknown("rm", word);
                    names.add(word);
            }
        }
        if (force && names.isEmpty()) return 0; // rm -f $(ps -q), and there are none
        boolean kills = force;
        try (ImageIds ids = new ImageIds(HostFacts.of(LinuxKernel.INSTANCE))) {
            KeptRemoval removal = new KeptRemoval(store(), ids);
            if (kills) removal.killAll(names);
            return each(
                    some("rm", names),
                    name -> {
                        removal.remove(name, kills);
                        System.out.println(name);
                    });
        }
    }

    /** {@code wait NAME…}: prints how each ended. */
    static int await(String[] words) {
        if (help("wait", words)) return 0;
        return each(
                names("wait", words),
                name -> {
                    System.out.println(Stopping.await(store().find(name)));
                    System.out.flush();
                });
    }

    /** {@code rename OLD NEW}. */
    static int rename(String[] words) {
        if (help("rename", words)) return 0;
        if (words.length != 2) {
            throw new UsageError("rename wants two names", "slipway rename OLD NEW");
        }
        try {
            ContainerStore store = store();
            store.rename(store.find(words[0]), words[1]);
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("renaming: " + e.getMessage(), e);
        }
    }
}

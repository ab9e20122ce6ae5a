package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.engine.ContainerStore;
import slipway.engine.ExitCommand;
import slipway.engine.FreshNames;
import slipway.engine.KeptConfig;
import slipway.engine.KeptContainer;
import slipway.engine.KeptEnding;
import slipway.engine.KeptStart;
import slipway.image.ImageIds;
import slipway.image.Images;
import slipway.image.WritableLayer;
import slipway.linux.FileLock;
import slipway.linux.LinuxKernel;
import slipway.plan.launch.Launcher;
import slipway.runtime.Adopted;
import slipway.runtime.HostFacts;
import slipway.runtime.RunRequest;

/** {@code run -d}, {@code create}, {@code start}, {@code restart}: what begins to stay. */
final class KeptRunCommand implements AutoCloseable {
    private final Path data = ImageCommands.dataDirectory();
    private final ContainerStore store = new ContainerStore(data);
    private final HostFacts host = HostFacts.of(LinuxKernel.INSTANCE);
    private final ImageIds ids = new ImageIds(host);
    private final Launcher launcher = new Launcher();
    private final KeptStart starter =
            new KeptStart(launcher, host, ExitCommand.ofUs(data.toString(), System.getenv()));

    private KeptRunCommand() {}

    @Override
    public void close() {
        starter.close();
        launcher.close();
        ids.close();
    }

    static int run(RunOptions options) {
        return make(options, true);
    }

    static int create(String[] words) {
        RunOptions options = RunOptions.parse(words);
        if (options.help()) return Help.print(new String[] {"create"});
        return make(options, false);
    }

    private static int make(RunOptions options, boolean starts) {
        options.kept().restart(); // before anything is made
        try (KeptRunCommand command = new KeptRunCommand()) {
            int replicas = options.kept().replicas();
            for (int i = 1; i <= Math.max(1, replicas); i++) {
                String name = options.kept().name();
                if (name.isEmpty()) name = command.store.freshName();
                System.out.println(
                        command.make(options, replicas == 0 ? name : name + "-" + i, starts));
                System.out.flush();
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("making a container: " + e.getMessage(), e);
        }
    }

    /** Nothing of it is left if it cannot be made, or started when it was to be. */
    private String make(RunOptions options, String name, boolean starts) throws IOException {
        String id = FreshNames.id();
        WritableLayer layer = WritableLayer.make(data, id, ids);
        boolean made = false;
        try {
            make(options, name, starts, id, layer);
            made = true;
            return id;
        } finally {
            if (!made) layer.close();
        }
    }

    private void make(
            RunOptions options, String name, boolean starts, String id, WritableLayer layer)
            throws IOException {
        String image = image(options);
        List<String> words = options.frozen(image, KeptConfig.brief(id));
        RunOptions frozen = RunOptions.parse(words.toArray(new String[0]));
        try (RunIsolation apart = RunIsolation.ofKept(frozen, host, layer.home());
                RunRoot root = RunRoot.kept(frozen, ids, WritableLayer.kept(layer.home(), ids))) {
            RunRequest request = frozen.request(root, apart, host);
            KeptOptions kept = options.kept();
            KeptConfig config =
                    new KeptConfig(
                            id,
                            name,
                            System.currentTimeMillis(),
                            words,
                            options.image(),
                            image,
                            request.command(),
                            kept.restart(),
                            kept.remove(),
                            frozen.stopSignal(root),
                            kept.stopSeconds(),
                            kept.logMost(),
                            kept.labels(),
                            options.tty(),
                            options.interactive());
            FileLock held = store.create(config, layer);
            KeptContainer container = store.ofId(id);
            boolean done = false;
            try (held) {
                if (starts) {
                    request = apart.map(request, launcher, host);
                    starter.start(container, request, apart, root.locks(), 0, 0);
                }
                done = true;
            } finally {
                if (!done) store.remove(container, ids);
            }
        }
    }

    /** By its digest, which means the same when its name has gone to another. */
    private String image(RunOptions options) {
        if (options.image().isEmpty()) return "";
        try (Images.Used used = Images.in(data, ids).use(options.image())) {
            return used.image().id().toString();
        }
    }

    static int start(String[] words) {
        if (KeptCommands.help("start", words)) return 0;
        boolean attached = false;
        boolean input = false;
        String keys = DetachKeys.USUAL;
        List<String> names = new ArrayList<>();
        for (String word : words) {
            switch (word) {
                case "-a", "--attach" -> attached = true;
                case "-i", "--interactive" -> input = true;
                case "-ai", "-ia" -> {
                    attached = true;
                    input = true;
                }
                default -> {
                    if (word.startsWith("--detach-keys=")) {
                        keys = word.substring(word.indexOf('=') + 1);
                    } else if (word.startsWith("-")) throw KeptCommands.unknown("start", word);
                    else names.add(word);
                }
            }
        }
        if (names.isEmpty()) throw new UsageError("start wants a container", "slipway ps -a");
        DetachKeys leaving = DetachKeys.parse(keys);
        try (KeptRunCommand command = new KeptRunCommand()) {
            if (!attached && !input) return KeptCommands.each(names, command::start);
            if (names.size() > 1) {
                throw new UsageError("start -a takes one container", "slipway logs -f for others");
            }
            return command.startAttached(names.get(0), input, leaving);
        } catch (IOException e) {
            return KeptOutput.unread(e);
        }
    }

    /** Looks before it is started, so that its first word is seen. */
    private int startAttached(String name, boolean input, DetachKeys keys) throws IOException {
        KeptContainer container = store.find(name);
        try (Attachment attachment = Attachment.to(container, false)) {
            attachment.check(input);
            startUnlessItRuns(container, attachment::begin);
            attachment.connect(launcher, input, true, keys);
            return attachment.await();
        }
    }

    private void start(String name) {
        startUnlessItRuns(store.find(name), () -> {});
        System.out.println(name);
    }

    /**
     * @param then done before anybody can remove it
     */
    private void startUnlessItRuns(KeptContainer container, Runnable then) {
        FileLock held = container.lock();
        try (held) {
            if (container.running().isEmpty()) start(container, 0, 0);
            then.run();
        }
    }

    private void start(KeptContainer container, int restarts, long pauseMillis) {
        KeptEnding.settle(container);
        KeptConfig config = container.config();
        RunOptions frozen = RunOptions.parse(config.words().toArray(new String[0]));
        WritableLayer layer = WritableLayer.kept(container.home(), ids);
        try (RunIsolation apart = RunIsolation.ofKept(frozen, host, container.home());
                RunRoot root = RunRoot.kept(frozen, ids, layer)) {
            if (root.tree().isPresent()) layer.renew();
            RunRequest request = apart.map(frozen.request(root, apart, host), launcher, host);
            starter.start(container, request, apart, root.locks(), restarts, pauseMillis);
        } catch (IOException e) {
            throw new UncheckedIOException("starting " + config.name() + ": " + e.getMessage(), e);
        }
    }

    static int restart(String[] words) {
        if (KeptCommands.help("restart", words)) return 0;
        KeptCommands.StopWords stop = KeptCommands.StopWords.parse("restart", words);
        try (KeptRunCommand command = new KeptRunCommand()) {
            return KeptCommands.each(
                    stop.names(),
                    name -> {
                        stop.ask(command.store.find(name)).finish();
                        command.start(name);
                    });
        }
    }

    /** What a keeper cannot do itself; nobody sees what this prints. */
    static int afterTheEnd(String[] words) {
        Adopted.end(List.of()); // without a lock: who has it may be waiting for this
        try (KeptRunCommand command = new KeptRunCommand()) {
            for (String id : words) command.afterTheEnd(command.store.ofId(id));
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startAgain(KeptContainer container, KeptEnding.Next next) {
        try {
            start(container, next.restarts(), next.pauseMillis());
        } catch (RuntimeException e) {
            KeptEnding.failed(container, Failures.oneLine(e));
            throw e;
        }
    }

    private void afterTheEnd(KeptContainer container) throws IOException {
        FileLock held = container.lock();
        try (held) {
            Optional<KeptEnding.Next> next = KeptEnding.next(container);
            if (next.isPresent()) {
                startAgain(container, next.get());
            } else if (container.config().remove()) {
                store.remove(container, ids);
            }
        }
    }
}
